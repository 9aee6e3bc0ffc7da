/* SPDX-License-Identifier: Apache-2.0 */
#include "app/worker_jobs.h"

#include "app/bom_form.h"
#include "sbom/sbom_confined.h"
#include "vex/vex_confined.h"

const struct worker_job worker_jobs[] = {
    {BOM_FORM_JSON_KIND, bom_form_run_json},
    {BOM_FORM_MULTIPART_KIND, bom_form_run_multipart},
    {SBOM_CONFINED_KIND, sbom_confined_run},
    {VEX_CONFINED_KIND, vex_confined_run},
    {NULL, NULL},
};
