/* SPDX-License-Identifier: Apache-2.0 */
/* What SPDX 3 says of a package and of the document beside the inventory. Example: spdx3_fact_read_package(&build, &graph, value, 12) */
#ifndef SBOM_SPDX3_FACT_H
#define SBOM_SPDX3_FACT_H

#include "sbom/sbom_build.h"
#include "sbom/spdx3_graph.h"

/* Adds the facts of a package to a component, or to SBOM_ROOT; its identifiers too but for its own package URL and CPE. */
void spdx3_fact_read_package(
    struct sbom_build *build, struct spdx3_graph *graph, yyjson_val *package, uint32_t component);
/* Takes name, time, tools and authors from the document, and from the SBOM in it what it is of. */
void spdx3_fact_read_document(struct sbom_build *build, struct spdx3_graph *graph);

#endif
