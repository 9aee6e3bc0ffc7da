/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_policy_api.h"

#include "account/api_session.h"
#include "account/team_api.h"
#include "alert/alert_mute_api.h"
#include "alert/alert_policy_json.h"
#include "alert/alert_preview_json.h"
#include "base/gate.h"
#include "base/limits.h"

enum { PREVIEW_DAYS = 30 };
#define PREVIEW_WAIT_US (5 * CLOCK_SECOND_US)

/* -- the policy -- */

static bool print_mutes(struct api_call *call, int64_t team_id, struct err *err)
{
    struct buf *out = &call->reply->body;
    struct alert_mute *mutes;
    size_t count;
    if (!alert_mute_list(call->db, team_id, call->now_us, call->arena, &mutes, &count, err))
        return false;
    json_print_member_open(out, "mutes", '[');
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        alert_mute_api_print(out, &mutes[i]);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    return true;
}

static bool reply_policy(struct api_call *call, int64_t team_id, struct err *err)
{
    struct alert_settings settings;
    struct buf *out = &call->reply->body;
    if (!alert_settings_find(call->db, team_id, call->arena, &settings, err))
        return false;
    json_print_open(out, '{');
    alert_policy_json_print(out, &settings);
    if (!print_mutes(call, team_id, err))
        return false;
    json_print_close(out, '}');
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    int64_t team_id;
    return team_api_find(call, RIGHT_TICKET_READ, &team_id, err) &&
           reply_policy(call, team_id, err);
}

struct change {
    const struct api_call *call;
    struct alert_settings settings;
};

static bool write(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    const struct api_call *call = change->call;
    return alert_settings_change(db, &change->settings, call->who.account_id, call->now_us, err);
}

/* What the body makes of the settings that there are; ret_days: that of a preview. */
static bool read_change(struct api_call *call, enum right right, const char *members,
    struct alert_settings *ret_settings, int64_t *ret_days, struct err *err)
{
    struct json body;
    int64_t team_id;
    if (!team_api_find(call, right, &team_id, err) ||
        !alert_settings_find(call->db, team_id, call->arena, ret_settings, err) ||
        !api_body(call, members, &body, err))
        return false;
    bool is_read = alert_policy_json_read(ret_settings, &body, err);
    yyjson_val *days = json_get(json_root(&body), "days");
    if (is_read && days) {
        *ret_days = yyjson_is_int(days) ? yyjson_get_sint(days) : 0;
        is_read = (*ret_days >= 1 && *ret_days <= ALERT_PREVIEW_DAYS_MAX) ||
                  err_set(err, ERR_USAGE, "days: must be from 1 to %d", ALERT_PREVIEW_DAYS_MAX);
    }
    json_done(&body);
    return is_read;
}

static bool change_policy(struct api_call *call, struct err *err)
{
    struct change change = {.call = call};
    int64_t days;
    return read_change(
               call, RIGHT_TEAM_MANAGE, ALERT_POLICY_MEMBERS, &change.settings, &days, err) &&
           db_transact(call->db, write, &change, err) &&
           reply_policy(call, change.settings.team_id, err);
}

/* -- the preview -- */

static bool reply_preview(struct api_call *call, const struct alert_settings *settings,
    int64_t days, struct arena *arena, struct err *err)
{
    struct alert_scope scope;
    struct alert_preview seen;
    int64_t since_us = call->now_us - days * CLOCK_DAY_US;
    if (!alert_settings_scope(settings, call->db, call->now_us, arena, &scope, err))
        return false;
    bool is_ok = alert_preview_run(&scope, since_us, &seen, err);
    if (is_ok) {
        json_print_open(&call->reply->body, '{');
        alert_preview_json_print(&call->reply->body, &scope, &seen, since_us);
        json_print_close(&call->reply->body, '}');
    }
    alert_scope_close(&scope);
    return is_ok;
}

static bool run_preview(
    struct api_call *call, const struct alert_settings *settings, int64_t days, struct err *err)
{
    struct arena arena;
    struct gate *gate = call->tools ? call->tools->previews : NULL;
    if (!gate_enter(gate, LIMIT_ALERT_PREVIEWS)) {
        api_retry_after(call, PREVIEW_WAIT_US);
        return err_set(err, ERR_BUSY, "%u previews are being made: try again in a few seconds",
            LIMIT_ALERT_PREVIEWS);
    }
    arena_init(&arena, LIMIT_ALERT_PREVIEW_ARENA);
    bool is_ok = reply_preview(call, settings, days, &arena, err);
    arena_done(&arena);
    gate_leave(gate);
    return is_ok;
}

/* A past takes more memory than a request has. */
static bool preview(struct api_call *call, struct err *err)
{
    struct alert_settings settings;
    int64_t days = PREVIEW_DAYS;
    return read_change(
               call, RIGHT_TICKET_READ, ALERT_POLICY_MEMBERS " days", &settings, &days, err) &&
           run_preview(call, &settings, days, err);
}

const struct api_route alert_policy_api_routes[] = {
    {"GET", "/api/v1/teams/{team}/alert-policy", RIGHT_TICKET_READ, show, 0},
    {"PATCH", "/api/v1/teams/{team}/alert-policy", RIGHT_TEAM_MANAGE, change_policy, 0},
    {"POST", "/api/v1/teams/{team}/alert-preview", RIGHT_TICKET_READ, preview, 0},
    {0},
};
