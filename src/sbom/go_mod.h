/* SPDX-License-Identifier: Apache-2.0 */
/* Go's go.mod: the modules that a build selects from; and go.sum, which lists what was ever looked at.
   Example: go_mod_read(&build, bytes, err) */
#ifndef SBOM_GO_MOD_H
#define SBOM_GO_MOD_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. Modules marked "// indirect" are not direct. Replacements count; the Go
   version that is asked for is the component "stdlib", with an oddity, since a newer one may build. Before Go 1.17 a go.mod
   names direct dependencies only, which is told. Fails as sbom_read says, with "line:column: why". */
MUST_USE bool go_mod_read(struct sbom_build *build, struct text bytes, struct err *err);

/* The same of a go.sum: the highest version of each module whose content, not just its go.mod, was downloaded. That is an upper
   bound of what is built, and told as such. */
MUST_USE bool go_mod_read_sum(struct sbom_build *build, struct text bytes, struct err *err);

#endif
