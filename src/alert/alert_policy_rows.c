/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_policy.h"

/* The more urgent, the shorter its time and the fewer its reminders; what can be deferred has no date to be reminded of. */
const struct alert_policy alert_policy_default = {.morning_minute = 8 * 60,
    .remind = {[SSVC_SCHEDULED] = 1U << 7 | 1U << 1,
        [SSVC_OUT_OF_CYCLE] = 1U << 3 | 1U << 1,
        [SSVC_IMMEDIATE] = 1U << 1},
    .overdue_every_days = 7,
    .escalate_overdue_days = 7,
    .escalate_unseen_hours = 24,
    .escalate_admins = true,
    .is_default = true};

bool alert_policy_find(struct db *db, int64_t team_id, struct arena *arena,
    struct alert_policy *ret_policy, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT morning_minute, remind_defer, remind_scheduled, remind_out_of_cycle,"
            " remind_immediate, overdue_every_days, escalate_overdue_days, escalate_unseen_hours,"
            " escalate_admins, escalate_governance, escalate_channel_id, changed_us"
            " FROM alert_policy WHERE team_id = $1",
            DB_ARGS(DB_INT(team_id)), arena, &rows, err))
        return false;
    *ret_policy = alert_policy_default;
    if (rows.count == 0)
        return true;
    *ret_policy = (struct alert_policy){.morning_minute = (int)db_int(&rows, 0, 0),
        .overdue_every_days = db_int(&rows, 0, 5),
        .escalate_overdue_days = db_int(&rows, 0, 6),
        .escalate_unseen_hours = db_int(&rows, 0, 7),
        .escalate_admins = db_int(&rows, 0, 8) != 0,
        .escalate_governance = db_int(&rows, 0, 9) != 0,
        .escalate_channel_id = db_int(&rows, 0, 10),
        .changed_us = db_int(&rows, 0, 11)};
    for (size_t i = 0; i < ALERT_PRIORITIES; i++)
        ret_policy->remind[i] = (uint32_t)db_int(&rows, 0, 1 + i);
    return true;
}

bool alert_policy_find_quiet(struct db *db, int64_t team_id, struct arena *arena,
    struct alert_policy_quiet **ret_quiet, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT q.channel_id, q.from_minute, q.to_minute, q.days, q.immediate_passes"
            " FROM alert_quiet q JOIN alert_channel c ON c.id = q.channel_id"
            " WHERE c.team_id = $1 AND c.deleted_us IS NULL ORDER BY q.channel_id",
            DB_ARGS(DB_INT(team_id)), arena, &rows, err))
        return false;
    struct alert_policy_quiet *quiet = arena_take_array(arena, rows.count, sizeof *quiet);
    for (size_t i = 0; quiet && i < rows.count; i++)
        quiet[i] = (struct alert_policy_quiet){.channel_id = db_int(&rows, i, 0),
            .quiet = {.from_minute = (int)db_int(&rows, i, 1),
                .to_minute = (int)db_int(&rows, i, 2),
                .days = (unsigned)db_int(&rows, i, 3),
                .immediate_passes = db_int(&rows, i, 4) != 0}};
    *ret_quiet = quiet;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* What was planned for later is looked at again, by what people say now. */
static bool look_again(struct db *db, int64_t team_id, int64_t now_us, struct err *err)
{
    return db_run(db, "UPDATE alert_team SET next_us = $2 WHERE team_id = $1 AND next_us > $2",
               DB_ARGS(DB_INT(team_id), DB_INT(now_us)), NULL, err) &&
           db_run(db,
               "UPDATE alert_hold SET release_us = $2 WHERE team_id = $1 AND release_us > $2",
               DB_ARGS(DB_INT(team_id), DB_INT(now_us)), NULL, err);
}

bool alert_policy_write(struct db *db, int64_t team_id, const struct alert_policy *policy,
    int64_t account_id, int64_t now_us, struct err *err)
{
    return db_run(db,
               "INSERT INTO alert_policy (team_id, morning_minute, remind_defer, remind_scheduled,"
               " remind_out_of_cycle, remind_immediate, overdue_every_days, escalate_overdue_days,"
               " escalate_unseen_hours, escalate_admins, escalate_governance, escalate_channel_id,"
               " changed_by, changed_us)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
               " ON CONFLICT (team_id) DO UPDATE SET morning_minute = excluded.morning_minute,"
               " remind_defer = excluded.remind_defer, remind_scheduled = excluded.remind_scheduled,"
               " remind_out_of_cycle = excluded.remind_out_of_cycle,"
               " remind_immediate = excluded.remind_immediate,"
               " overdue_every_days = excluded.overdue_every_days,"
               " escalate_overdue_days = excluded.escalate_overdue_days,"
               " escalate_unseen_hours = excluded.escalate_unseen_hours,"
               " escalate_admins = excluded.escalate_admins,"
               " escalate_governance = excluded.escalate_governance,"
               " escalate_channel_id = excluded.escalate_channel_id,"
               " changed_by = excluded.changed_by, changed_us = excluded.changed_us",
               DB_ARGS(DB_INT(team_id), DB_INT(policy->morning_minute),
                   DB_INT(policy->remind[SSVC_DEFER]), DB_INT(policy->remind[SSVC_SCHEDULED]),
                   DB_INT(policy->remind[SSVC_OUT_OF_CYCLE]),
                   DB_INT(policy->remind[SSVC_IMMEDIATE]), DB_INT(policy->overdue_every_days),
                   DB_INT(policy->escalate_overdue_days), DB_INT(policy->escalate_unseen_hours),
                   DB_INT(policy->escalate_admins), DB_INT(policy->escalate_governance),
                   DB_ID(policy->escalate_channel_id), DB_INT(account_id), DB_INT(now_us)),
               NULL, err) &&
           look_again(db, team_id, now_us, err);
}

bool alert_policy_write_quiet(
    struct db *db, const struct alert_policy_quiet *quiet, struct err *err)
{
    const struct alert_quiet *q = &quiet->quiet;
    return db_run(db,
        "INSERT INTO alert_quiet (channel_id, from_minute, to_minute, days, immediate_passes)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (channel_id) DO UPDATE SET"
        " from_minute = excluded.from_minute, to_minute = excluded.to_minute,"
        " days = excluded.days, immediate_passes = excluded.immediate_passes",
        DB_ARGS(DB_INT(quiet->channel_id), DB_INT(q->from_minute), DB_INT(q->to_minute),
            DB_INT(q->days), DB_INT(q->immediate_passes)),
        NULL, err);
}
