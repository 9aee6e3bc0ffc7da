/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX relationships (2.3, clause 11, and 3.0): what the document describes, and who depends on or contains whom.
   Example: spdx_relations_subject(root) gives "SPDXRef-Package-app"; after the packages, spdx_relations_read(&build, root, err) */
#ifndef SBOM_SPDX_RELATIONS_H
#define SBOM_SPDX_RELATIONS_H

#include "sbom/sbom_build.h"

struct spdx_relation {
    struct text from, type, to;
    struct text scope; /* of SPDX 3: "build", "test" …; or empty */
};

/* Returns the reference of the one thing that the document describes; empty when there are several or none. */
struct text spdx_relations_subject(yyjson_val *root);

/* Adds the dependencies, and the scope of what is only needed to build, to test or if one likes. */
MUST_USE bool spdx_relations_read(struct sbom_build *build, yyjson_val *root, struct err *err);

/* Adds one relationship, as a dependency or as a fact. scopes has a byte for each component, zero at first; at is the place of
   the list. */
MUST_USE bool spdx_relations_add(struct sbom_build *build, const struct spdx_relation *relation,
    unsigned char *scopes, const struct json_place *at, struct err *err);
/* Gives the components the scopes that were gathered. */
void spdx_relations_apply_scopes(struct sbom *sbom, const unsigned char *scopes);

#endif
