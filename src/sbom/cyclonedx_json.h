/* SPDX-License-Identifier: Apache-2.0 */
/* CycloneDX JSON, 1.2 to 1.7 (ECMA-424): components wherever they are nested, and who depends on whom.
   Example: cyclonedx_json_read(&build, root, err), where root has a "bomFormat". */
#ifndef SBOM_CYCLONEDX_JSON_H
#define SBOM_CYCLONEDX_JSON_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. Fails with ERR_UNSUPPORTED for another specVersion, ERR_SYNTAX and
   ERR_LIMIT as sbom_read says. */
MUST_USE bool cyclonedx_json_read(struct sbom_build *build, yyjson_val *root, struct err *err);

#endif
