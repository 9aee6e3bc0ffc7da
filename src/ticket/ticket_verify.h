/* SPDX-License-Identifier: Apache-2.0 */
/* Whether every ticket is what its events make of it. Tickets are added up a share at a time, in a steady amount of memory.
   Example: ticket_verify(db, &(struct ticket_verify_order){.tell = tell}, &verdict, err); verdict.problems == 0 */
#ifndef TICKET_TICKET_VERIFY_H
#define TICKET_TICKET_VERIFY_H

#include "ticket/ticket_fold.h"

struct ticket_verify_difference {
    int64_t ticket_id;
    const char *
        column; /* "state"; or "events", of which number expected is not there, and found is in its place */
    struct db_value expected, found;
};

struct ticket_verify_order {
    bool repairs; /* put what the events say in place, with an event that tells of it */
    int64_t now_us;
    void (*tell)(void *context, const struct ticket_verify_difference *difference);
    void *context;
};

struct ticket_verify_verdict {
    int64_t tickets, events;
    int64_t problems; /* differences, mended or not */
    int64_t mended;
};

/* Goes through all tickets; tell is called for each difference. Only a failure of the database fails; each share is a transaction of its
   own, so that others can work meanwhile. An event that is missing cannot be mended, and nothing of its ticket is. */
MUST_USE bool ticket_verify(struct db *db, const struct ticket_verify_order *order,
    struct ticket_verify_verdict *ret_verdict, struct err *err);

/* -- rows -- */

struct ticket_verify_row {
    int64_t id;
    struct ticket_fold now;
    bool is_done;
};
struct ticket_verify_event {
    int64_t ticket_id, seq;
    struct text sets;
};
/* Up to limit tickets behind an id, and all events of tickets from one id to another, in their order. */
MUST_USE bool ticket_verify_tickets(struct db *db, int64_t after_id, size_t limit,
    struct arena *arena, struct ticket_verify_row **ret_rows, size_t *ret_count, struct err *err);
MUST_USE bool ticket_verify_events(struct db *db, int64_t first_id, int64_t last_id,
    struct arena *arena, struct ticket_verify_event **ret_events, size_t *ret_count,
    struct err *err);
MUST_USE bool ticket_verify_mend(struct db *db, int64_t ticket_id, const struct ticket_fold *fold,
    int64_t now_us, struct err *err);

#endif
