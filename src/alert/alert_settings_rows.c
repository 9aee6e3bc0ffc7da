/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_settings.h"

static bool has_channel(const struct alert_settings *settings, int64_t id)
{
    for (size_t i = 0; i < settings->channel_count; i++)
        if (settings->channels[i].id == id)
            return true;
    return false;
}

/* Of a channel that was taken away, nothing is said any more. */
bool alert_settings_find(struct db *db, int64_t team_id, struct arena *arena,
    struct alert_settings *ret_settings, struct err *err)
{
    struct alert_settings settings = {.team_id = team_id};
    struct alert_policy_quiet *quiet;
    struct db_rows rows;
    size_t count;
    if (!db_query(db, "SELECT time_zone FROM team WHERE id = $1", DB_ARGS(DB_INT(team_id)), arena,
            &rows, err) ||
        !alert_policy_find(db, team_id, arena, &settings.policy, err) ||
        !alert_channel_list(db, team_id, arena, &settings.channels, &settings.channel_count, err) ||
        !alert_policy_find_quiet(db, team_id, arena, &quiet, &count, err))
        return false;
    settings.time_zone = rows.count ? db_text(&rows, 0, 0) : TEXT("UTC");
    settings.quiet = arena_take_array(arena, settings.channel_count, sizeof *settings.quiet);
    for (size_t i = 0; settings.quiet && i < settings.channel_count; i++) {
        settings.quiet[i] = (struct alert_quiet)ALERT_QUIET_NEVER;
        for (size_t at = 0; at < count; at++)
            if (quiet[at].channel_id == settings.channels[i].id)
                settings.quiet[i] = quiet[at].quiet;
    }
    if (!has_channel(&settings, settings.policy.escalate_channel_id))
        settings.policy.escalate_channel_id = 0;
    *ret_settings = settings;
    return arena_check(arena, err);
}

/* Only what was said is kept: a channel that is never quiet has no row until somebody says so. */
static bool is_said(const struct alert_quiet *quiet)
{
    return alert_quiet_is_set(quiet) || !quiet->immediate_passes;
}

bool alert_settings_write(struct db *db, const struct alert_settings *settings, int64_t account_id,
    int64_t now_us, struct err *err)
{
    if (!alert_policy_write(db, settings->team_id, &settings->policy, account_id, now_us, err))
        return false;
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < settings->channel_count; i++) {
        const struct alert_policy_quiet quiet = {settings->channels[i].id, settings->quiet[i]};
        is_ok = is_said(&quiet.quiet) ? alert_policy_write_quiet(db, &quiet, err)
                                      : db_run(db, "DELETE FROM alert_quiet WHERE channel_id = $1",
                                            DB_ARGS(DB_INT(quiet.channel_id)), NULL, err);
    }
    return is_ok;
}

static const struct alert_quiet *quiet_of(const struct alert_settings *settings, int64_t channel_id)
{
    for (size_t i = 0; i < settings->channel_count; i++)
        if (settings->channels[i].id == channel_id)
            return &settings->quiet[i];
    return NULL;
}

bool alert_settings_scope(const struct alert_settings *settings, struct db *db, int64_t now_us,
    struct arena *arena, struct alert_scope *ret_scope, struct err *err)
{
    struct alert_scope scope;
    bool is_there;
    if (!alert_scope_open(&scope, db, settings->team_id, now_us, arena, &is_there, err))
        return false;
    if (!is_there)
        return err_set(err, ERR_NOT_FOUND, "there is no such team");
    scope.policy = settings->policy;
    for (size_t i = 0; i < scope.channel_count; i++) {
        const struct alert_quiet *quiet = quiet_of(settings, scope.channels[i].id);
        if (quiet)
            scope.plans[i].quiet = *quiet;
    }
    *ret_scope = scope;
    return true;
}
