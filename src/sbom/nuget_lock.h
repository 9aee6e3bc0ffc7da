/* SPDX-License-Identifier: Apache-2.0 */
/* .NET's packages.lock.json, versions 1 and 2: what a locked restore takes. Example: nuget_lock_read(&build, root, err), where root
   has "dependencies" by target framework. */
#ifndef SBOM_NUGET_LOCK_H
#define SBOM_NUGET_LOCK_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. A package that several frameworks resolve to one version is one component. Its
   "contentHash" is that of the content without its signature, no file's, and not told as a hash. Fails as sbom_read says. */
MUST_USE bool nuget_lock_read(struct sbom_build *build, yyjson_val *root, struct err *err);
/* Returns whether root looks like one. */
bool nuget_lock_is(yyjson_val *root);

#endif
