/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_channel_api.h"

#include "account/api_match.h"
#include "alert/alert_channel_json.h"
#include "alert/alert_channel_save.h"
#include "base/limits.h"
#include "base/rand.h"
#include "job/outbox_api.h"

bool alert_channel_api_find(
    struct api_call *call, enum right right, struct alert_channel *ret_channel, struct err *err)
{
    int64_t team_id, id;
    struct alert_channel channel;
    if (!team_api_find(call, right, &team_id, err) || !api_param_id(call, "channel", &id, err) ||
        !alert_channel_find(call->db, &call->who, id, right, call->arena, &channel, err))
        return false;
    if (channel.team_id != team_id)
        return err_set(err, ERR_NOT_FOUND, "there is no such channel");
    *ret_channel = channel;
    return true;
}

/* What the caller sees of a team's channels. */
static struct alert_channel_json_view view_of(struct api_call *call, int64_t team_id)
{
    struct team team;
    bool may_manage =
        team_find(call->db, &call->who, team_id, RIGHT_TEAM_MANAGE, call->arena, &team, NULL);
    return (struct alert_channel_json_view){call->db, call->tools->vault, call->arena, may_manage};
}

/* -- showing -- */

static bool list_channels(struct api_call *call, struct err *err)
{
    int64_t team_id;
    struct alert_channel *channels;
    size_t count;
    if (!team_api_find(call, RIGHT_TEAM_READ, &team_id, err) ||
        !alert_channel_list(call->db, team_id, call->arena, &channels, &count, err))
        return false;
    struct alert_channel_json_view view = view_of(call, team_id);
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        if (!alert_channel_json_print(&call->reply->body, &channels[i], &view, err))
            return false;
    /* A team has LIMIT_ALERT_CHANNELS at most: one page. */
    api_list_close(call, (struct text){"", 0});
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    struct alert_channel channel;
    if (!alert_channel_api_find(call, RIGHT_TEAM_READ, &channel, err))
        return false;
    struct alert_channel_json_view view = view_of(call, channel.team_id);
    api_match_tag(call, channel.updated_us);
    return alert_channel_json_print(&call->reply->body, &channel, &view, err);
}

/* -- changing -- */

static struct alert_channel_change begin(struct api_call *call)
{
    return (struct alert_channel_change){.vault = call->tools->vault,
        .arena = call->arena,
        .actor_id = call->who.account_id,
        .now_us = call->now_us,
        .address = {"", 0},
        .secret = {"", 0}};
}

/* Reads the body over what the channel is, and keeps it. */
static bool keep(
    struct api_call *call, struct alert_channel_change *change, const char *kind, struct err *err)
{
    struct json body;
    if (!api_body(call, ALERT_CHANNEL_JSON_MEMBERS, &body, err))
        return false;
    bool is_kept = alert_channel_json_read(call->tools->fetch, &body, call->arena, &change->channel,
                       &change->address, err) &&
                   alert_channel_save(call->db, change, kind, err);
    json_done(&body);
    return is_kept;
}

/* Shows it as it is kept. */
static bool print_kept(struct api_call *call, int64_t id, struct err *err)
{
    struct alert_channel channel;
    const struct alert_channel_json_view view = {call->db, call->tools->vault, call->arena, true};
    if (!alert_channel_find(
            call->db, &call->who, id, RIGHT_TEAM_MANAGE, call->arena, &channel, err))
        return false;
    api_match_tag(call, channel.updated_us);
    return alert_channel_json_print(&call->reply->body, &channel, &view, err);
}

static bool create(struct api_call *call, struct err *err)
{
    struct alert_channel_change change = begin(call);
    struct buf *out = &call->reply->body;
    change.channel = alert_channel_new;
    if (!team_api_find(call, RIGHT_TEAM_MANAGE, &change.channel.team_id, err) ||
        !keep(call, &change, "channel.created", err))
        return false;
    json_print_open(out, '{');
    json_print_key(out, "channel");
    if (!print_kept(call, change.channel.id, err))
        return false;
    json_print_member_or_null(out, "secret", change.secret);
    json_print_close(out, '}');
    struct text path =
        arena_format(call->arena, "/api/v1/teams/%lld/channels", (long long)change.channel.team_id);
    api_created(call, path.at, change.channel.id);
    return true;
}

