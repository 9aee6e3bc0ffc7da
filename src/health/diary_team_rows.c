/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"
#include "health/diary.h"
#include "health/diary_sql.h"

/* Of one person and kind. */
struct share {
    int64_t account_id, count;
    enum diary_kind kind;
};

/* $1 the team, $2 to $3 the time, $4 to $5 the days of reading. */
static bool read_shares(struct db *db, int64_t team_id, const struct diary_span *week,
    struct arena *arena, struct share **ret_shares, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT kind, account_id, CAST(sum(bites) AS BIGINT) FROM ("
            "SELECT 0 AS kind, r.account_id AS account_id, count(*) AS bites FROM reading_team r "
            "WHERE r.team_id = $1 AND r.day >= $4 AND r.day < $5 GROUP BY r.account_id "
            "UNION ALL SELECT 1, g.recorded_by, count(*) FROM sighting g "
            "WHERE g.team_id = $1 AND g.created_us >= $2 AND g.created_us < $3 GROUP BY g.recorded_by "
            "UNION ALL SELECT CASE WHEN " DIARY_SQL_IS_ACT
            " THEN 3 ELSE 2 END, e.account_id, count(*) "
            "FROM ticket_event e JOIN ticket k ON k.id = e.ticket_id WHERE k.team_id = $1 "
            "AND e.at_us >= $2 AND e.at_us < $3 AND " DIARY_SQL_IS_BITE " GROUP BY 1, e.account_id "
            "UNION ALL SELECT " DIARY_SQL_ACTION_KIND ", l.account_id, count(*) FROM action_log l "
            "WHERE l.team_id = $1 AND l.executed_us >= $2 AND l.executed_us < $3 GROUP BY 1, l.account_id"
            ") x GROUP BY kind, account_id ORDER BY account_id, kind",
            DB_ARGS(DB_INT(team_id), DB_INT(week->from_us), DB_INT(week->to_us),
                DB_INT(week->first_day), DB_INT(week->first_day + week->day_count)),
            arena, &rows, err))
        return false;
    struct share *shares = arena_take_array(arena, rows.count, sizeof *shares);
    for (size_t i = 0; shares && i < rows.count; i++)
        shares[i] = (struct share){.kind = (enum diary_kind)db_int(&rows, i, 0),
            .account_id = db_int(&rows, i, 1),
            .count = db_int(&rows, i, 2)};
    *ret_shares = shares;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool diary_team_week(struct db *db, int64_t team_id, const struct diary_span *week, int64_t now_us,
    struct arena *arena, struct diary_team_week *ret_week, struct err *err)
{
    struct diary_team_week sums = {.monday = week->first_day};
    struct share *shares;
    size_t count;
    int64_t people[DIARY_KINDS] = {0};
    if (!read_shares(db, team_id, week, arena, &shares, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool is_reading = shares[i].kind == DIARY_READ;
        people[shares[i].kind]++;
        sums.sums[shares[i].kind].count += shares[i].count;
        /* Who only read does not count among those who were there: acts are seen on tickets, reading is not. */
        if (!is_reading && (i == 0 || shares[i - 1].account_id != shares[i].account_id ||
                               shares[i - 1].kind == DIARY_READ))
            sums.people++;
    }
    for (int kind = 0; kind < DIARY_KINDS; kind++) {
        struct diary_sum *sum = &sums.sums[kind];
        if (people[kind] < DIARY_PEOPLE_LEAST)
            sum->hidden = DIARY_FEW;
        if (kind == DIARY_READ && now_us < week->to_us)
            sum->hidden = DIARY_RUNNING;
        if (kind == DIARY_READ)
            sum->count =
                (sum->count + DIARY_READ_ROUNDING / 2) / DIARY_READ_ROUNDING * DIARY_READ_ROUNDING;
        if (sum->hidden)
            sum->count = 0;
    }
    if (sums.people < DIARY_PEOPLE_LEAST) {
        sums.hidden = DIARY_FEW;
        sums.people = 0;
    }
    *ret_week = sums;
    return true;
}
