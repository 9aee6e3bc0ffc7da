/* SPDX-License-Identifier: Apache-2.0 */
/* What was done, as rules look at it: found from entries of the journal, so that the cost follows what changed, and no transaction that ends
   late is missed. Example: badge_fact_events(db, from, until, limit, arena, &events, &count, err); badge_fact_find(…) */
#ifndef BADGE_BADGE_FACT_H
#define BADGE_BADGE_FACT_H

#include "badge/badge_condition.h"
#include "store/db.h"

/* An entry of the journal that may make something count. */
struct badge_event {
    int64_t seq, entry_id, object_id;
    enum badge_source source; /* of an action, a ticket (BADGE_ON_COMPLETION), an advice */
};

/* Up to limit of them, from one place to before another. */
MUST_USE bool badge_fact_events(struct db *db, int64_t from, int64_t until, size_t limit,
    struct arena *arena, struct badge_event **ret_events, size_t *ret_count, struct err *err);
/* Those that wait for their place, in the order in which they will get it; their seq is -1. */
MUST_USE bool badge_fact_waiting(struct db *db, size_t limit, struct arena *arena,
    struct badge_event **ret_events, size_t *ret_count, struct err *err);
/* How long the journal is: entries that have their place. */
MUST_USE bool badge_fact_length(struct db *db, int64_t *ret_length, struct err *err);
/* The place of the first entry that may tell of what was written down at a time or later. */
MUST_USE bool badge_fact_place(struct db *db, int64_t since_us, int64_t *ret_seq, struct err *err);

/* The facts that these events are about, by source and subject. sources: bits by enum badge_source, of which facts are wanted. */
MUST_USE bool badge_fact_find(struct db *db, const struct badge_event *events, size_t count,
    unsigned sources, struct arena *arena, struct badge_fact **ret_facts, size_t *ret_count,
    struct err *err);

/* Whether an event is about a fact: of it, of its ticket, or of what corrects it. */
bool badge_fact_is_of(const struct badge_fact *fact, const struct badge_event *event);

/* What an event of a ticket's history says of a completion. Pure: events of one ticket in their order. */
struct badge_step {
    struct text kind; /* "acknowledged", "completed", "reopened", "taken_back", "closed" */
    int64_t at_us, account_id;
};
struct badge_completion {
    int64_t account_id, at_us;
    int64_t after_seconds; /* since it was acknowledged; -1: it was not */
    int64_t closed_us;     /* when its round ended; 0: not yet */
};
/* The completions by persons that stand: of a ticket that came back after it was closed, those of each round. ret_completions has room for
   count. Returns how many. */
size_t badge_fact_completions(
    const struct badge_step *steps, size_t count, struct badge_completion *ret_completions);

#endif
