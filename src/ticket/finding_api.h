/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that match a stored SBOM against the index of the moment; the table ends with a row without a method.
   Example: GET /api/v1/sboms/7/components?answer=undecidable */
#ifndef TICKET_FINDING_API_H
#define TICKET_FINDING_API_H

#include "account/api.h"

extern const struct api_route finding_api_routes[];

/* The ticket of a part for a finding: id 0 when there is none. */
struct finding_ticket {
    int64_t id;
    struct text ecosystem, package, name; /* name: the vulnerability's, as the ticket shows it */
};
MUST_USE bool finding_tickets(struct db *db, int64_t part_id, struct arena *arena,
    struct finding_ticket **ret_tickets, size_t *ret_count, struct err *err);

#endif
