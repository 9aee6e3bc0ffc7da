/* SPDX-License-Identifier: Apache-2.0 */
/* The thread that does the jobs of a server, beside its requests.
   Example: jobs_new(&jobs, app, err); … jobs_free(jobs); */
#ifndef APP_JOBS_H
#define APP_JOBS_H

#include "app/app.h"
#include "job/job_run.h"

/* Every kind of job that there is, and what does it. */
extern const struct job_handler jobs_handlers[];

struct jobs;

MUST_USE bool jobs_new(struct jobs **ret_jobs, struct app *app, struct err *err);
/* Lets the thread look for jobs at once; else it looks every second. */
void jobs_wake(struct jobs *jobs);
/* Lets the job under way end. */
void jobs_free(struct jobs *jobs);

#endif
