/* SPDX-License-Identifier: Apache-2.0 */
#include "app/worker_jobs.h"

const struct worker_job worker_jobs[] = {
    {NULL, NULL},
};
