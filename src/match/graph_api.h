/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that walk the dependencies of an SBOM, step by step. Example row: see graph_api.c */
#ifndef MATCH_GRAPH_API_H
#define MATCH_GRAPH_API_H

#include "account/api.h"
#include "sbom/sbom_graph_rows.h"

extern const struct api_route graph_api_routes[];

/* Adds the member "via": a shortest path from the subject to the component at a position, itself last, as objects with position,
   name and version; null when none is known. The last GRAPH_API_PATH of a longer one. Components are by position. */
enum { GRAPH_API_PATH = 32 };
struct sbom_row_component;
void graph_api_print_path(struct buf *out, const struct sbom_graph_known *known,
    const struct sbom_row_component *const *components, int64_t position);

#endif
