/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of watching a ticket, and of those who can be named in its comments. Example: PUT /api/v1/tickets/7/watch */
#ifndef TICKET_WATCH_API_H
#define TICKET_WATCH_API_H

#include "account/api.h"

extern const struct api_route watch_api_routes[];

/* Adds "watchers" to an object that is open: those who are told of the ticket. */
MUST_USE bool watch_api_print(
    struct buf *out, struct db *db, int64_t ticket_id, struct arena *arena, struct err *err);

#endif
