/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_path.h"

#include "sbom/sbom_rows.h"

bool ticket_path_open(struct ticket_paths *ret_paths, struct db *db, int64_t part_id,
    struct arena *arena, struct err *err)
{
    struct ticket_paths paths = {.db = db, .arena = arena};
    struct sbom_row *rows;
    size_t count;
    if (!sbom_rows_current(db, DB_ARGS(DB_INT(part_id)), arena, &rows, &count, err))
        return false;
    if (count) {
        paths.sbom_id = rows[0].id;
        if (!sbom_graph_rows_read(
                db, rows[0].id, (size_t)rows[0].component_count, arena, &paths.known, err))
            return false;
    }
    *ret_paths = paths;
    return true;
}

/* Returns the nearest of the positions that the subject reaches, or SBOM_GRAPH_NONE. */
static uint32_t nearest(
    const struct sbom_graph_known *known, const int64_t *positions, size_t count)
{
    uint32_t best = SBOM_GRAPH_NONE;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = (uint32_t)positions[i];
        if (at >= known->graph.component_count || !sbom_graph_is_reached(&known->paths, at))
            continue;
        if (best == SBOM_GRAPH_NONE || known->paths.depth[at] < known->paths.depth[best])
            best = at;
    }
    return best;
}

bool ticket_path_find(struct ticket_path *ret_path, const struct ticket_paths *paths,
    int64_t package_version_id, struct err *err)
{
    uint32_t steps[TICKET_PATH_STEPS];
    int64_t *positions;
    size_t count;
    *ret_path = (struct ticket_path){0};
    if (!paths->sbom_id || !paths->known.is_known)
        return true;
    if (!ticket_path_places(paths, package_version_id, &positions, &count, err))
        return false;
    uint32_t end = nearest(&paths->known, positions, count);
    if (end == SBOM_GRAPH_NONE)
        return true;
    size_t length = sbom_graph_path(&paths->known.paths, end, steps, LEN_OF(steps));
    struct ticket_path path = {.count = length < LEN_OF(steps) ? length : LEN_OF(steps)};
    path.steps = arena_take_array(paths->arena, path.count, sizeof *path.steps);
    if (!path.steps)
        return arena_check(paths->arena, err);
    for (size_t i = 0; i < path.count; i++)
        path.steps[i].position = steps[i];
    if (!ticket_path_names(paths, &path, err))
        return false;
    *ret_path = path;
    return true;
}
