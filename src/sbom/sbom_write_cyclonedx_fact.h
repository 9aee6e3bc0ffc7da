/* SPDX-License-Identifier: Apache-2.0 */
/* Members of a component of CycloneDX that facts are put together to: what a fact does not suffice for is counted as lost.
   Example: sbom_write_cyclonedx_evidence(w, i, component) writes "evidence": {"occurrences": [{"location": "/srv/a.jar"}]} */
#ifndef SBOM_SBOM_WRITE_CYCLONEDX_FACT_H
#define SBOM_SBOM_WRITE_CYCLONEDX_FACT_H

#include "sbom/sbom_writer.h"

/* "licenses" with the texts of them: what was concluded, or all that is said, and what was declared; either may be empty. */
void sbom_write_cyclonedx_licenses(
    struct sbom_writer *w, uint32_t component, struct text license, struct text declared);

/* "swid", "omniborId", "swhid". */
void sbom_write_cyclonedx_identifiers(struct sbom_writer *w, uint32_t component, struct text name);

/* "pedigree"; relatives are of the type of the component. */
void sbom_write_cyclonedx_pedigree(struct sbom_writer *w, uint32_t component, struct text type);

/* "evidence" of a component, or of the subject. */
void sbom_write_cyclonedx_evidence(
    struct sbom_writer *w, uint32_t component, const struct sbom_component *c);

#endif
