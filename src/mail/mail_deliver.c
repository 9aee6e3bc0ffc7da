/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/mail_deliver.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "net/http_call.h"
#include "sandbox/fetch.h"

/* Until somebody mends what stops all mail. */
#define WAIT_FOR_PEOPLE_US (600 * CLOCK_SECOND_US)

enum { STATUS_LATER = 400, STATUS_NEVER = 500 };

struct delivery {
    const struct mail_call *call;
    const struct mail_letter *letter;
    struct mail_server server;
    struct mail_outcome outcome;
};

static void say(struct delivery *it, enum outbox_state state, const char *format, ...)
    PRINTF_LIKE(3, 4);
static void say(struct delivery *it, enum outbox_state state, const char *format, ...)
{
    struct outbox_result *result = &it->outcome.result;
    char room[2 * ERR_TEXT_SIZE];
    va_list list;
    va_start(list, format);
    vsnprintf(room, sizeof room, format, list);
    va_end(list);
    struct text said = text_front(text_of(room), sizeof result->words - 1);
    result->state = state;
    memcpy(result->words, said.at, said.len);
    result->words[said.len] = '\0';
}

/* -- the message -- */

/* The host of a URL without its port. */
static struct text host_of(const char *url)
{
    struct text host = http_call_host(text_of(url));
    ptrdiff_t colon = text_find_last(host, ':');
    return colon > 0 ? text_slice(host, 0, (size_t)colon) : host;
}

static bool is_name(struct text host)
{
    bool has_letter = false;
    for (size_t i = 0; i < host.len; i++)
        has_letter |= text_is_alpha(host.at[i]);
    return has_letter && text_find(host, '.') > 0 && text_find(host, '[') < 0;
}

static struct text domain_of(struct text address)
{
    return text_from(address, (size_t)text_find_last(address, '@') + 1);
}

static bool print(struct delivery *it, struct buf *out, struct err *err)
{
    const struct mail_letter *letter = it->letter;
    struct arena *arena = it->call->arena;
    struct text host = host_of(it->call->tools->url);
    bool is_list = letter->stream.len && text_find(host, '[') < 0;
    const struct mime_message message = {
        .from = {it->server.from_name, it->server.from_address},
        .to = letter->to,
        .to_count = letter->to_count,
        .subject = letter->subject,
        .text = letter->text,
        .html = letter->html,
        .id = arena_format(arena, "kenzen-%.*s@%.*s", TEXT_ARG(letter->key),
            TEXT_ARG(domain_of(it->server.from_address))),
        .date_us = letter->date_us,
        .list_id = is_list
                       ? arena_format(arena, "%.*s.%.*s", TEXT_ARG(letter->stream), TEXT_ARG(host))
                       : TEXT(""),
        .unsubscribe_url = letter->unsubscribe_url,
    };
    return arena_check(arena, err) && mime_print(out, &message, err);
}

/* -- what became of it -- */

/* Nothing goes out before somebody mends this; it is not the letter's fault. */
static bool tell_trouble(struct delivery *it, struct text why, struct err *err)
{
    say(it, OUTBOX_WAITING, "%.*s", TEXT_ARG(why));
    it->outcome.result.is_uncounted = true;
    it->outcome.result.wait_us = WAIT_FOR_PEOPLE_US;
    return mail_note(it->call->db, why, it->call->now_us, err);
}

static bool judge_failure(struct delivery *it, const struct err *why, struct err *err)
{
    if (why->code != ERR_BUSY)
        return tell_trouble(it, text_of(why->text), err);
    say(it, OUTBOX_WAITING, "%s", why->text);
    return mail_note(it->call->db, text_of(why->text), it->call->now_us, err);
}

static const char *stage_words(enum smtp_stage stage)
{
    static const char *const words[] = {
        [SMTP_GREETING] = "refuses us",
        [SMTP_SIGN_IN] = "refuses the user or the password",
        [SMTP_SENDER] = "refuses the From address",
        [SMTP_RECIPIENT] = "refuses the recipient",
        [SMTP_MESSAGE] = "refuses the message",
    };
    return words[stage];
}

static bool is_any_put_off(const struct smtp_reply *reply)
{
    for (size_t i = 0; i < reply->refused_count; i++)
        if (reply->refused[i].status < STATUS_NEVER)
            return true;
    return false;
}

