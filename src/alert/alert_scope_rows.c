/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_scope.h"

static bool find_team(struct alert_scope *scope, bool *ret_is_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(scope->db,
            "SELECT t.name, t.time_zone, a.morning_day, a.ran_us FROM team t"
            " LEFT JOIN alert_team a ON a.team_id = t.id WHERE t.id = $1 AND t.deleted_us IS NULL",
            DB_ARGS(DB_INT(scope->team_id)), scope->arena, &rows, err))
        return false;
    *ret_is_there = rows.count > 0;
    if (rows.count == 0)
        return true;
    scope->team = db_text(&rows, 0, 0);
    scope->time_zone = db_text(&rows, 0, 1);
    scope->day = db_is_null(&rows, 0, 2) ? ALERT_SCOPE_NO_DAY : db_int(&rows, 0, 2);
    scope->ran_us = db_int(&rows, 0, 3);
    return true;
}

static struct alert_quiet quiet_of(
    int64_t channel_id, const struct alert_policy_quiet *quiet, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (quiet[i].channel_id == channel_id)
            return quiet[i].quiet;
    return (struct alert_quiet)ALERT_QUIET_NEVER;
}

static bool find_days(struct alert_scope *scope, struct err *err)
{
    struct db_rows rows;
    if (!db_query(scope->db,
            "SELECT m.channel_id, m.day FROM alert_morning m JOIN alert_channel c"
            " ON c.id = m.channel_id WHERE c.team_id = $1",
            DB_ARGS(DB_INT(scope->team_id)), scope->arena, &rows, err))
        return false;
    for (size_t i = 0; i < scope->channel_count; i++) {
        scope->days[i] = ALERT_SCOPE_NO_DAY;
        for (size_t row = 0; row < rows.count; row++)
            if (db_int(&rows, row, 0) == scope->channels[i].id)
                scope->days[i] = db_int(&rows, row, 1);
    }
    return true;
}

static bool find_channels(struct alert_scope *scope, struct err *err)
{
    struct alert_policy_quiet *quiet;
    size_t quiet_count;
    if (!alert_channel_list_on(scope->db, &scope->team_id, 1, scope->arena, &scope->channels,
            &scope->channel_count, err) ||
        !alert_policy_find_quiet(
            scope->db, scope->team_id, scope->arena, &quiet, &quiet_count, err))
        return false;
    scope->plans = arena_take_array(scope->arena, scope->channel_count, sizeof *scope->plans);
    scope->days = arena_take_array(scope->arena, scope->channel_count, sizeof *scope->days);
    if (!scope->plans || !scope->days)
        return arena_check(scope->arena, err);
    for (size_t i = 0; i < scope->channel_count; i++)
        scope->plans[i] = (struct alert_plan_channel){.id = scope->channels[i].id,
            .least_priority = scope->channels[i].least_priority,
            .tells = scope->channels[i].tells,
            .quiet = quiet_of(scope->channels[i].id, quiet, quiet_count)};
    return find_days(scope, err);
}

bool alert_scope_open(struct alert_scope *ret_scope, struct db *db, int64_t team_id, int64_t now_us,
    struct arena *arena, bool *ret_is_there, struct err *err)
{
    struct alert_scope scope = {.db = db, .arena = arena, .now_us = now_us, .team_id = team_id};
    bool is_there;
    if (!find_team(&scope, &is_there, err))
        return false;
    *ret_is_there = is_there;
    if (!is_there)
        return true;
    if (!alert_policy_find(db, team_id, arena, &scope.policy, err) || !find_channels(&scope, err) ||
        !zone_open(&scope.zone, scope.time_zone, err))
        return false;
    *ret_scope = scope;
    return true;
}

void alert_scope_close(struct alert_scope *scope)
{
    zone_close(&scope->zone);
}

bool alert_scope_keep(
    struct db *db, const struct alert_scope *scope, int64_t next_us, struct err *err)
{
    return db_run(db,
        "INSERT INTO alert_team (team_id, morning_day, ran_us, next_us) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (team_id) DO UPDATE SET morning_day = excluded.morning_day,"
        " ran_us = excluded.ran_us, next_us = excluded.next_us",
        DB_ARGS(DB_INT(scope->team_id), DB_INT(scope->day), DB_INT(scope->now_us), DB_INT(next_us)),
        NULL, err);
}

bool alert_scope_keep_day(struct db *db, int64_t channel_id, int64_t day, struct err *err)
{
    return db_run(db,
        "INSERT INTO alert_morning (channel_id, day) VALUES ($1, $2)"
        " ON CONFLICT (channel_id) DO UPDATE SET day = excluded.day",
        DB_ARGS(DB_INT(channel_id), DB_INT(day)), NULL, err);
}