static bool change_channel(struct api_call *call, struct err *err)
{
    struct alert_channel_change change = begin(call);
    return alert_channel_api_find(call, RIGHT_TEAM_MANAGE, &change.channel, err) &&
           api_match_check(call, change.channel.updated_us, err) &&
           keep(call, &change, "channel.changed", err) && print_kept(call, change.channel.id, err);
}

static bool delete_channel(struct api_call *call, struct err *err)
{
    struct alert_channel_change change = begin(call);
    if (!alert_channel_api_find(call, RIGHT_TEAM_MANAGE, &change.channel, err) ||
        !alert_channel_save_deleted(call->db, &change, err))
        return false;
    call->reply->status = 204;
    return true;
}

static bool renew_secret(struct api_call *call, struct err *err)
{
    struct alert_channel_change change = begin(call);
    change.renews_secret = true;
    if (!alert_channel_api_find(call, RIGHT_TEAM_MANAGE, &change.channel, err))
        return false;
    if (change.channel.kind != ALERT_CHANNEL_WEBHOOK)
        return err_set(err, ERR_CONFLICT, "only the messages of a webhook are signed");
    if (!alert_channel_save(call->db, &change, "channel.secret_made", err))
        return false;
    json_print_open(&call->reply->body, '{');
    json_print_member(&call->reply->body, "secret", change.secret);
    json_print_close(&call->reply->body, '}');
    return true;
}

/* -- the test and the log -- */

/* Replies with the message of that key, among the newest: others may have come meanwhile. */
static bool reply_test(struct api_call *call, int64_t channel_id, struct text key, struct err *err)
{
    struct outbox_message *messages;
    size_t count;
    const struct outbox_query query = {
        ALERT_CHANNEL, channel_id, 0, -1, INT64_MAX, LIMIT_HTTP_PAGE};
    if (!outbox_list(call->db, &query, call->arena, &messages, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_eq(messages[i].key, key)) {
            call->reply->status = 202;
            outbox_api_print(&call->reply->body, &messages[i]);
            return true;
        }
    return err_set(err, ERR_CONFLICT, "too much else was sent meanwhile: look at the log");
}

/* It goes the way of all messages, so that its outcome stands in the log. */
static bool test(struct api_call *call, struct err *err)
{
    struct alert_channel channel;
    struct team team;
    struct text key = arena_format(call->arena, "test:%lld", (long long)rand_id(call->now_us));
    return alert_channel_api_find(call, RIGHT_TEAM_MANAGE, &channel, err) &&
           team_find(
               call->db, &call->who, channel.team_id, RIGHT_TEAM_MANAGE, call->arena, &team, err) &&
           alert_channel_save_test(call->db, &channel, team.time_zone, key, call->now_us, err) &&
           reply_test(call, channel.id, key, err);
}

static bool list_deliveries(struct api_call *call, struct err *err)
{
    struct alert_channel channel;
    return alert_channel_api_find(call, RIGHT_TICKET_READ, &channel, err) &&
           outbox_api_list(call, ALERT_CHANNEL, channel.id, err);
}

static bool retry_delivery(struct api_call *call, struct err *err)
{
    struct alert_channel channel;
    return alert_channel_api_find(call, RIGHT_TICKET_WORK, &channel, err) &&
           outbox_api_retry(call, ALERT_CHANNEL, channel.id, err);
}

#define PATH "/api/v1/teams/{team}/channels"

const struct api_route alert_channel_api_routes[] = {
    {"GET", PATH, RIGHT_TEAM_READ, list_channels, 0},
    {"POST", PATH, RIGHT_TEAM_MANAGE, create, API_SECRET},
    {"GET", PATH "/{channel}", RIGHT_TEAM_READ, show, 0},
    {"PATCH", PATH "/{channel}", RIGHT_TEAM_MANAGE, change_channel, 0},
    {"DELETE", PATH "/{channel}", RIGHT_TEAM_MANAGE, delete_channel, 0},
    {"POST", PATH "/{channel}/secret", RIGHT_TEAM_MANAGE, renew_secret, API_SECRET},
    {"POST", PATH "/{channel}/test", RIGHT_TEAM_MANAGE, test, 0},
    {"GET", PATH "/{channel}/deliveries", RIGHT_TICKET_READ, list_deliveries, 0},
    {"POST", PATH "/{channel}/deliveries/{delivery}/retry", RIGHT_TICKET_WORK, retry_delivery, 0},
    {0},
};
