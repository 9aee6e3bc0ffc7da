/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_channel_json.h"

#include "alert/alert_send.h"
#include "base/limits.h"
#include "codec/mime.h"
#include "net/http_call.h"
#include "sandbox/fetch.h"
#include "store/vault.h"

/* -- reading -- */

static bool read_kind(const struct json *body, struct alert_channel *channel, struct err *err)
{
    struct text word = {"", 0};
    enum alert_channel_kind kind;
    if (!api_member_line(body, "kind", &word, err))
        return false;
    if (!word.len && channel->id)
        return true;
    if (!alert_channel_kind_read(word, &kind))
        return err_set(err, ERR_USAGE, "kind: must be slack, teams, mattermost, webhook or mail");
    if (channel->id && kind != channel->kind)
        return err_set(err, ERR_USAGE, "kind: cannot be changed: add another channel");
    channel->kind = kind;
    return true;
}

static bool read_priority(const struct json *body, struct alert_channel *channel, struct err *err)
{
    struct text word = {"", 0};
    int value;
    if (!api_member_line(body, "least_priority", &word, err))
        return false;
    if (!word.len)
        return true;
    if (!ssvc_read("decision", word, &value))
        return err_set(
            err, ERR_USAGE, "least_priority: must be immediate, out-of-cycle, scheduled or defer");
    channel->least_priority = value;
    return true;
}

static bool read_language(const struct json *body, struct alert_channel *channel, struct err *err)
{
    struct text word = channel->is_japanese ? TEXT("ja") : TEXT("en");
    if (!api_member_line(body, "language", &word, err))
        return false;
    channel->is_japanese = text_is(word, "ja");
    return channel->is_japanese || text_is(word, "en") ||
           err_set(err, ERR_USAGE, "language: must be en or ja");
}

/* What is wrong with a URL is told without it: whoever knows it can write into the room, and messages are logged. */
static bool check_url(
    const struct fetch *fetch, struct text url, struct alert_channel *channel, struct err *err)
{
    if (fetch ? !fetch_check_url(fetch, url, NULL) : !http_call_check_url(url, true, NULL))
        return err_set(err, ERR_USAGE,
            "address: must be an http or https URL of up to %zu bytes, without blanks, name, password and "
            "#fragment, on port 80, 443 or from 1024 on",
            LIMIT_URL_BYTES);
    channel->place = http_call_host(url);
    return true;
}

/* Addresses with commas, semicolons or line ends between; kept with a comma and a blank, each once. */
static bool read_addresses(struct arena *arena, struct text all, struct alert_channel *channel,
    struct text *ret_address, struct err *err)
{
    struct text kept = {"", 0};
    size_t count = 0;
    for (size_t from = 0, at = 0; at <= all.len; at++) {
        if (at < all.len && !strchr(",;\n", all.at[at]))
            continue;
        struct text one = text_trim(text_slice(all, from, at));
        from = at + 1;
        if (!one.len)
            continue;
        if (!mime_address_check(one, err))
            return err_add(err, "address");
        if (++count > LIMIT_ALERT_ADDRESSES)
            return err_set(
                err, ERR_LIMIT, "address: more than %zu mail addresses", LIMIT_ALERT_ADDRESSES);
        kept = arena_join(arena, kept, ", ", one);
    }
    if (!count)
        return err_set(err, ERR_USAGE, "address: is missing: mail addresses, with commas between");
    channel->place = arena_format(arena, "%zu", count);
    *ret_address = kept;
    return true;
}

static bool read_address(const struct fetch *fetch, const struct json *body, struct arena *arena,
    struct alert_channel *channel, struct text *ret_address, struct err *err)
{
    struct text address = {"", 0};
    *ret_address = address;
    size_t max_bytes = LIMIT_ALERT_ADDRESSES * (LIMIT_MAIL_ADDRESS_BYTES + 2);
    if (!api_member_text(body, "address", max_bytes, &address, err))
        return false;
    address = arena_text(arena, text_trim(address));
    if (!address.len)
        return channel->id != 0 || err_set(err, ERR_USAGE, "address: is missing");
    if (channel->kind == ALERT_CHANNEL_MAIL)
        return read_addresses(arena, address, channel, ret_address, err);
    *ret_address = address;
    return check_url(fetch, address, channel, err);
}

