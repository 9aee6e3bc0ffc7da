/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_preview_json.h"

#include "codec/json.h"

static void print_message(struct buf *out, const struct alert_preview_message *message)
{
    json_print_open(out, '{');
    json_print_member_time(out, "at", message->at_us);
    json_print_member_z(out, "kind", alert_kind_name(message->kind));
    json_print_member_z(out, "cause", alert_cause_name(message->cause));
    json_print_member_or_null(out, "vulnerability", message->vulnerability);
    json_print_member_int(out, "flaw_count", message->flaw_count);
    json_print_close(out, '}');
}

static void print_channel(struct buf *out, const struct alert_channel *channel,
    const struct alert_preview_channel *counts)
{
    json_print_open(out, '{');
    json_print_member_id(out, "channel_id", channel->id);
    json_print_member(out, "channel_name", channel->name);
    json_print_member_int(out, "message_count", counts->message_count);
    json_print_member_open(out, "by_kind", '{');
    for (int i = 0; i < ALERT_KINDS; i++)
        if (counts->by_kind[i])
            json_print_member_int(out, alert_kind_name((enum alert_kind)i), counts->by_kind[i]);
    json_print_close(out, '}');
    json_print_member_open(out, "messages", '[');
    for (size_t i = counts->shown_count; i > 0; i--)
        print_message(out, &counts->shown[i - 1]);
    json_print_close(out, ']');
    json_print_close(out, '}');
}

void alert_preview_json_print(struct buf *out, const struct alert_scope *scope,
    const struct alert_preview *preview, int64_t since_us)
{
    json_print_member_time(out, "from", since_us);
    json_print_member_time(out, "until", scope->now_us);
    json_print_member_int(out, "finding_count", preview->finding_count);
    json_print_member_bool(out, "is_cut", preview->is_cut);
    json_print_member_open(out, "channels", '[');
    for (size_t i = 0; i < scope->channel_count; i++)
        print_channel(out, &scope->channels[i], &preview->channels[i]);
    json_print_close(out, ']');
}
