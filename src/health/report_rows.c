/* SPDX-License-Identifier: Apache-2.0 */
#include "health/report.h"
#include "journal/journal_tree_rows.h"

#define COLUMNS "r.id, r.team_id, r.from_us, r.to_us, r.made_us, r.made_by, m.name, a.name"
#define FROM                                                                                       \
    " FROM report r LEFT JOIN team m ON m.id = r.team_id JOIN account a ON a.id = r.made_by WHERE "
/* Of the organisation: who sees every team's health sees it. */
#define SEES                                                                                       \
    "(CASE WHEN r.team_id IS NULL THEN CAST($2 AS BIGINT) = 0 ELSE " TEAM_SEES_HEALTH(             \
        "r.team_id", "$1", "$2") " END)"

bool report_rows_add(struct db *db, const struct report *report, struct err *err)
{
    return db_run(db,
        "INSERT INTO report (id, team_id, from_us, to_us, made_us, made_by, body) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        DB_ARGS(DB_INT(report->id), DB_ID(report->team_id), DB_INT(report->from_us),
            DB_INT(report->to_us), DB_INT(report->made_us), DB_INT(report->made_by),
            DB_TEXT(report->body)),
        NULL, err);
}

static struct report read_report(const struct db_rows *rows, size_t row)
{
    return (struct report){.id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .from_us = db_int(rows, row, 2),
        .to_us = db_int(rows, row, 3),
        .made_us = db_int(rows, row, 4),
        .made_by = db_int(rows, row, 5),
        .team_name = db_text(rows, row, 6),
        .maker_name = db_text(rows, row, 7)};
}

bool report_find(struct db *db, const struct api_principal *who, int64_t id, struct arena *arena,
    struct report *ret_report, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT " COLUMNS ", r.body" FROM SEES " AND r.id = $3",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_HEALTH_READ), DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such report");
    *ret_report = read_report(&rows, 0);
    ret_report->body = db_text(&rows, 0, 8);
    return true;
}

bool report_list(struct db *db, const struct api_principal *who, int64_t team_id, int64_t before_id,
    size_t limit, struct arena *arena, struct report **ret_reports, size_t *ret_count,
    struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT " COLUMNS FROM SEES
            " AND (CAST($3 AS BIGINT) = 0 OR r.team_id = $3) AND r.id < $4 ORDER BY r.id DESC LIMIT $5",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_HEALTH_READ), DB_INT(team_id), DB_INT(before_id),
                DB_INT((int64_t)limit)),
            arena, &rows, err))
        return false;
    struct report *reports = arena_take_array(arena, rows.count, sizeof *reports);
    for (size_t i = 0; reports && i < rows.count; i++)
        reports[i] = read_report(&rows, i);
    *ret_reports = reports;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool report_rows_entry(struct db *db, int64_t id, struct arena *arena, struct text *ret_facts,
    int64_t *ret_seq, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT e.facts, COALESCE(e.seq, -1) FROM journal_entry e WHERE e.object_id = $1 AND e.kind = 'report.made'",
            DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "the journal knows of no such report");
    *ret_facts = db_text(&rows, 0, 0);
    *ret_seq = db_int(&rows, 0, 1);
    return true;
}

bool report_rows_entries(struct db *db, const struct report_span *span, int64_t after_seq,
    size_t limit, struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    return db_query(db,
        "SELECT " JOURNAL_TREE_ROWS_COLUMNS
        " FROM journal_entry e WHERE e.seq > $1 AND e.seq < $2 AND e.at_us >= $3 AND e.at_us < $4"
        " AND (CAST($5 AS BIGINT) = 0 OR e.team_id = $5) ORDER BY e.seq LIMIT $6",
        DB_ARGS(DB_INT(after_seq), DB_INT(span->size), DB_INT(span->from_us), DB_INT(span->to_us),
            DB_INT(span->team_id), DB_INT((int64_t)limit)),
        arena, ret_rows, err);
}
