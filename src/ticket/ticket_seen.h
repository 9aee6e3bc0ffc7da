/* SPDX-License-Identifier: Apache-2.0 */
/* What became of a ticket's flaw that no finding speaks of any more: mended, removed, withdrawn, or simply not known.
   Example: ticket_look_new(&look, &scope, tickets, count, err); ticket_seen_find(look, tickets[0], part, &seen, &reason, …);
            plan = ticket_plan(tickets[0]->state, &seen) */
#ifndef TICKET_TICKET_SEEN_H
#define TICKET_TICKET_SEEN_H

#include "ticket/ticket_scope.h"

/* What was known of some tickets before, and where their packages are now. */
struct ticket_look;

/* Reads what is known of tickets, at once. *ret_look is NULL on failure. */
MUST_USE bool ticket_look_new(struct ticket_look **ret_look, const struct ticket_scope *scope,
    struct ticket *const *tickets, size_t count, struct err *err);
void ticket_look_free(struct ticket_look *look);

/* Finds out about a ticket of the scope's part without an affected occurrence, one of those the look is for. ret_reason says
   why it is unsure, or what mended it; installed gets the versions that are there now, as a JSON array. */
MUST_USE bool ticket_seen_find(struct ticket_look *look, const struct ticket *ticket, uint32_t part,
    struct ticket_seen *ret_seen, struct text *ret_reason, struct text *ret_installed,
    struct err *err);

#endif
