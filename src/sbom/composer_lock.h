/* SPDX-License-Identifier: Apache-2.0 */
/* PHP's composer.lock: what "composer install" installs. Example: composer_lock_read(&build, root, err), where root has
   "packages-dev". */
#ifndef SBOM_COMPOSER_LOCK_H
#define SBOM_COMPOSER_LOCK_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. The file does not say what the project itself requires: it is what nothing
   else does. Fails as sbom_read says. */
MUST_USE bool composer_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err);

#endif
