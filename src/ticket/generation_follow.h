/* SPDX-License-Identifier: Apache-2.0 */
/* Brings answers, tickets and summaries from the former generation of the index to the current one, for what changed alone,
   in transactions of bounded size; each may be the last one before a crash, and the next start goes on.
   Example: do generation_follow_step(db, index, NULL, now_us, &step, err); while (!step.is_done); */
#ifndef TICKET_GENERATION_FOLLOW_H
#define TICKET_GENERATION_FOLLOW_H

#include "job/job_run.h"
#include "ticket/ticket.h"

/* What one step looks at at most: names of packages, and tickets unless a single part has more. */
struct generation_bounds {
    size_t packages, tickets;
};

struct generation_step {
    bool is_done;         /* there is nothing left to follow */
    size_t package_count; /* names looked at */
    size_t version_count; /* package versions matched */
    size_t changed_count; /* of those: with other findings than before */
    size_t looked_count;  /* tickets looked at, new ones among them */
    int64_t
        computed_us; /* steady clock: when the tickets were computed, and nothing of them written */
    struct ticket_counts counts;
};

/* Does one step in a transaction. ERR_CONFLICT when the index is not the current generation. bounds may be NULL: the usual ones. */
MUST_USE bool generation_follow_step(struct db *db, const struct advisory_index *index,
    const struct generation_bounds *bounds, int64_t now_us, struct generation_step *ret_step,
    struct err *err);

/* Does a job of kind GENERATION_FOLLOW_JOB: all steps. */
bool generation_follow_job(struct job_call *call, struct err *err);

#endif
