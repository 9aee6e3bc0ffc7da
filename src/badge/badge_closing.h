/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets that came back, as they were when kenzen had closed them as fixed or removed: a ticket that comes back takes nothing away, so what
   was done is judged by how it was then, whenever a rule looks at it.
   Example: badge_closing_find(db, ids, arena, &closings, err); closing = badge_closing_between(&closings, ticket_id, act_us, INT64_MAX) */
#ifndef BADGE_BADGE_CLOSING_H
#define BADGE_BADGE_CLOSING_H

#include "store/db.h"

struct badge_closing {
    int64_t ticket_id, at_us;
    int64_t due_us;       /* 0: none. Of a date that a person gave: the catalogue's */
    int priority;         /* enum ssvc_decision */
    int64_t completed_id; /* the journal's entry of its last completion until then; 0: none */
};

struct badge_closings {
    struct badge_closing *at; /* in the order of their tickets and times */
    size_t count;
};

/* Those of these tickets; of a ticket that never came back there are none, for it tells of itself. They live in arena. */
MUST_USE bool badge_closing_find(struct db *db, struct db_args ticket_ids, struct arena *arena,
    struct badge_closings *ret_closings, struct err *err);

/* Returns the first of a ticket between two times; NULL when there is none. */
const struct badge_closing *badge_closing_between(
    const struct badge_closings *closings, int64_t ticket_id, int64_t from_us, int64_t until_us);

#endif
