/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_in.h"
#include "ticket/ticket_path.h"

/* More places of one package version than this are not looked at: they are alike. */
enum { PLACES = 1000 };

bool ticket_path_places(const struct ticket_paths *paths, int64_t package_version_id,
    int64_t **ret_positions, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(paths->db,
            "SELECT position FROM occurrence WHERE package_version_id = $1 AND sbom_id = $2"
            " ORDER BY position LIMIT $3",
            DB_ARGS(DB_INT(package_version_id), DB_INT(paths->sbom_id), DB_INT(PLACES)),
            paths->arena, &rows, err))
        return false;
    *ret_positions = arena_take_array(paths->arena, rows.count, sizeof **ret_positions);
    for (size_t i = 0; *ret_positions && i < rows.count; i++)
        (*ret_positions)[i] = db_int(&rows, i, 0);
    *ret_count = rows.count;
    return arena_check(paths->arena, err);
}

static void name_step(struct ticket_path *path, const struct db_rows *rows, size_t row)
{
    for (size_t i = 0; i < path->count; i++)
        if (path->steps[i].position == db_int(rows, row, 0)) {
            path->steps[i].name = db_text(rows, row, 1);
            path->steps[i].version = db_text(rows, row, 2);
        }
}

bool ticket_path_names(const struct ticket_paths *paths, struct ticket_path *path, struct err *err)
{
    struct db_value positions[TICKET_PATH_STEPS];
    struct db_rows rows;
    for (size_t i = 0; i < path->count; i++)
        positions[i] = DB_INT(path->steps[i].position);
    if (!db_in_query(paths->db,
            "SELECT o.position, o.name, v.version FROM occurrence o"
            " JOIN package_version v ON v.id = o.package_version_id"
            " WHERE o.sbom_id = $1 AND o.position IN",
            DB_ARGS(DB_INT(paths->sbom_id)), (struct db_args){positions, path->count}, "",
            paths->arena, &rows, err))
        return false;
    for (size_t row = 0; row < rows.count; row++)
        name_step(path, &rows, row);
    return true;
}
