/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of tickets; the table ends with a row without a method.
   Example: POST /api/v1/tickets/7/schedule {"due_at": "2026-12-01T00:00:00Z"} */
#ifndef TICKET_TICKET_API_H
#define TICKET_TICKET_API_H

#include "account/api.h"

extern const struct api_route ticket_api_routes[];

/* Replies with a ticket, all that is known of it. ERR_NOT_FOUND when the caller does not see it. */
MUST_USE bool ticket_api_reply(struct api_call *call, int64_t id, struct err *err);

#endif
