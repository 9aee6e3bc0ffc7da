/* SPDX-License-Identifier: Apache-2.0 */
/* Who needs whom in an SBOM, and by which way a component got in.
   Example: sbom_graph_make(&graph, &sbom, arena) && sbom_graph_find_paths(&paths, &graph, arena);
   count = sbom_graph_path(&paths, i, path, LEN_OF(path)); */
#ifndef SBOM_SBOM_GRAPH_H
#define SBOM_SBOM_GRAPH_H

#include "sbom/sbom.h"

/* Dependencies in rows: those of the subject first, then those of each component, in the document's order. Components that stand
   inside another one, or inside the subject, are needed by it. */
struct sbom_graph {
    size_t component_count;
    const uint32_t
        *starts; /* row 0: the subject; row i + 1: component i; one more, where the last ends */
    const uint32_t *targets; /* components; never the subject */
};

#define SBOM_GRAPH_NONE (UINT32_MAX - 2)

/* Both return false when arena is spent. */
MUST_USE bool sbom_graph_make(
    struct sbom_graph *ret_graph, const struct sbom *sbom, struct arena *arena);

/* The row of SBOM_ROOT or a component. */
struct sbom_graph_row {
    const uint32_t *at;
    size_t count;
};
struct sbom_graph_row sbom_graph_needs(const struct sbom_graph *graph, uint32_t component);

/* A shortest path to every component: what came before it. Those that nothing leads to from the subject begin a path of their own
   when nothing needs them; a ring that nothing leads to has none. */
struct sbom_paths {
    size_t component_count;
    uint32_t *
        via; /* SBOM_ROOT behind the subject, SBOM_GRAPH_NONE at a start of its own, and in such rings */
    uint32_t
        *depth; /* how many steps from the subject or the start; SBOM_GRAPH_NONE in such rings */
};
MUST_USE bool sbom_graph_find_paths(
    struct sbom_paths *ret_paths, const struct sbom_graph *graph, struct arena *arena);

/* Writes the last max components of the path to one of them, itself last, and returns how many the whole path has. */
size_t sbom_graph_path(
    const struct sbom_paths *paths, uint32_t component, uint32_t *ret_path, size_t max);
/* Returns whether the path begins at the subject. */
bool sbom_graph_is_reached(const struct sbom_paths *paths, uint32_t component);

/* The same as bytes, to be stored: numbers of 32 bits, the lowest byte first. */
void sbom_graph_print(const struct sbom_graph *graph, struct buf *out);
/* Fails with ERR_SYNTAX when bytes are none of so many components, and ERR_LIMIT when arena is spent. */
MUST_USE bool sbom_graph_read(struct sbom_graph *ret_graph, struct text bytes,
    size_t component_count, struct arena *arena, struct err *err);

#endif
