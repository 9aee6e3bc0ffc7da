/* SPDX-License-Identifier: Apache-2.0 */
/* Each event of a ticket is an entry of the journal too: what a person said is sealed, what kenzen found is committed to by its digest.
   Example: ticket_journal_add(db, &event, err) in the transaction that writes the event */
#ifndef TICKET_TICKET_JOURNAL_H
#define TICKET_TICKET_JOURNAL_H

#include "journal/journal.h"
#include "ticket/ticket.h"

/* One event that a person brought about; its seq is known. */
MUST_USE bool ticket_journal_add(struct db *db, const struct ticket_event *event, struct err *err);

/* One of many that kenzen brought about, of a ticket of that team. */
MUST_USE bool ticket_journal_batch(struct journal_batch *batch, const struct ticket_event *event,
    int64_t team_id, struct err *err);

#endif
