/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX relationships (2.3, clause 11): what the document describes, and who depends on or contains whom.
   Example: spdx_relations_subject(root) gives "SPDXRef-Package-app"; after the packages, spdx_relations_read(&build, root, err) */
#ifndef SBOM_SPDX_RELATIONS_H
#define SBOM_SPDX_RELATIONS_H

#include "sbom/sbom_build.h"

/* Returns the reference of the one thing that the document describes; empty when there are several or none. */
struct text spdx_relations_subject(yyjson_val *root);

/* Adds the dependencies, and the scope of what is only needed to build, to test or if one likes. */
MUST_USE bool spdx_relations_read(struct sbom_build *build, yyjson_val *root, struct err *err);

#endif
