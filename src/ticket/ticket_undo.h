/* SPDX-License-Identifier: Apache-2.0 */
/* Taking back what kenzen did to a ticket by itself, closing it or opening it again: it is as it was before, and stays so until kenzen
   sees something else than it saw then. Example: ticket_undo(db, &ticket, seq, arena, err); then write the ticket, with an event */
#ifndef TICKET_TICKET_UNDO_H
#define TICKET_TICKET_UNDO_H

#include "ticket/ticket.h"

/* What one event is to an undo. */
struct ticket_undo_event {
    int64_t seq;
    struct text kind, sets, detail;
};

/* Returns the number of the event of these (all of a ticket, in their order) that can be taken back, or 0: the last that changed the
   state, if kenzen did that by itself. */
int64_t ticket_undo_find(const struct ticket_undo_event *events, size_t count);

/* Puts the ticket back to what it was before that event; the ticket is not written. ERR_CONFLICT when the event cannot be taken back.
   Must run inside a transaction. */
MUST_USE bool ticket_undo(
    struct db *db, struct ticket *ticket, int64_t seq, struct arena *arena, struct err *err);

/* Keeps in the ticket what kenzen saw when it closed it by itself, if that is its last change of state: a person who opens it again
   doubts that, and so it stays open until kenzen sees something else. The ticket is not written. */
MUST_USE bool ticket_undo_doubt(
    struct db *db, struct ticket *ticket, struct arena *arena, struct err *err);

/* All events of a ticket, in their order. */
MUST_USE bool ticket_undo_events(struct db *db, int64_t ticket_id, struct arena *arena,
    struct ticket_undo_event **ret_events, size_t *ret_count, struct err *err);

#endif
