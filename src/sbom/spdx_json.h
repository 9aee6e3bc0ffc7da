/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX 2.2 and 2.3 as JSON: packages, their references and relationships. Also GitHub's export, which wraps the document.
   Example: spdx_json_read(&build, root, err), where root has an "spdxVersion". */
#ifndef SBOM_SPDX_JSON_H
#define SBOM_SPDX_JSON_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. Fails with ERR_UNSUPPORTED for another spdxVersion, ERR_SYNTAX and
   ERR_LIMIT as sbom_read says. */
MUST_USE bool spdx_json_read(struct sbom_build *build, yyjson_val *root, struct err *err);

#endif
