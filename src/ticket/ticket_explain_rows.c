/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_explain.h"

#define SELECT_VERSION                                                                             \
    "SELECT v.ecosystem, v.name, v.version, v.source_package, v.source_version, v.arch, v.module, "

static bool read_rows(const struct db_rows *rows, struct arena *arena,
    struct ticket_explain_component **ret_components, size_t *ret_count, struct err *err)
{
    struct ticket_explain_component *list = arena_take_array(arena, rows->count, sizeof *list);
    for (size_t i = 0; list && i < rows->count; i++) {
        bool has_place = !db_is_null(rows, i, 8);
        list[i].component = (struct sbom_component){.ecosystem = db_text(rows, i, 0),
            .name = db_text(rows, i, 1),
            .package = db_text(rows, i, 1),
            .version = db_text(rows, i, 2),
            .source_package = db_text(rows, i, 3),
            .source_version = db_text(rows, i, 4),
            .arch = db_text(rows, i, 5),
            .module = db_text(rows, i, 6),
            .purl = db_text(rows, i, 7),
            .owner_ecosystem = db_text(rows, i, 10),
            .owner_package = db_text(rows, i, 11),
            .is_package = true};
        if (has_place)
            list[i].place = arena_format(arena, "%lld", (long long)db_int(rows, i, 8) + 1);
        list[i].twin_count = has_place ? (size_t)db_int(rows, i, 9) - 1 : 0;
    }
    *ret_components = list;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool ticket_explain_components(struct db *db, const struct ticket *ticket, struct arena *arena,
    struct ticket_explain_component **ret_components, size_t *ret_count, bool *ret_is_present,
    struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            SELECT_VERSION "min(o.purl), min(o.position), count(*),"
                           /* What lies there once without an owner is judged by itself. */
                           " min(o.owner_ecosystem), min(o.owner_package)"
                           " FROM sbom b JOIN occurrence o ON o.sbom_id = b.id"
                           " JOIN package_version v ON v.id = o.package_version_id"
                           " WHERE b.part_id = $1 AND b.is_current = 1 AND v.ecosystem = $2"
                           " AND (v.name = $3 OR v.source_package = $3)"
                           " GROUP BY v.id, v.ecosystem, v.name, v.version, v.source_package,"
                           " v.source_version, v.arch, v.module ORDER BY v.name, v.version, v.id",
            DB_ARGS(DB_INT(ticket->part_id), DB_TEXT(ticket->ecosystem), DB_TEXT(ticket->package)),
            arena, &rows, err))
        return false;
    *ret_is_present = rows.count > 0;
    if (rows.count == 0 &&
        !db_query(db,
            SELECT_VERSION
            "'', NULL, NULL, '', '' FROM ticket_occurrence o"
            " JOIN package_version v ON v.id = o.package_version_id WHERE o.ticket_id = $1"
            " ORDER BY v.name, v.version, v.id",
            DB_ARGS(DB_INT(ticket->id)), arena, &rows, err))
        return false;
    return read_rows(&rows, arena, ret_components, ret_count, err);
}
