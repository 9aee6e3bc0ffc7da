/* SPDX-License-Identifier: Apache-2.0 */
/* pnpm's pnpm-lock.yaml, lockfileVersion 5, 6 and 9. Example: pnpm_lock_read(&build, root, err), root being its YAML as JSON. */
#ifndef SBOM_PNPM_LOCK_H
#define SBOM_PNPM_LOCK_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. A package that is there several times, for different peers, is one
   component. Fails as sbom_read says. */
MUST_USE bool pnpm_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err);

#endif
