/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_channel_api.h"

#include <sodium.h>

#include "alert/alert_channel_json.h"
#include "alert/alert_send.h"
#include "base/limits.h"
#include "base/rand.h"
#include "codec/base64.h"
#include "job/outbox_api.h"
#include "journal/journal.h"
#include "store/vault.h"

/* As long as Standard Webhooks advises, 24 to 64 bytes. */
enum { SECRET_BYTES = 32 };
#define TEST_WINDOW_US (600 * CLOCK_SECOND_US)

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

static bool may_manage(struct api_call *call, int64_t team_id)
{
    struct team team;
    return team_find(call->db, &call->who, team_id, RIGHT_TEAM_MANAGE, call->arena, &team, NULL);
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
    bool is_manager = may_manage(call, team_id);
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        if (!alert_channel_json_print(call, &channels[i], is_manager, err))
            return false;
    /* A team has LIMIT_ALERT_CHANNELS at most: one page. */
    api_list_close(call, (struct text){"", 0});
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    struct alert_channel channel;
    return alert_channel_api_find(call, RIGHT_TEAM_READ, &channel, err) &&
           alert_channel_json_print(call, &channel, may_manage(call, channel.team_id), err);
}

/* -- changing -- */

struct saving {
    struct api_call *call;
    struct alert_channel channel;
    struct text secret; /* in the clear, when it is new */
    bool is_new;
    const char *kind; /* of the journal's entry */
};

static struct text seal(struct saving *saving, const char *what, struct text plain)
{
    struct api_call *call = saving->call;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    vault_seal(
        call->tools->vault, alert_send_purpose(saving->channel.id, what, call->arena), plain, &out);
    struct text sealed = arena_text(call->arena, buf_text(&out));
    buf_done(&out);
    return sealed;
}

/* The secret's bytes are kept; people get them as Standard Webhooks writes them. */
static void make_secret(struct saving *saving)
{
    unsigned char bytes[SECRET_BYTES];
    struct buf out;
    rand_bytes(bytes, sizeof bytes);
    buf_init(&out, SIZE_MAX);
    buf_add_z(&out, "whsec_");
    base64_print(&out, (struct text){(const char *)bytes, sizeof bytes});
    saving->secret = arena_text(saving->call->arena, buf_text(&out));
    saving->channel.secret =
        seal(saving, "secret", (struct text){(const char *)bytes, sizeof bytes});
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(out.at, out.len);
    buf_done(&out);
}

static bool tell_journal(struct db *db, const struct saving *saving, struct err *err)
{
    const struct alert_channel *channel = &saving->channel;
    return journal_add_texts(db,
        &(struct journal_entry){.kind = saving->kind,
            .actor_id = saving->call->who.account_id,
            .team_id = channel->team_id,
            .object_kind = "alert_channel",
            .object_id = channel->id,
            .at_us = saving->call->now_us},
        JOURNAL_TEXTS({"name", channel->name}, {"place", channel->place}), err);
}

static bool check_count(struct db *db, struct saving *saving, struct err *err)
{
    struct alert_channel *channels;
    size_t count;
    if (!alert_channel_list(
            db, saving->channel.team_id, saving->call->arena, &channels, &count, err))
        return false;
    return count < LIMIT_ALERT_CHANNELS ||
           err_set(err, ERR_LIMIT, "a team has %zu channels at most: take one away first",
               LIMIT_ALERT_CHANNELS);
}

static bool save(struct db *db, void *context, struct err *err)
{
    struct saving *saving = context;
    const struct alert_channel *channel = &saving->channel;
    bool is_saved = saving->is_new
                        ? check_count(db, saving, err) && alert_channel_add(db, channel, err)
                        : alert_channel_write(db, channel, err);
    return is_saved && outbox_release(db, ALERT_CHANNEL, channel->id, saving->call->now_us, err) &&
           tell_journal(db, saving, err);
}

/* Reads the body over what the channel is, and keeps it. */
static bool keep(struct saving *saving, struct err *err)
{
    struct api_call *call = saving->call;
    struct alert_channel *channel = &saving->channel;
    struct json body;
    struct text address;
    if (!api_body(call, ALERT_CHANNEL_JSON_MEMBERS, &body, err))
        return false;
    bool is_read = alert_channel_json_read(call, &body, channel, &address, err);
    if (is_read && saving->is_new)
        channel->id = rand_id(call->now_us);
    if (is_read && address.len)
        channel->address = seal(saving, "address", address);
    if (is_read && saving->is_new && channel->kind == ALERT_CHANNEL_WEBHOOK)
        make_secret(saving);
    bool is_kept =
        is_read && arena_check(call->arena, err) && db_transact(call->db, save, saving, err);
    json_done(&body);
    return is_kept;
}

static bool print_saved(struct saving *saving, struct err *err)
{
    struct api_call *call = saving->call;
    struct alert_channel channel;
    struct buf *out = &call->reply->body;
    if (!alert_channel_find(call->db, &call->who, saving->channel.id, RIGHT_TEAM_MANAGE,
            call->arena, &channel, err))
        return false;
    json_print_open(out, '{');
    json_print_key(out, "channel");
    if (!alert_channel_json_print(call, &channel, true, err))
        return false;
    json_print_member_or_null(out, "secret", saving->secret);
    json_print_close(out, '}');
    return true;
}

static bool create(struct api_call *call, struct err *err)
{
    struct saving saving = {.call = call,
        .channel = {.least_priority = SSVC_OUT_OF_CYCLE,
            .tells = ALERT_TELLS_DEFAULT,
            .is_on = true,
            .created_by = call->who.account_id,
            .created_us = call->now_us},
        .secret = {"", 0},
        .is_new = true,
        .kind = "channel.created"};
    if (!team_api_find(call, RIGHT_TEAM_MANAGE, &saving.channel.team_id, err) ||
        !keep(&saving, err) || !print_saved(&saving, err))
        return false;
    struct text path =
        arena_format(call->arena, "/api/v1/teams/%lld/channels", (long long)saving.channel.team_id);
    api_created(call, path.at, saving.channel.id);
    return true;
}

