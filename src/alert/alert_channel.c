/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_channel.h"

/* Lanes of the outbox beside those of flaws, whose ids are far larger. */
enum { LANE_SUMS = 1, LANE_TEST = 2 };

static const char *const kind_names[ALERT_CHANNEL_KINDS] = {
    "slack", "teams", "mattermost", "webhook", "mail"};

const struct alert_channel alert_channel_new = {.name = {"", 0},
    .least_priority = SSVC_OUT_OF_CYCLE,
    .tells = ALERT_TELLS_DEFAULT,
    .is_on = true};

const char *alert_channel_kind_name(enum alert_channel_kind kind)
{
    return kind_names[kind];
}

bool alert_channel_kind_read(struct text word, enum alert_channel_kind *ret_kind)
{
    for (size_t i = 0; i < LEN_OF(kind_names); i++)
        if (text_is(word, kind_names[i])) {
            *ret_kind = (enum alert_channel_kind)i;
            return true;
        }
    return false;
}

bool alert_channel_takes(const struct alert_channel *channel, enum alert_kind kind, int priority)
{
    if (!channel->is_on || kind == ALERT_TEST)
        return channel->is_on;
    if (!(channel->tells & alert_told_bit(kind)))
        return false;
    return kind == ALERT_DIGEST || kind == ALERT_CLOSED || priority >= channel->least_priority;
}

bool alert_channel_is_failing(const struct alert_channel *channel)
{
    return channel->failures >= ALERT_CHANNEL_FAILING;
}

static int64_t lane_of(const struct alert_message *message)
{
    if (message->kind == ALERT_TEST)
        return LANE_TEST;
    return message->vulnerability_id ? message->vulnerability_id : LANE_SUMS;
}

bool alert_channel_tell(struct db *db, const struct alert_channel *channel,
    const struct alert_message *message, struct text key, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct buf body;
    bool is_of_one = message->total <= 1 && message->affected_count == 1;
    arena_init(&arena, SIZE_MAX);
    buf_init(&body, SIZE_MAX);
    alert_message_print(&body, message);
    struct outbox_order order = {.channel = ALERT_CHANNEL,
        .target_id = channel->id,
        .team_id = channel->team_id,
        .ticket_id = is_of_one ? message->affected[0].ticket_id : 0,
        .kind = alert_kind_name(message->kind),
        .key = key,
        .lane = lane_of(message),
        .title = alert_message_title(message, &arena),
        .body = buf_text(&body)};
    bool is_added = outbox_add(db, &order, now_us, err);
    buf_done(&body);
    arena_done(&arena);
    return is_added;
}
