/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_graph_rows.h"

bool sbom_graph_rows_write(
    struct db *db, int64_t sbom_id, const struct sbom *sbom, struct arena *arena, struct err *err)
{
    struct sbom_graph graph;
    struct buf bytes;
    if (!sbom_graph_make(&graph, sbom, arena))
        return arena_check(arena, err);
    buf_init(&bytes, SIZE_MAX);
    sbom_graph_print(&graph, &bytes);
    bool is_done = db_run(db, "INSERT INTO sbom_graph (sbom_id, bytes) VALUES ($1, $2)",
        DB_ARGS(DB_INT(sbom_id), DB_BLOB(buf_text(&bytes))), NULL, err);
    buf_done(&bytes);
    return is_done;
}

bool sbom_graph_rows_read(struct db *db, int64_t sbom_id, size_t component_count,
    struct arena *arena, struct sbom_graph_known *ret_known, struct err *err)
{
    struct db_rows rows;
    struct sbom_graph_known known = {0};
    if (!db_query(db, "SELECT bytes FROM sbom_graph WHERE sbom_id = $1", DB_ARGS(DB_INT(sbom_id)),
            arena, &rows, err))
        return false;
    known.is_known = rows.count > 0;
    if (known.is_known &&
        !sbom_graph_read(&known.graph, db_text(&rows, 0, 0), component_count, arena, err))
        return false;
    if (known.is_known && !sbom_graph_find_paths(&known.paths, &known.graph, arena))
        return arena_check(arena, err);
    *ret_known = known;
    return true;
}
