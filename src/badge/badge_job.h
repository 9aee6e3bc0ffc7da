/* SPDX-License-Identifier: Apache-2.0 */
/* Issues badges by rules: looks at what was written to the journal since each rule's cursor, and at quarters that are over. What was done
   once is not done again: cursors move in the transaction that issues, and no act has two badges of a class.
   Example: badge_job_start(db, now_us, err) once a second; {BADGE_JOB, badge_job_run} among the jobs. */
#ifndef BADGE_BADGE_JOB_H
#define BADGE_BADGE_JOB_H

#include "badge/badge_rule.h"
#include "job/job_run.h"

#define BADGE_JOB "badges"

/* Lines the job up when there is something that a rule may ask for. */
MUST_USE bool badge_job_start(struct db *db, int64_t now_us, struct err *err);
/* Lines it up anyway: once an hour, for quarters. */
MUST_USE bool badge_job_plan(struct db *db, int64_t now_us, struct err *err);
MUST_USE bool badge_job_run(struct job_call *call, struct err *err);

/* What one call does, for tests and the command line: until all is seen. */
struct badge_job_counts {
    int64_t events, issued, revoked;
};
MUST_USE bool badge_job_catch_up(
    struct db *db, int64_t now_us, struct badge_job_counts *ret_counts, struct err *err);

#endif
