/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_send_http.h"

#include <stdio.h>

#include "alert/alert_format.h"
#include "sandbox/fetch.h"
#include "store/vault.h"

enum { REPLY_BYTES = 64 << 10, CALL_SECONDS = 15, WORD_BYTES = 40, HEADERS_MAX = 4 };

#define WAIT_UNSAID_US (60 * CLOCK_SECOND_US)
#define WAIT_LONGEST_US (3600 * CLOCK_SECOND_US)
#define WAIT_FOR_NETWORK_US (10 * CLOCK_SECOND_US)
/* One that says "not now" for so long is not asked for ever: from then on it uses up attempts. */
#define PATIENCE_US CLOCK_DAY_US

struct posting {
    struct alert_sending *sending;
    struct http_pair headers[HEADERS_MAX];
    size_t header_count;
    struct text body;
};

/* -- what is sent -- */

static void add_header(struct posting *posting, const char *name, struct text value)
{
    posting->headers[posting->header_count++] = (struct http_pair){text_of(name), value};
}

/* One that is sent again keeps its id, so that a receiver can tell, and gets the time of now. */
static bool sign(struct posting *posting, struct err *err)
{
    struct outbox_call *call = posting->sending->call;
    const struct alert_channel *channel = &posting->sending->channel;
    struct text secret, id = arena_format(call->arena, "msg_%lld", (long long)call->message->id);
    int64_t now = clock_now_us() / CLOCK_SECOND_US;
    if (!vault_open(call->tools->vault, alert_send_purpose(channel->id, "secret", call->arena),
            channel->secret, call->arena, &secret, err))
        return false;
    add_header(posting, "webhook-id", id);
    add_header(posting, "webhook-timestamp", arena_format(call->arena, "%lld", (long long)now));
    add_header(posting, "webhook-signature",
        alert_format_webhook_sign(secret, id, now, posting->body, call->arena));
    return true;
}

static void format(struct posting *posting)
{
    static void (*const formats[ALERT_CHANNEL_KINDS])(
        const struct alert_page *page, struct arena *arena, struct buf *out) = {
        [ALERT_CHANNEL_SLACK] = alert_format_slack,
        [ALERT_CHANNEL_TEAMS] = alert_format_teams,
        [ALERT_CHANNEL_MATTERMOST] = alert_format_mattermost,
        [ALERT_CHANNEL_WEBHOOK] = alert_format_webhook,
    };
    struct alert_sending *sending = posting->sending;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    formats[sending->channel.kind](&sending->page, sending->call->arena, &out);
    posting->body = arena_text(sending->call->arena, buf_text(&out));
    buf_done(&out);
}

/* -- what an answer means -- */

static int64_t read_wait(const struct http_call_reply *reply)
{
    uint64_t seconds;
    struct text value = http_call_header(reply, "Retry-After");
    if (!value.len || !text_read_u64(value, &seconds))
        return value.len ? WAIT_UNSAID_US : 0; /* a date would need our clocks to agree */
    int64_t wait_us = seconds > 3600 ? WAIT_LONGEST_US : (int64_t)seconds * CLOCK_SECOND_US;
    return wait_us ? wait_us : CLOCK_SECOND_US;
}

/* "410 Gone", and the word behind it by which Slack says why: "channel_is_archived". Nothing else of a body is shown: it may hold the
   address that was called. */
static struct text print_status(
    const struct alert_sending *sending, const struct http_call_reply *reply)
{
    struct arena *arena = sending->call->arena;
    struct text word = text_trim(reply->body);
    struct text status =
        arena_format(arena, "it answers %u %s", reply->status, http_status_text(reply->status));
    bool is_word = word.len > 0 && word.len <= WORD_BYTES;
    for (size_t i = 0; is_word && i < word.len; i++)
        is_word = (word.at[i] >= 'a' && word.at[i] <= 'z') || word.at[i] == '_';
    if (!is_word || text_find_text(sending->address, word) >= 0)
        return status;
    return arena_format(arena, "%.*s: %.*s", TEXT_ARG(status), TEXT_ARG(word));
}

