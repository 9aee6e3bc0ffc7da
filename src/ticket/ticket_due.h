/* SPDX-License-Identifier: Apache-2.0 */
/* Until when a ticket is to be done: by its priority's days, by KEV, or as a person said.
   Example: ticket_due_set(&ticket, before, &policy, now_us); ticket.due_us, ticket.due_source */
#ifndef TICKET_TICKET_DUE_H
#define TICKET_TICKET_DUE_H

#include "account/api.h"
#include "ticket/ticket.h"

/* "person", "priority", "bod-26-04", "kev"; NULL for TICKET_DUE_NOT. */
const char *ticket_due_source_word(enum ticket_due_source source);
enum ticket_due_source ticket_due_source_read(struct text word);

/* Gives a ticket that is at work and has been decided its due date, unless a person did. before is the ticket as it was, NULL for a
   new one. The days count from when the ticket got its priority, and a higher priority never gives more time than was left. */
void ticket_due_set(struct ticket *ticket, const struct ticket *before,
    const struct ticket_policy *policy, int64_t now_us);

/* Takes back the date that a person set, so that the rules give one again, with an event. ERR_NOT_FOUND for a stranger,
   ERR_FORBIDDEN for a viewer, ERR_CONFLICT when nobody set one, or the ticket is done. */
MUST_USE bool ticket_due_take_back(struct db *db, const struct api_principal *who,
    int64_t ticket_id, int64_t now_us, struct err *err);

#endif
