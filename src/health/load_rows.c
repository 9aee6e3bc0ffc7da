/* SPDX-License-Identifier: Apache-2.0 */
#include "health/load.h"

static void add(struct load *to, const struct load *more)
{
    to->open += more->open;
    to->overdue += more->overdue;
    to->ended += more->ended;
}

static bool take_rows(struct load_list *list, const struct db_rows *rows,
    const struct api_principal *who, struct arena *arena, struct err *err)
{
    list->at = arena_take_array(arena, rows->count, sizeof *list->at);
    for (size_t i = 0; list->at && i < rows->count; i++) {
        struct load load = {.account_id = db_int(rows, i, 0),
            .name = db_text(rows, i, 1),
            .open = db_int(rows, i, 2),
            .overdue = db_int(rows, i, 3),
            .ended = db_int(rows, i, 4)};
        add(&list->sum, &load);
        if (!load.account_id)
            list->unassigned = load.open;
        list->person_count += load.account_id != 0;
        if (load.account_id && (list->is_whole || load.account_id == who->account_id))
            list->at[list->count++] = load;
    }
    return arena_check(arena, err);
}

bool load_read(struct db *db, const struct api_principal *who, int64_t team_id, int64_t from_us,
    int64_t now_us, struct arena *arena, struct load_list *ret_list, struct err *err)
{
    struct db_rows rows;
    struct team team;
    struct load_list list = {0};
    if (!team_find(db, who, team_id, RIGHT_HEALTH_READ, arena, &team, err))
        return false;
    list.is_whole = right_has(who->roles, team.role, RIGHT_TEAM_MANAGE);
    if (!db_query(db,
            "SELECT x.assignee_id, a.name, CAST(sum(x.is_open) AS BIGINT) AS open_count,"
            " CAST(sum(x.is_overdue) AS BIGINT), CAST(sum(x.is_ended) AS BIGINT) FROM ("
            "SELECT t.assignee_id, 1 AS is_open, CASE WHEN t.due_us < $2 THEN 1 ELSE 0 END AS"
            " is_overdue, 0 AS is_ended FROM ticket t JOIN service s ON s.id = t.service_id"
            " WHERE t.team_id = $1 AND t.is_done = 0 AND s.deleted_us IS NULL UNION ALL"
            " SELECT t.assignee_id, 0, 0, 1 FROM ticket t JOIN service s ON s.id = t.service_id"
            " WHERE t.team_id = $1 AND t.is_done = 1 AND t.updated_us >= $3"
            " AND COALESCE(t.closed_us, t.updated_us) >= $3 AND s.deleted_us IS NULL"
            ") x LEFT JOIN account a ON a.id = x.assignee_id GROUP BY x.assignee_id, a.name"
            " ORDER BY open_count DESC, a.name NULLS LAST",
            DB_ARGS(DB_INT(team_id), DB_INT(now_us), DB_INT(from_us)), arena, &rows, err) ||
        !take_rows(&list, &rows, who, arena, err))
        return false;
    *ret_list = list;
    return true;
}