/* A server counts calls for the whole channel: none may be made before it says so. */
static bool wait_as_asked(struct alert_sending *sending, int64_t wait_us, struct err *err)
{
    struct outbox_call *call = sending->call;
    wait_us = wait_us ? wait_us : WAIT_UNSAID_US;
    sending->result.is_uncounted = call->now_us - call->message->created_us < PATIENCE_US;
    return outbox_hold(
               call->db, ALERT_CHANNEL, sending->channel.id, clock_now_us() + wait_us, err) &&
           alert_send_put_off(sending, wait_us,
               arena_format(call->arena, "it asks to wait for %lld seconds (429 Too Many Requests)",
                   (long long)(wait_us / CLOCK_SECOND_US)),
               err);
}

/* The connectors that Workflows replace answer 200 to what they could not deliver, and say so in the body. */
static bool is_lie(const struct alert_sending *sending, const struct http_call_reply *reply)
{
    return sending->channel.kind == ALERT_CHANNEL_TEAMS &&
           text_find_text(reply->body, TEXT("delivery failed with error")) >= 0;
}

static bool judge(
    struct alert_sending *sending, const struct http_call_reply *reply, struct err *err)
{
    unsigned status = reply->status;
    struct text words = print_status(sending, reply);
    if (status >= 200 && status < 300 && is_lie(sending, reply))
        return alert_send_put_off(
            sending, 0, TEXT("it says that the delivery failed, beside 200 OK"), err);
    if (status >= 200 && status < 300)
        return alert_send_arrived(sending, words, err);
    if (status == 429)
        return wait_as_asked(sending, read_wait(reply), err);
    if (status >= 500 || status == 408 || status == 425)
        return alert_send_put_off(sending, read_wait(reply), words, err);
    if (status >= 300 && status < 400)
        return alert_send_refused(sending, true,
            TEXT("it answers with a redirect, which is not followed: set the address that it "
                 "leads to"),
            err);
    bool is_gone = status == 401 || status == 403 || status == 404 || status == 410;
    return alert_send_refused(sending, is_gone, words, err);
}

/* The host is part of the address: "it" stands for it, and for its name without the port. */
static struct text hide(struct text words, struct text name, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (ptrdiff_t at; name.len && (at = text_find_text(words, name)) >= 0;) {
        buf_add(&out, text_slice(words, 0, (size_t)at));
        buf_add_z(&out, "it");
        words = text_from(words, (size_t)at + name.len);
    }
    buf_add(&out, words);
    struct text hidden = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return hidden;
}

/* Without an answer. */
static bool judge_failure(struct alert_sending *sending, const struct err *why, struct err *err)
{
    struct outbox_call *call = sending->call;
    struct text host = http_call_host(sending->address);
    ptrdiff_t port = text_find_last(host, ':');
    struct text words = hide(text_of(why->text), host, call->arena);
    if (port > 0)
        words = hide(words, text_slice(host, 0, (size_t)port), call->arena);
    if (why->code == ERR_USAGE)
        return alert_send_refused(sending, true, TEXT("the address cannot be called"), err);
    if (why->code == ERR_LIMIT)
        return alert_send_refused(sending, false, words, err);
    /* One that does not answer holds up a sender for long: the next messages to it give others their turn. */
    return outbox_hold(call->db, ALERT_CHANNEL, sending->channel.id,
               clock_now_us() + WAIT_FOR_NETWORK_US, err) &&
           alert_send_put_off(sending, 0, words, err);
}

bool alert_send_http(struct alert_sending *sending, struct err *err)
{
    struct posting posting = {.sending = sending};
    struct outbox_call *call = sending->call;
    struct http_call_reply reply;
    struct err why = {0};
    format(&posting);
    add_header(&posting, "Content-Type", TEXT("application/json"));
    if (sending->channel.kind == ALERT_CHANNEL_WEBHOOK && !sign(&posting, err))
        return false;
    const struct http_call http = {.method = TEXT("POST"),
        .url = sending->address,
        .headers = posting.headers,
        .header_count = posting.header_count,
        .body = posting.body,
        .max_reply_bytes = REPLY_BYTES,
        .total_seconds = CALL_SECONDS};
    if (!arena_check(call->arena, err))
        return false;
    if (!fetch_run(call->tools->fetch, &http, call->arena, &reply, &why))
        return judge_failure(sending, &why, err);
    return judge(sending, &reply, err);
}
