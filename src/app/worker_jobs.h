/* SPDX-License-Identifier: Apache-2.0 */
/* What the confined worker can do, by kind. Example: worker_main(worker_jobs); */
#ifndef APP_WORKER_JOBS_H
#define APP_WORKER_JOBS_H

#include "sandbox/worker.h"

extern const struct worker_job worker_jobs[];

#endif
