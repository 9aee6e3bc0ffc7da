/* SPDX-License-Identifier: Apache-2.0 */
#include "health/goal.h"

#define GOAL_SELECT                                                                                \
    "SELECT h.id, h.team_id, h.kind, h.target, h.within_days, h.note, h.from_day, h.until_day,"    \
    " h.state, h.ended_us, h.ended_by, h.ended_value, h.created_by, h.created_us, c.name, e.name"  \
    " FROM health_goal h JOIN account c ON c.id = h.created_by"                                    \
    " LEFT JOIN account e ON e.id = h.ended_by "
enum { COLUMNS = 16 };

static enum goal_state read_state(struct text word)
{
    int state = GOAL_RUNNING;
    while (state < GOAL_WITHDRAWN && !text_is(word, goal_state_word((enum goal_state)state)))
        state++;
    return (enum goal_state)state;
}

static struct goal read_goal(const struct db_rows *rows, size_t row)
{
    struct goal goal = {.id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .target = db_int(rows, row, 3),
        .within_days = db_int(rows, row, 4),
        .note = db_text(rows, row, 5),
        .from_day = db_int(rows, row, 6),
        .until_day = db_int(rows, row, 7),
        .state = read_state(db_text(rows, row, 8)),
        .ended_us = db_int(rows, row, 9),
        .ended_by = db_int(rows, row, 10),
        .has_value = !db_is_null(rows, row, 11),
        .value = db_int(rows, row, 11),
        .created_by = db_int(rows, row, 12),
        .created_us = db_int(rows, row, 13),
        .creator_name = db_text(rows, row, 14),
        .ender_name = db_text(rows, row, 15)};
    goal.is_met = goal.state == GOAL_REACHED;
    /* The table's own check lets no other word in. */
    if (!goal_kind_read(db_text(rows, row, 2), &goal.kind))
        goal.kind = GOAL_BACKLOG;
    return goal;
}

static bool read_goals(const struct db_rows *rows, struct arena *arena, struct goal **ret_goals,
    size_t *ret_count, struct err *err)
{
    struct goal *goals = arena_take_array(arena, rows->count, sizeof *goals);
    for (size_t i = 0; goals && i < rows->count; i++)
        goals[i] = read_goal(rows, i);
    *ret_goals = goals;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool goal_list(struct db *db, int64_t team_id, int64_t before_id, size_t limit, struct arena *arena,
    struct goal **ret_goals, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               GOAL_SELECT "WHERE h.team_id = $1 AND h.id < $2 ORDER BY h.id DESC LIMIT $3",
               DB_ARGS(DB_INT(team_id), DB_INT(before_id), DB_INT((int64_t)limit)), arena, &rows,
               err) &&
           read_goals(&rows, arena, ret_goals, ret_count, err);
}

bool goal_list_running(struct db *db, int64_t team_id, struct arena *arena, struct goal **ret_goals,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db, GOAL_SELECT "WHERE h.team_id = $1 AND h.state = 'running' ORDER BY h.id",
               DB_ARGS(DB_INT(team_id)), arena, &rows, err) &&
           read_goals(&rows, arena, ret_goals, ret_count, err);
}

bool goal_find(struct db *db, const struct api_principal *who, int64_t id, enum right right,
    struct arena *arena, struct goal *ret_goal, struct err *err)
{
    struct db_rows rows;
    struct team team;
    if (!db_query(db, GOAL_SELECT "WHERE h.id = $1", DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such goal");
    struct goal goal = read_goal(&rows, 0);
    if (!team_find(db, who, goal.team_id, right, arena, &team, err))
        return err->code == ERR_NOT_FOUND ? err_set(err, ERR_NOT_FOUND, "there is no such goal")
                                          : false;
    *ret_goal = goal;
    return true;
}

bool goal_add(struct db *db, const struct goal *goal, struct err *err)
{
    return db_run(db,
        "INSERT INTO health_goal (id, team_id, kind, target, within_days, note, from_day, until_day,"
        " state, created_by, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        DB_ARGS(DB_INT(goal->id), DB_INT(goal->team_id),
            DB_TEXT(text_of(goal_kind_word(goal->kind))), DB_INT(goal->target),
            DB_ID(goal->within_days), DB_TEXT(goal->note), DB_INT(goal->from_day),
            DB_INT(goal->until_day), DB_TEXT(text_of(goal_state_word(goal->state))),
            DB_INT(goal->created_by), DB_INT(goal->created_us)),
        NULL, err);
}

bool goal_end(struct db *db, const struct goal *goal, struct err *err)
{
    return db_run(db,
        "UPDATE health_goal SET state = $2, ended_us = $3, ended_by = $4, ended_value = $5"
        " WHERE id = $1",
        DB_ARGS(DB_INT(goal->id), DB_TEXT(text_of(goal_state_word(goal->state))),
            DB_INT(goal->ended_us), DB_ID(goal->ended_by),
            goal->has_value ? DB_INT(goal->value) : DB_NULL),
        NULL, err);
}

bool goal_count_waiting(struct db *db, int64_t team_id, int64_t from_us, int64_t until_us,
    int64_t *ret_count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "SELECT count(*) FROM ticket t JOIN service s ON s.id = t.service_id WHERE t.team_id = $1"
        " AND t.is_done = 0 AND t.state = 'open' AND t.created_us >= $2 AND t.created_us < $3"
        " AND s.deleted_us IS NULL",
        DB_ARGS(DB_INT(team_id), DB_INT(from_us), DB_INT(until_us)), &arena, &rows, err);
    if (is_ok)
        *ret_count = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_ok;
}
