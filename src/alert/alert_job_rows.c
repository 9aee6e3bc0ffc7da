/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_job_rows.h"

#include "alert/alert_plan.h"

bool alert_job_rows_due(struct db *db, int64_t now_us, struct arena *arena, int64_t **ret_team_ids,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT team_id FROM alert_note GROUP BY team_id HAVING MIN(at_us) <= $1 OR"
            " (MIN(at_us) <= $2 AND MAX(at_us) <= $3)"
            " UNION SELECT team_id FROM alert_team WHERE next_us <= $4",
            DB_ARGS(DB_INT(now_us - ALERT_PLAN_GATHER_MOST_US),
                DB_INT(now_us - ALERT_PLAN_GATHER_US), DB_INT(now_us - ALERT_PLAN_SETTLE_US),
                DB_INT(now_us)),
            arena, &rows, err))
        return false;
    int64_t *ids = arena_take_array(arena, rows.count, sizeof *ids);
    for (size_t i = 0; ids && i < rows.count; i++)
        ids[i] = db_int(&rows, i, 0);
    *ret_team_ids = ids;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool alert_job_rows_begin(struct db *db, int64_t now_us, struct err *err)
{
    return db_run(db,
        "INSERT INTO alert_team (team_id, morning_day, ran_us, next_us)"
        " SELECT t.id, -1, 0, CAST($1 AS BIGINT) FROM team t WHERE t.deleted_us IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM alert_team a WHERE a.team_id = t.id)"
        " ON CONFLICT (team_id) DO NOTHING",
        DB_ARGS(DB_INT(now_us)), NULL, err);
}

bool alert_job_rows_forget(struct db *db, int64_t team_id, struct err *err)
{
    static const char *const statements[] = {"DELETE FROM alert_note WHERE team_id = $1",
        "DELETE FROM alert_hold WHERE team_id = $1", "DELETE FROM alert_team WHERE team_id = $1"};
    for (size_t i = 0; i < LEN_OF(statements); i++)
        if (!db_run(db, statements[i], DB_ARGS(DB_INT(team_id)), NULL, err))
            return false;
    return true;
}

bool alert_job_rows_forget_channels(struct db *db, int64_t now_us, struct err *err)
{
    static const char *const tables[] = {
        "alert_told", "alert_hold", "alert_quiet", "alert_morning"};
    char sql[256];
    for (size_t i = 0; i < LEN_OF(tables); i++) {
        snprintf(sql, sizeof sql,
            "DELETE FROM %s WHERE channel_id IN"
            " (SELECT c.id FROM alert_channel c WHERE c.deleted_us IS NOT NULL)",
            tables[i]);
        if (!db_run(db, sql, DB_NO_ARGS, NULL, err))
            return false;
    }
    return db_run(
        db, "DELETE FROM alert_mute WHERE until_us < $1", DB_ARGS(DB_INT(now_us)), NULL, err);
}
