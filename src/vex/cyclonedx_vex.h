/* SPDX-License-Identifier: Apache-2.0 */
/* CycloneDX's vulnerabilities with an analysis, in a document of their own or inside of an SBOM, 1.4 to 1.7.
   Example: if (cyclonedx_vex_is(root)) cyclonedx_vex_read(&build, root, err) */
#ifndef VEX_CYCLONEDX_VEX_H
#define VEX_CYCLONEDX_VEX_H

#include "vex/vex_build.h"

/* The property of a vulnerability that keeps a justification which CycloneDX has no word for. */
#define CYCLONEDX_VEX_JUSTIFICATION "kenzen:vex:justification"

bool cyclonedx_vex_is(yyjson_val *root);
MUST_USE bool cyclonedx_vex_read(struct vex_build *build, yyjson_val *root, struct err *err);

#endif
