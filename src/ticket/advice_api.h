/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of recommended actions; the table ends with a row without a method.
   Example: POST /api/v1/advice {"kind": "mitigation", "text": "switch lookups off", "vulnerability_id": "CVE-2021-44228"} */
#ifndef TICKET_ADVICE_API_H
#define TICKET_ADVICE_API_H

#include "ticket/advice.h"

extern const struct api_route advice_api_routes[];

/* Adds the member "advice": what is recommended for a ticket, newest first. */
MUST_USE bool advice_api_print(struct buf *out, struct db *db, const struct ticket *ticket,
    struct arena *arena, struct err *err);

#endif
