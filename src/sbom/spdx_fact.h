/* SPDX-License-Identifier: Apache-2.0 */
/* What SPDX 2 says of a package and of the document beside the inventory: suppliers, checksums, licences, notes.
   Example: spdx_fact_read_package(&build, value, 12); spdx_fact_read_document(&build, root) */
#ifndef SBOM_SPDX_FACT_H
#define SBOM_SPDX_FACT_H

#include "sbom/sbom_build.h"
#include "sbom/spdx_words.h"

/* Adds the facts of a package (2.3, clause 7) to a component, or to SBOM_ROOT. */
void spdx_fact_read_package(struct sbom_build *build, yyjson_val *package, uint32_t component);
/* Adds those of the document, its creation and its extracted licences (2.3, clauses 6 and 10). */
void spdx_fact_read_document(struct sbom_build *build, yyjson_val *root);

/* Adds an external reference (2.3, 7.21): what has an identifier's type or is no URL is a further identifier. */
void spdx_fact_add_reference(
    struct sbom_build *build, uint32_t component, struct text type, struct text locator);
/* Adds who supplied or made something; a person that made it is its author. */
void spdx_fact_add_party(struct sbom_build *build, uint32_t component, enum sbom_fact_kind kind,
    const struct spdx_words_party *party);
/* Adds who made the document. */
void spdx_fact_add_creator(struct sbom_build *build, const struct spdx_words_party *party);

#endif
