/* SPDX-License-Identifier: Apache-2.0 */
/* The licences of CycloneDX: ids, names and expressions, since 1.6 declared or concluded.
   Example: cyclonedx_license_read(&licenses, build, value, &at, component); licenses.concluded is "MIT AND Apache-2.0" */
#ifndef SBOM_CYCLONEDX_LICENSE_H
#define SBOM_CYCLONEDX_LICENSE_H

#include "sbom/sbom_build.h"

/* Each an expression, or names joined by " AND "; or empty. */
struct cyclonedx_license {
    struct text concluded; /* what was concluded, else whatever is said */
    struct text declared;  /* what is declared, when something was concluded too */
};

/* Reads the member "licenses" of what stands at up. Texts of licences become facts of component; what is odd is told. */
void cyclonedx_license_read(struct cyclonedx_license *ret_license, struct sbom_build *build,
    yyjson_val *value, const struct json_place *up, uint32_t component);

/* Returns what one entry of such a list names; or an empty text. */
struct text cyclonedx_license_name(yyjson_val *choice);

#endif
