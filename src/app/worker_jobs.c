/* SPDX-License-Identifier: Apache-2.0 */
#include "app/worker_jobs.h"

#include "sbom/sbom_confined.h"
#include "vex/vex_confined.h"

const struct worker_job worker_jobs[] = {
    {SBOM_CONFINED_KIND, sbom_confined_run},
    {VEX_CONFINED_KIND, vex_confined_run},
    {NULL, NULL},
};