static bool change(struct api_call *call, struct err *err)
{
    struct saving saving = {.call = call, .kind = "channel.changed"};
    if (!alert_channel_api_find(call, RIGHT_TEAM_MANAGE, &saving.channel, err))
        return false;
    saving.channel.updated_by = call->who.account_id;
    saving.channel.updated_us = call->now_us;
    struct alert_channel channel;
    return keep(&saving, err) &&
           alert_channel_find(call->db, &call->who, saving.channel.id, RIGHT_TEAM_MANAGE,
               call->arena, &channel, err) &&
           alert_channel_json_print(call, &channel, true, err);
}

static bool delete_it(struct db *db, void *context, struct err *err)
{
    struct saving *saving = context;
    return alert_channel_delete(db, &saving->channel, saving->call->now_us, err) &&
           tell_journal(db, saving, err);
}

static bool delete_channel(struct api_call *call, struct err *err)
{
    struct saving saving = {.call = call, .kind = "channel.deleted"};
    if (!alert_channel_api_find(call, RIGHT_TEAM_MANAGE, &saving.channel, err) ||
        !db_transact(call->db, delete_it, &saving, err))
        return false;
    call->reply->status = 204;
    return true;
}

static bool renew_secret(struct api_call *call, struct err *err)
{
    struct saving saving = {.call = call, .kind = "channel.secret_made"};
    if (!alert_channel_api_find(call, RIGHT_TEAM_MANAGE, &saving.channel, err))
        return false;
    if (saving.channel.kind != ALERT_CHANNEL_WEBHOOK)
        return err_set(err, ERR_CONFLICT, "only the messages of a webhook are signed");
    make_secret(&saving);
    saving.channel.updated_by = call->who.account_id;
    saving.channel.updated_us = call->now_us;
    if (!arena_check(call->arena, err) || !db_transact(call->db, save, &saving, err))
        return false;
    json_print_open(&call->reply->body, '{');
    json_print_member(&call->reply->body, "secret", saving.secret);
    json_print_close(&call->reply->body, '}');
    return true;
}

/* -- the test and the log -- */

static bool check_tests(struct api_call *call, const struct alert_channel *channel, struct err *err)
{
    int64_t count;
    if (!alert_channel_count_tests(
            call->db, channel->id, call->now_us - TEST_WINDOW_US, &count, err))
        return false;
    return count < (int64_t)LIMIT_ALERT_TESTS ||
           err_set(err, ERR_RATE, "a channel is tested %zu times in ten minutes at most",
               LIMIT_ALERT_TESTS);
}

struct testing {
    struct api_call *call;
    struct alert_channel channel;
    struct text key;
};

static bool add_test(struct db *db, void *context, struct err *err)
{
    struct testing *testing = context;
    const struct alert_channel *channel = &testing->channel;
    struct team team;
    struct api_call *call = testing->call;
    if (!check_tests(call, channel, err) ||
        !team_find(db, &call->who, channel->team_id, RIGHT_TEAM_MANAGE, call->arena, &team, err))
        return false;
    const struct alert_message message = {.kind = ALERT_TEST,
        .team_id = team.id,
        .team = team.name,
        .time_zone = team.time_zone,
        .at_us = call->now_us,
        .priority = -1,
        .epss_millionths = -1,
        .cvss_tenths = -1,
        .link = arena_format(call->arena, "/teams/%lld", (long long)team.id)};
    return alert_channel_tell(db, channel, &message, testing->key, call->now_us, err);
}

/* Replies with the message of that key, among the newest: others may have come meanwhile. */
static bool reply_test(struct testing *testing, struct err *err)
{
    struct api_call *call = testing->call;
    struct outbox_message *messages;
    size_t count;
    const struct outbox_query query = {
        ALERT_CHANNEL, testing->channel.id, 0, -1, INT64_MAX, LIMIT_HTTP_PAGE};
    if (!outbox_list(call->db, &query, call->arena, &messages, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_eq(messages[i].key, testing->key)) {
            call->reply->status = 202;
            outbox_api_print(&call->reply->body, &messages[i]);
            return true;
        }
    return err_set(err, ERR_CONFLICT, "too much else was sent meanwhile: look at the log");
}

/* It goes the way of all messages, so that its outcome stands in the log. */
static bool test(struct api_call *call, struct err *err)
{
    struct testing testing = {.call = call,
        .key = arena_format(call->arena, "test:%lld", (long long)rand_id(call->now_us))};
    return alert_channel_api_find(call, RIGHT_TEAM_MANAGE, &testing.channel, err) &&
           db_transact(call->db, add_test, &testing, err) && reply_test(&testing, err);
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
    {"PATCH", PATH "/{channel}", RIGHT_TEAM_MANAGE, change, 0},
    {"DELETE", PATH "/{channel}", RIGHT_TEAM_MANAGE, delete_channel, 0},
    {"POST", PATH "/{channel}/secret", RIGHT_TEAM_MANAGE, renew_secret, API_SECRET},
    {"POST", PATH "/{channel}/test", RIGHT_TEAM_MANAGE, test, 0},
    {"GET", PATH "/{channel}/deliveries", RIGHT_TICKET_READ, list_deliveries, 0},
    {"POST", PATH "/{channel}/deliveries/{delivery}/retry", RIGHT_TICKET_WORK, retry_delivery, 0},
    {0},
};