static bool judge_refusal(struct delivery *it, const struct smtp_reply *reply, struct err *err)
{
    struct text why = arena_format(it->call->arena, "%.*s %s: %u %.*s", TEXT_ARG(it->server.host),
        stage_words(reply->stage), reply->status, TEXT_ARG(reply->words));
    bool is_later = reply->status < STATUS_NEVER || is_any_put_off(reply);
    if (is_later) {
        say(it, OUTBOX_WAITING, "%.*s", TEXT_ARG(why));
        return true;
    }
    if (reply->stage <= SMTP_SENDER)
        return tell_trouble(it, why, err);
    say(it, OUTBOX_FAILED, "%.*s", TEXT_ARG(why));
    return true;
}

/* Some of several got it: the others are told apart into those that were refused and those that may get it yet. */
static void tell_refused(struct delivery *it, const struct smtp_reply *reply)
{
    const struct mail_letter *letter = it->letter;
    struct mime_address *later =
        arena_take_array(it->call->arena, reply->refused_count, sizeof *later);
    const struct smtp_refusal *first = &reply->refused[0];
    for (size_t i = 0; later && i < reply->refused_count; i++)
        if (reply->refused[i].status < STATUS_NEVER)
            later[it->outcome.later_count++] = letter->to[reply->refused[i].place];
    it->outcome.later = later;
    say(it, OUTBOX_SENT, "%.*s took it for %zu of %zu; %.*s: %u %.*s", TEXT_ARG(it->server.host),
        letter->to_count - reply->refused_count, letter->to_count,
        TEXT_ARG(letter->to[first->place].address), first->status, TEXT_ARG(first->words));
}

static bool judge(struct delivery *it, const struct smtp_reply *reply, struct err *err)
{
    it->outcome.is_answered = true;
    if (!reply->is_taken)
        return judge_refusal(it, reply, err);
    say(it, OUTBOX_SENT, "%.*s took it: %u %.*s", TEXT_ARG(it->server.host), reply->status,
        TEXT_ARG(reply->words));
    if (reply->refused_count)
        tell_refused(it, reply);
    return mail_note(it->call->db, TEXT(""), it->call->now_us, err);
}

/* -- sending -- */

static bool send_message(struct delivery *it, struct text message, struct text password,
    const struct text *to, struct err *err)
{
    const struct mail_call *call = it->call;
    struct text host = host_of(call->tools->url);
    struct smtp_reply reply;
    struct err why = {0};
    const struct smtp_call smtp = {
        .host = it->server.host,
        .port = (unsigned)it->server.port,
        .security = it->server.security,
        .user = it->server.user,
        .password = password,
        .greeting = is_name(host) ? host : TEXT(""),
        .from = it->server.from_address,
        .to = to,
        .to_count = it->letter->to_count,
        .message = message,
        .authorities = it->server.authorities,
    };
    if (!fetch_mail(call->tools->fetch, &smtp, call->arena, &reply, &why))
        return judge_failure(it, &why, err);
    return judge(it, &reply, err);
}

static bool deliver(struct delivery *it, struct err *err)
{
    struct arena *arena = it->call->arena;
    struct text password;
    struct buf message;
    struct text *to = arena_take_array(arena, it->letter->to_count, sizeof *to);
    for (size_t i = 0; to && i < it->letter->to_count; i++)
        to[i] = it->letter->to[i].address;
    if (!arena_check(arena, err) ||
        !mail_password(it->call->tools->vault, &it->server, arena, &password, err))
        return false;
    buf_init(&message, LIMIT_MAIL_BYTES);
    struct err why = {0};
    bool is_done = true;
    if (print(it, &message, &why))
        is_done = send_message(it, buf_text(&message), password, to, err);
    else /* it will be no better another time */
        say(it, OUTBOX_FAILED, "%s", why.text);
    buf_done(&message);
    return is_done;
}

bool mail_deliver(const struct mail_call *call, const struct mail_letter *letter,
    struct mail_outcome *ret_outcome, struct err *err)
{
    struct delivery it = {.call = call, .letter = letter};
    bool is_set;
    if (!mail_find(call->db, call->arena, &it.server, &is_set, err))
        return false;
    if (!is_set || !it.server.is_on)
        say(&it, OUTBOX_SKIPPED, is_set ? "mail is switched off" : "no mail server is set");
    else if (!deliver(&it, err))
        return false;
    *ret_outcome = it.outcome;
    return true;
}
