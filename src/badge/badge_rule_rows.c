/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_rule.h"

#define RULE_SELECT                                                                                \
    "SELECT r.id, r.name, r.series, r.condition, r.is_enabled, r.since_us, r.cursor,"              \
    " r.judged_quarter, r.created_us, r.updated_us, r.updated_by, a.name,"                         \
    " (SELECT count(*) FROM badge b WHERE b.rule_id = r.id AND b.revoked_us IS NULL)"              \
    " FROM badge_rule r LEFT JOIN account a ON a.id = r.updated_by WHERE r.deleted_us IS NULL "

static bool read_condition(struct text json, struct badge_condition *ret_condition, struct err *err)
{
    struct json doc = {0};
    if (!json_read(&doc, json, err))
        return false;
    bool is_read = badge_condition_read(json_root(&doc), "condition", ret_condition, err);
    json_done(&doc);
    return is_read;
}

static bool read_rule(
    const struct db_rows *rows, size_t row, struct badge_rule *ret_rule, struct err *err)
{
    *ret_rule = (struct badge_rule){.id = db_int(rows, row, 0),
        .name = db_text(rows, row, 1),
        .series = db_text(rows, row, 2),
        .is_enabled = db_int(rows, row, 4) != 0,
        .since_us = db_int(rows, row, 5),
        .cursor = db_int(rows, row, 6),
        .judged_quarter = db_int(rows, row, 7),
        .created_us = db_int(rows, row, 8),
        .updated_us = db_int(rows, row, 9),
        .updated_by = db_int(rows, row, 10),
        .updater_name = db_text(rows, row, 11),
        .issued = db_int(rows, row, 12)};
    return read_condition(db_text(rows, row, 3), &ret_rule->condition, err) ||
           err_add(err, "rule %lld", (long long)ret_rule->id);
}

bool badge_rule_find(
    struct db *db, int64_t id, struct arena *arena, struct badge_rule *ret_rule, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, RULE_SELECT "AND r.id = $1", DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    return rows.count ? read_rule(&rows, 0, ret_rule, err)
                      : err_set(err, ERR_NOT_FOUND, "there is no such rule");
}

bool badge_rule_list(struct db *db, struct arena *arena, struct badge_rule **ret_rules,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, RULE_SELECT "ORDER BY r.id", DB_NO_ARGS, arena, &rows, err))
        return false;
    struct badge_rule *rules = arena_take_array(arena, rows.count, sizeof *rules);
    if (!arena_check(arena, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (!read_rule(&rows, i, &rules[i], err))
            return false;
    *ret_rules = rules;
    *ret_count = rows.count;
    return true;
}

bool badge_rule_rows_add(struct db *db, const struct badge_rule *rule, struct err *err)
{
    struct buf condition;
    buf_init(&condition, SIZE_MAX);
    badge_condition_print(&condition, &rule->condition);
    bool is_ok = db_run(db,
        "INSERT INTO badge_rule (id, name, series, condition, is_enabled, since_us, cursor,"
        " created_us, created_by, updated_us, updated_by) VALUES ($1, $2, $3, $4, $5, $6, 0, $7,"
        " $8, $9, $8)",
        DB_ARGS(DB_INT(rule->id), DB_TEXT(rule->name), DB_TEXT(rule->series),
            DB_TEXT(buf_text(&condition)), DB_INT(rule->is_enabled), DB_INT(rule->since_us),
            DB_INT(rule->created_us), DB_ID(rule->updated_by), DB_INT(rule->updated_us)),
        NULL, err);
    buf_done(&condition);
    return is_ok;
}

bool badge_rule_rows_set(
    struct db *db, const struct badge_rule *rule, bool looks_anew, struct err *err)
{
    struct buf condition;
    buf_init(&condition, SIZE_MAX);
    badge_condition_print(&condition, &rule->condition);
    bool is_ok = db_run(db,
        "UPDATE badge_rule SET name = $2, series = $3, condition = $4, is_enabled = $5,"
        " since_us = $6, updated_us = $7, updated_by = $8,"
        " cursor = CASE WHEN CAST($9 AS BIGINT) = 1 THEN 0 ELSE cursor END,"
        " judged_quarter = CASE WHEN CAST($9 AS BIGINT) = 1 THEN 0 ELSE judged_quarter END"
        " WHERE id = $1 AND deleted_us IS NULL",
        DB_ARGS(DB_INT(rule->id), DB_TEXT(rule->name), DB_TEXT(rule->series),
            DB_TEXT(buf_text(&condition)), DB_INT(rule->is_enabled), DB_INT(rule->since_us),
            DB_INT(rule->updated_us), DB_ID(rule->updated_by), DB_INT(looks_anew)),
        NULL, err);
    buf_done(&condition);
    return is_ok && (!looks_anew || db_run(db, "DELETE FROM badge_act WHERE rule_id = $1",
                                        DB_ARGS(DB_INT(rule->id)), NULL, err));
}

bool badge_rule_rows_delete(struct db *db, int64_t id, int64_t by, int64_t now_us, struct err *err)
{
    return db_run(db,
               "UPDATE badge_rule SET deleted_us = $2, updated_us = $2, updated_by = $3,"
               " is_enabled = 0 WHERE id = $1",
               DB_ARGS(DB_INT(id), DB_INT(now_us), DB_ID(by)), NULL, err) &&
           db_run(db, "DELETE FROM badge_act WHERE rule_id = $1", DB_ARGS(DB_INT(id)), NULL, err);
}

bool badge_rule_rows_move(struct db *db, const struct badge_rule *rule, int64_t cursor,
    bool *ret_is_moved, struct err *err)
{
    int64_t changed;
    if (!db_run(db, "UPDATE badge_rule SET cursor = $2 WHERE id = $1 AND cursor = $3",
            DB_ARGS(DB_INT(rule->id), DB_INT(cursor), DB_INT(rule->cursor)), &changed, err))
        return false;
    *ret_is_moved = changed == 1;
    return true;
}

bool badge_rule_rows_judged(struct db *db, int64_t id, int64_t quarter, struct err *err)
{
    return db_run(db,
        "UPDATE badge_rule SET judged_quarter = $2 WHERE id = $1 AND judged_quarter < $2",
        DB_ARGS(DB_INT(id), DB_INT(quarter)), NULL, err);
}

bool badge_rule_rows_behind(struct db *db, int64_t *ret_cursor, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "SELECT min(cursor) FROM badge_rule WHERE is_enabled = 1 AND deleted_us IS NULL",
        DB_NO_ARGS, &arena, &rows, err);
    if (is_ok)
        *ret_cursor = db_is_null(&rows, 0, 0) ? -1 : db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_ok;
}
