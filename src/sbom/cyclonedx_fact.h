/* SPDX-License-Identifier: Apache-2.0 */
/* What else CycloneDX says, as facts: of components and the subject, of the document, and how complete its lists are.
   Example: cyclonedx_fact_read(build, component, values, &at), with the values of cyclonedx_member_pick */
#ifndef SBOM_CYCLONEDX_FACT_H
#define SBOM_CYCLONEDX_FACT_H

#include "sbom/cyclonedx_member.h"
#include "sbom/sbom_build.h"

/* Adds the facts of a component, or of the subject (SBOM_ROOT), that stands at at. Its licences are another matter. */
void cyclonedx_fact_read(struct sbom_build *build, uint32_t component,
    yyjson_val *const values[CYCLONEDX_MEMBERS], const struct json_place *at);
/* Adds those of the document. */
void cyclonedx_fact_read_metadata(
    struct sbom_build *build, yyjson_val *metadata, const struct json_place *at);
/* Adds how complete the parts and dependencies of components are known. All references must be known. */
void cyclonedx_fact_read_compositions(struct sbom_build *build, yyjson_val *value);

#endif
