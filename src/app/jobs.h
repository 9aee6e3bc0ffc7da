/* SPDX-License-Identifier: Apache-2.0 */
/* The threads that do the jobs and send the messages of a server, beside its requests.
   Example: jobs_new(&jobs, app, err); … jobs_free(jobs); */
#ifndef APP_JOBS_H
#define APP_JOBS_H

#include "app/app.h"
#include "job/job_run.h"
#include "job/outbox_run.h"
#include "onchain/chain_tx.h"

/* Every kind of job that there is, and what does it. */
extern const struct job_handler jobs_handlers[];
/* Every way by which messages go out. */
extern const struct outbox_sender jobs_senders[];
/* Whoever orders transactions on a chain, and is told what comes of them. */
extern const struct onchain_listener jobs_listeners[];

struct jobs;

MUST_USE bool jobs_new(struct jobs **ret_jobs, struct app *app, struct err *err);
/* Lets the threads look for what is due at once; else they look every second. */
void jobs_wake(struct jobs *jobs);
/* Lets what is under way end. */
void jobs_free(struct jobs *jobs);

#endif
