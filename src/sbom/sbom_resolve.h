/* SPDX-License-Identifier: Apache-2.0 */
/* From a package URL to what advisories call the package: ecosystem, name, version with epoch, source package.
   Example: sbom_resolve(&sbom, arena, err), once the reader of the format is done. */
#ifndef SBOM_SBOM_RESOLVE_H
#define SBOM_SBOM_RESOLVE_H

#include "sbom/sbom.h"

/* Fills ecosystem, package, version, arch and source of every component, and the oddity of those that have none. Fails
   only with ERR_LIMIT. */
MUST_USE bool sbom_resolve(struct sbom *sbom, struct arena *arena, struct err *err);

#endif
