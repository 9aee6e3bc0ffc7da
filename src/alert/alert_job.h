/* SPDX-License-Identifier: Apache-2.0 */
/* Plans what teams are told: a job for each team where something is to be looked at. Done twice, it tells nothing twice.
   Example: alert_job_start(db, now_us, err) now and then; {ALERT_JOB, alert_job_run} among the handlers */
#ifndef ALERT_ALERT_JOB_H
#define ALERT_ALERT_JOB_H

#include "job/job_run.h"

#define ALERT_JOB "alert-plan"

/* Adds jobs for the teams whose notes have been gathered, and for those whose time has come. Costs little when there are none. */
MUST_USE bool alert_job_start(struct db *db, int64_t now_us, struct err *err);

/* The job's handler: its topic is the team's id. */
MUST_USE bool alert_job_run(struct job_call *call, struct err *err);

/* Begins the planning of teams that have none yet, and forgets what is of no use any more: once in a while. */
MUST_USE bool alert_job_begin_teams(struct db *db, int64_t now_us, struct err *err);

#endif
