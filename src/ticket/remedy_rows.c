/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/remedy.h"

static void read_row(struct remedy_row *row, const struct db_rows *rows, size_t i)
{
    *row = (struct remedy_row){
        .ticket_id = db_int(rows, i, 0),
        .team_id = db_int(rows, i, 1),
        .service_id = db_int(rows, i, 2),
        .part_id = db_int(rows, i, 3),
        .ecosystem = db_text(rows, i, 4),
        .package = db_text(rows, i, 5),
        .priority = db_int(rows, i, 6),
        .service = db_text(rows, i, 7),
        .part = db_text(rows, i, 8),
        .package_version_id = db_int(rows, i, 9),
        .version = db_text(rows, i, 10),
        .fixed = db_text(rows, i, 11),
    };
}

bool remedy_rows(struct db *db, const struct api_principal *who, const struct remedy_query *query,
    struct arena *arena, struct remedy_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT t.id, t.team_id, t.service_id, t.part_id, t.ecosystem, t.package, t.priority, "
            "s.name, p.name, o.package_version_id, v.version, o.fixed FROM ticket t "
            "JOIN service s ON s.id = t.service_id JOIN part p ON p.id = t.part_id "
            "JOIN ticket_occurrence o ON o.ticket_id = t.id "
            "JOIN package_version v ON v.id = o.package_version_id "
            "WHERE t.is_done = 0 AND " TEAM_SEES("t.team_id", "$1",
                "$2") " "
                      "AND (CAST($3 AS BIGINT) = 0 OR t.team_id = $3) "
                      "AND (CAST($4 AS BIGINT) = 0 OR t.service_id = $4) "
                      "AND (CAST($5 AS BIGINT) = 0 OR t.part_id = $5) "
                      "AND (CAST($6 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM ticket one WHERE one.id = $6 "
                      "AND one.part_id = t.part_id AND one.ecosystem = t.ecosystem "
                      "AND one.package = t.package)) "
                      "ORDER BY t.part_id, t.ecosystem, t.package, t.id, o.package_version_id LIMIT $7",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_TICKET_READ), DB_INT(query->team_id),
                DB_INT(query->service_id), DB_INT(query->part_id), DB_INT(query->ticket_id),
                DB_INT((int64_t)REMEDY_ROWS_MAX + 1)),
            arena, &rows, err))
        return false;
    if (rows.count > REMEDY_ROWS_MAX)
        return err_set(err, ERR_LIMIT,
            "more than %d open tickets: choose a team, a service or a part", REMEDY_ROWS_MAX);
    struct remedy_row *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        read_row(&list[i], &rows, i);
    *ret_rows = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
