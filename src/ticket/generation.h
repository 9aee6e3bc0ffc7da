/* SPDX-License-Identifier: Apache-2.0 */
/* Which state of the advisory index the tickets rest on, and what follows when a server has a newer one: a job that follows
   what changed. Example: generation_take(db, index, now_us, &is_new, err) when another index file was noticed. */
#ifndef TICKET_GENERATION_H
#define TICKET_GENERATION_H

#include "advisory/advisory_index.h"
#include "store/db.h"

/* The kinds of jobs: one part, whose id is the topic; and all that a new generation changes. */
#define GENERATION_JOB "ticket-sync"
#define GENERATION_FOLLOW_JOB "generation-follow"

/* Makes the index the current generation unless the database has that or a newer one, notes what changed since the former
   one, and adds the job that follows, also when an earlier one was not finished. ret_is_new (may be NULL) tells whether it
   is another generation now. Runs a transaction. */
MUST_USE bool generation_take(struct db *db, const struct advisory_index *index, int64_t now_us,
    bool *ret_is_new, struct err *err);
/* The same inside a transaction. */
MUST_USE bool generation_take_inside(struct db *db, const struct advisory_index *index,
    int64_t now_us, bool *ret_is_new, struct err *err);
/* The same with changes that were found otherwise; NULL: anything may have changed. */
MUST_USE bool generation_take_changes(struct db *db, const struct advisory_index *index,
    const struct advisory_changes *changes, int64_t now_us, bool *ret_is_new, struct err *err);

/* Whether the database rests on a newer generation than the index (NULL: on any): then what it would find is not to be
   written. */
MUST_USE bool generation_is_past(
    struct db *db, const struct advisory_index *index, bool *ret_is_past, struct err *err);
/* Fails with ERR_CONFLICT unless the index is the current generation: doing it again at once would not help. */
MUST_USE bool generation_check(struct db *db, const struct advisory_index *index, struct err *err);

/* Adds the job for one part. */
MUST_USE bool generation_add_job(struct db *db, int64_t part_id, int64_t now_us, struct err *err);

#endif
