/* SPDX-License-Identifier: Apache-2.0 */
#include "health/feedback.h"

#define FEEDBACK_SELECT                                                                            \
    "SELECT f.id, f.team_id, f.day, f.thread_id, f.is_answer, f.text, f.author_id, f.created_us,"  \
    " f.corrects_id, f.withdrawn_us, f.withdrawn_by,"                                              \
    " (SELECT n.id FROM health_feedback n WHERE n.corrects_id = f.id), a.name"                     \
    " FROM health_feedback f JOIN account a ON a.id = f.author_id "

static struct feedback read_entry(const struct db_rows *rows, size_t row)
{
    return (struct feedback){.id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .day = db_int(rows, row, 2),
        .thread_id = db_int(rows, row, 3),
        .is_answer = db_int(rows, row, 4) != 0,
        .text = db_text(rows, row, 5),
        .author_id = db_int(rows, row, 6),
        .created_us = db_int(rows, row, 7),
        .corrects_id = db_int(rows, row, 8),
        .withdrawn_us = db_int(rows, row, 9),
        .withdrawn_by = db_int(rows, row, 10),
        .corrected_by_id = db_int(rows, row, 11),
        .author_name = db_text(rows, row, 12)};
}

bool feedback_find(struct db *db, const struct api_principal *who, int64_t id, enum right right,
    struct arena *arena, struct feedback *ret_entry, struct err *err)
{
    struct db_rows rows;
    struct team team;
    if (!db_query(db, FEEDBACK_SELECT "WHERE f.id = $1", DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such feedback");
    struct feedback entry = read_entry(&rows, 0);
    if (!team_find(db, who, entry.team_id, right, arena, &team, err))
        return err->code == ERR_NOT_FOUND ? err_set(err, ERR_NOT_FOUND, "there is no such feedback")
                                          : false;
    *ret_entry = entry;
    return true;
}

bool feedback_list(struct db *db, const struct feedback_query *query, struct arena *arena,
    struct feedback **ret_entries, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            FEEDBACK_SELECT
            "WHERE f.team_id = $1 AND f.day = $2 AND (f.thread_id > $3 OR (f.thread_id = $3"
            " AND f.id > $4)) ORDER BY f.thread_id, f.id LIMIT $5",
            DB_ARGS(DB_INT(query->team_id), DB_INT(query->day), DB_INT(query->after_thread_id),
                DB_INT(query->after_id), DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct feedback *entries = arena_take_array(arena, rows.count, sizeof *entries);
    for (size_t i = 0; entries && i < rows.count; i++)
        entries[i] = read_entry(&rows, i);
    *ret_entries = entries;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool feedback_list_weeks(struct db *db, int64_t team_id, int64_t before_day, size_t limit,
    struct arena *arena, struct feedback_sum **ret_weeks, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT f.day, count(*), max(f.created_us) FROM health_feedback f WHERE f.team_id = $1"
            " AND f.day < $2 AND f.withdrawn_us IS NULL AND NOT EXISTS (SELECT 1 FROM"
            " health_feedback n WHERE n.corrects_id = f.id) GROUP BY f.day ORDER BY f.day DESC"
            " LIMIT $3",
            DB_ARGS(DB_INT(team_id), DB_INT(before_day), DB_INT((int64_t)limit)), arena, &rows,
            err))
        return false;
    struct feedback_sum *weeks = arena_take_array(arena, rows.count, sizeof *weeks);
    for (size_t i = 0; weeks && i < rows.count; i++)
        weeks[i] =
            (struct feedback_sum){db_int(&rows, i, 0), db_int(&rows, i, 1), db_int(&rows, i, 2)};
    *ret_weeks = weeks;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool feedback_count(
    struct db *db, int64_t team_id, int64_t day, int64_t *ret_count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok =
        db_query(db, "SELECT count(*) FROM health_feedback WHERE team_id = $1 AND day = $2",
            DB_ARGS(DB_INT(team_id), DB_INT(day)), &arena, &rows, err);
    if (is_ok)
        *ret_count = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_ok;
}

bool feedback_add(struct db *db, const struct feedback *entry, struct err *err)
{
    return db_run(db,
        "INSERT INTO health_feedback (id, team_id, day, thread_id, is_answer, text, author_id,"
        " created_us, corrects_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        DB_ARGS(DB_INT(entry->id), DB_INT(entry->team_id), DB_INT(entry->day),
            DB_INT(entry->thread_id), DB_INT(entry->is_answer), DB_TEXT(entry->text),
            DB_INT(entry->author_id), DB_INT(entry->created_us), DB_ID(entry->corrects_id)),
        NULL, err);
}

bool feedback_mark_withdrawn(struct db *db, const struct feedback *entry, struct err *err)
{
    return db_run(db,
        "UPDATE health_feedback SET withdrawn_us = $2, withdrawn_by = $3 WHERE id = $1",
        DB_ARGS(DB_INT(entry->id), DB_INT(entry->withdrawn_us), DB_INT(entry->withdrawn_by)), NULL,
        err);
}

bool feedback_list_authors(struct db *db, int64_t thread_id, int64_t but_id, struct arena *arena,
    int64_t **ret_ids, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT DISTINCT f.author_id FROM health_feedback f JOIN account a ON a.id ="
            " f.author_id WHERE f.thread_id = $1 AND f.author_id <> $2 AND a.disabled_us IS NULL",
            DB_ARGS(DB_INT(thread_id), DB_INT(but_id)), arena, &rows, err))
        return false;
    int64_t *ids = arena_take_array(arena, rows.count, sizeof *ids);
    for (size_t i = 0; ids && i < rows.count; i++)
        ids[i] = db_int(&rows, i, 0);
    *ret_ids = ids;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
