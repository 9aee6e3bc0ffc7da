/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the jobs that are due, each by the handler of its kind.
   Example: while (job_run_next(db, handlers, tools, now_us, &has_run, err) && has_run) {} */
#ifndef JOB_JOB_RUN_H
#define JOB_JOB_RUN_H

#include "account/api.h"
#include "job/job.h"

struct job_call {
    struct db *db;
    struct job *job; /* job_renew extends its lease */
    struct arena *arena;
    const struct api_tools *tools;
    int64_t now_us;
    bool
        is_for_another; /* set by a handler that fails: another server may have what this one lacks */
};

struct job_handler {
    const char *kind; /* NULL ends the table */
    /* Does the work, in transactions of its own. It may be done again after it was done: a lease
       can be lost. */
    bool (*run)(struct job_call *call, struct err *err);
};

/* Takes one job that is due, of any kind, and runs it. A job that fails waits for its next attempt;
   that is logged, and no failure of this function, which fails only when the database does. */
MUST_USE bool job_run_next(struct db *db, const struct job_handler *handlers,
    const struct api_tools *tools, int64_t now_us, bool *ret_has_run, struct err *err);

#endif