bool alert_channel_json_read(const struct fetch *fetch, const struct json *body,
    struct arena *arena, struct alert_channel *channel, struct text *ret_address, struct err *err)
{
    if (!read_kind(body, channel, err) || !api_member_line(body, "name", &channel->name, err) ||
        !read_address(fetch, body, arena, channel, ret_address, err) ||
        !read_priority(body, channel, err) ||
        !api_member_set(body, "tells", alert_told_read, &channel->tells, err) ||
        !read_language(body, channel, err) || !api_member_bool(body, "is_on", &channel->is_on, err))
        return false;
    return channel->name.len != 0 || err_set(err, ERR_USAGE, "name: is missing");
}

/* -- showing -- */

/* The URL is never shown again; mail addresses are, to those who set them. */
static bool print_address(struct buf *out, const struct alert_channel *channel,
    const struct alert_channel_json_view *view, struct err *err)
{
    struct text address = {"", 0};
    if (view->may_manage && channel->kind == ALERT_CHANNEL_MAIL &&
        !vault_open(view->vault, alert_send_purpose(channel->id, "address", view->arena),
            channel->address, view->arena, &address, err))
        return false;
    json_print_member_or_null(out, "address", address);
    json_print_member_or_null(out, "place", view->may_manage ? channel->place : TEXT(""));
    return true;
}

static void print_settings(struct buf *out, const struct alert_channel *channel)
{
    json_print_member_z(out, "least_priority", ssvc_word("decision", (int)channel->least_priority));
    json_print_member_open(out, "tells", '[');
    for (unsigned bit = 1; bit <= ALERT_TELLS_ALL; bit <<= 1)
        if (channel->tells & bit)
            json_print_text(out, text_of(alert_told_word(bit)));
    json_print_close(out, ']');
    json_print_member_z(out, "language", channel->is_japanese ? "ja" : "en");
    json_print_member_bool(out, "is_on", channel->is_on);
}

static bool print_counts(
    struct buf *out, const struct alert_channel *channel, struct db *db, struct err *err)
{
    struct outbox_counts counts;
    if (!outbox_count(db, ALERT_CHANNEL, channel->id, &counts, err))
        return false;
    json_print_member_open(out, "deliveries", '{');
    for (int i = 0; i <= OUTBOX_FAILED; i++)
        json_print_member_int(out, outbox_state_name((enum outbox_state)i), counts.at[i]);
    json_print_close(out, '}');
    return true;
}

bool alert_channel_json_print(struct buf *out, const struct alert_channel *channel,
    const struct alert_channel_json_view *view, struct err *err)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", channel->id);
    json_print_member_id(out, "team_id", channel->team_id);
    json_print_member_z(out, "kind", alert_channel_kind_name(channel->kind));
    json_print_member(out, "name", channel->name);
    if (!print_address(out, channel, view, err))
        return false;
    print_settings(out, channel);
    json_print_member_bool(out, "is_failing", alert_channel_is_failing(channel));
    json_print_member_or_null(out, "trouble", channel->trouble);
    json_print_member_time(out, "trouble_at", channel->trouble_us);
    json_print_member_time(out, "delivered_at", channel->delivered_us);
    if (!print_counts(out, channel, view->db, err))
        return false;
    api_print_person(out, "created_by", channel->created_by, channel->created_by_name);
    json_print_member_time(out, "created_at", channel->created_us);
    api_print_person(out, "updated_by", channel->updated_by, channel->updated_by_name);
    json_print_member_time(out, "updated_at", channel->updated_us);
    json_print_close(out, '}');
    return true;
}
