/* SPDX-License-Identifier: Apache-2.0 */
/* npm's package-lock.json and npm-shrinkwrap.json, lockfileVersion 1 to 3: what "npm ci" would install.
   Example: npm_lock_read(&build, root, err), where root has a "lockfileVersion". */
#ifndef SBOM_NPM_LOCK_H
#define SBOM_NPM_LOCK_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. A development dependency has the scope "excluded" (CycloneDX: for test
   and other non-runtime purposes), an optional one "optional". Fails as sbom_read says. */
MUST_USE bool npm_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err);

#endif
