/* SPDX-License-Identifier: Apache-2.0 */
/* Licences of SPDX 3, which are elements of their own, as the expressions that SPDX 2 writes.
   Example: spdx3_license_of(&graph, json_get(document, "dataLicense"), &build) gives "CC0-1.0" */
#ifndef SBOM_SPDX3_LICENSE_H
#define SBOM_SPDX3_LICENSE_H

#include "sbom/sbom_build.h"
#include "sbom/spdx3_graph.h"

/* Returns the expression of a licence, a set of licences, or one with an addition; empty when nothing is said (NOASSERTION),
   when it is not there, or is a maze: nested deeper than 8, or more than 100 licences. */
struct text spdx3_license_of(
    struct spdx3_graph *graph, yyjson_val *reference, struct sbom_build *build);

/* Adds the texts of licences that are on no list to the document's facts. */
void spdx3_license_read_texts(struct spdx3_graph *graph, struct sbom_build *build);

#endif
