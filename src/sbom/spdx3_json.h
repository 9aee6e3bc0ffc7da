/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX 3.0 as JSON-LD in its compact form: a graph of packages, agents, licences and relationships.
   Example: spdx3_json_read(&build, root, err), where root has an "@context". */
#ifndef SBOM_SPDX3_JSON_H
#define SBOM_SPDX3_JSON_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. Fails with ERR_UNSUPPORTED for another context or version and for types
   written in full, ERR_SYNTAX and ERR_LIMIT as sbom_read says. */
MUST_USE bool spdx3_json_read(struct sbom_build *build, yyjson_val *root, struct err *err);

#endif
