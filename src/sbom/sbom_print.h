/* SPDX-License-Identifier: Apache-2.0 */
/* What an SBOM says, for people and programs: the words that commands and the REST interface share.
   Example: sbom_print_quality_json(&out, &quality, &sbom) */
#ifndef SBOM_SBOM_PRINT_H
#define SBOM_SBOM_PRINT_H

#include "sbom/sbom_graph.h"
#include "sbom/sbom_quality.h"

/* Adds the members "standards" and "package_count" (docs/api.yaml, SbomQuality). */
void sbom_print_quality_json(
    struct buf *out, const struct sbom_quality *quality, const struct sbom *sbom);
/* The same as a table for people, of one standard, or of all when it is -1. */
void sbom_print_quality(
    struct buf *out, const struct sbom_quality *quality, const struct sbom *sbom, int standard);

/* Adds what is odd in the document, a line each and each behind indent: the first most, and how one sees the rest. */
void sbom_print_oddities(struct buf *out, const struct sbom *sbom, const char *indent, size_t most);
/* Adds all of it as the member "oddities", a list of places and texts. */
void sbom_print_oddities_json(struct buf *out, const struct sbom *sbom);

/* Adds the members of the document: format, subject, tool, time, counts (docs/sbom.md, "kenzen-sbom/1"). */
void sbom_print_head_json(struct buf *out, const struct sbom *sbom);
/* The same in some lines. */
void sbom_print_head(struct buf *out, const struct sbom *sbom);

/* Adds one component as an object, with its facts and the shortest path to it. */
void sbom_print_component_json(
    struct buf *out, const struct sbom *sbom, const struct sbom_paths *paths, uint32_t component);

/* Adds the member "path": a shortest way from the subject, the component last, as objects with name and version; null when none is
   known. At most SBOM_PRINT_PATH of them, the last ones. */
enum { SBOM_PRINT_PATH = 32 };
void sbom_print_path_json(
    struct buf *out, const struct sbom *sbom, const struct sbom_paths *paths, uint32_t component);

/* Adds the tree of dependencies, each component's own once. */
void sbom_print_tree(
    struct buf *out, const struct sbom *sbom, const struct sbom_graph *graph, struct arena *arena);

/* "lodash 4.17.20", safe to show on a terminal. */
void sbom_print_label(struct buf *out, const struct sbom_component *component);

const char *sbom_print_fact_name(enum sbom_fact_kind kind); /* "supplier", "hash" … */

#endif
