/* SPDX-License-Identifier: Apache-2.0 */
/* What a look at tickets came to, put together so that it is written in few statements.
   Example: at = ticket_writes_ticket(&writes, &ticket); ticket_writes_event(&writes, at, &event);
            ok = ticket_writes_run(&writes, db, err); ticket_writes_done(&writes); */
#ifndef TICKET_TICKET_WRITES_H
#define TICKET_TICKET_WRITES_H

#include "base/vec.h"
#include "ticket/ticket_rows.h"
#include "ticket/ticket_vex.h"

struct ticket_writes {
    struct {
        VEC(struct ticket);
    } tickets;
    struct {
        VEC(struct ticket_write_event {
            size_t ticket; /* its place in tickets */
            struct ticket_event event;
        });
    } events;
    struct {
        VEC(struct ticket_write_occurrence {
            int64_t ticket_id;
            struct ticket_occurrence occurrence;
        });
    } occurrences;
    struct {
        VEC(struct ticket_vex_row);
    } silenced;
    struct {
        VEC(int64_t);
    } replaced; /* tickets that exist, and lose the occurrences they had */
};

void ticket_writes_done(struct ticket_writes *writes);

/* Adds a ticket, each once; returns its place, for its events. Texts must stay until ticket_writes_run. */
size_t ticket_writes_ticket(struct ticket_writes *writes, const struct ticket *ticket);
/* Gives the ticket at that place these occurrences instead of those it has. */
void ticket_writes_occurrences(struct ticket_writes *writes, size_t at,
    const struct ticket_occurrence *occurrences, size_t count);
/* Appends an event to the ticket at that place, behind all that it has. The ticket is as the event leaves it: what was set since the
   event before is what this one set. Its text lives in arena. */
void ticket_writes_event(
    struct ticket_writes *writes, size_t at, const struct ticket_event *event, struct arena *arena);

/* Keeps why a ticket is closed as not affected. */
void ticket_writes_vex(struct ticket_writes *writes, const struct ticket_vex_row *row);

/* Writes it all. ERR_BUSY when a ticket is another one by now: the transaction is to be done again. */
MUST_USE bool ticket_writes_run(const struct ticket_writes *writes, struct db *db, struct err *err);

#endif
