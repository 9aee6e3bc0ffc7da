/* SPDX-License-Identifier: Apache-2.0 */
/* The dependencies of SBOMs in the database.
   Example: sbom_graph_rows_read(db, sbom_id, count, arena, &known, err); if (known.is_known) … known.paths.via[position] */
#ifndef SBOM_SBOM_GRAPH_ROWS_H
#define SBOM_SBOM_GRAPH_ROWS_H

#include "sbom/sbom_graph.h"
#include "store/db.h"

/* Must run inside a transaction; fails with ERR_LIMIT when arena is spent. */
MUST_USE bool sbom_graph_rows_write(
    struct db *db, int64_t sbom_id, const struct sbom *sbom, struct arena *arena, struct err *err);

struct sbom_graph_known {
    bool is_known; /* false for an SBOM that was stored before dependencies were */
    struct sbom_graph graph;
    struct sbom_paths paths;
};

/* component_count: of the SBOM, by which what is stored is checked. */
MUST_USE bool sbom_graph_rows_read(struct db *db, int64_t sbom_id, size_t component_count,
    struct arena *arena, struct sbom_graph_known *ret_known, struct err *err);

#endif
