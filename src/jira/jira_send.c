/* SPDX-License-Identifier: Apache-2.0 */
#include "jira/jira_send.h"

#include <stdarg.h>
#include <stdio.h>

#define WAIT_FOR_PEOPLE_US (3600 * CLOCK_SECOND_US)
#define WAIT_FOR_NETWORK_US (10 * CLOCK_SECOND_US)

bool jira_send_end(struct jira_sending *sending, enum outbox_state state, const char *words, ...)
{
    va_list list;
    char room[ERR_TEXT_SIZE];
    va_start(list, words);
    vsnprintf(room, sizeof room, words, list);
    va_end(list);
    struct text said = text_front(text_of(room), sizeof sending->result.words - 1);
    sending->result.state = state;
    memcpy(sending->result.words, said.at, said.len);
    sending->result.words[said.len] = '\0';
    return false;
}

int64_t jira_send_seq(const struct jira_sending *sending)
{
    struct json body;
    int64_t seq = 0;
    if (!json_read(&body, sending->call->message->body, NULL))
        return 0;
    if (!text_read_i64(json_get_text(json_root(&body), "seq"), &seq))
        seq = 0;
    json_done(&body);
    return seq;
}

/* -- what an answer means -- */

/* The connection does not work until somebody mends it: all that waits for it waits, and is tried once an hour. */
static bool tell_trouble(
    struct jira_sending *sending, const char *why, bool is_uncounted, struct err *err)
{
    struct outbox_call *call = sending->call;
    int64_t until_us = call->now_us + WAIT_FOR_PEOPLE_US;
    if (!jira_note_trouble(call->db, sending->jira.id, text_of(why), call->now_us, err) ||
        !outbox_hold(call->db, TRACKER_CHANNEL, sending->jira.id, until_us, err))
        return false;
    sending->result.wait_us = WAIT_FOR_PEOPLE_US;
    sending->result.is_uncounted = is_uncounted;
    return jira_send_end(sending, OUTBOX_WAITING, "%s", why);
}

/* Jira counts calls for all: none may be made before it says so. */
static bool wait_as_asked(
    struct jira_sending *sending, const struct jira_answer *answer, struct err *err)
{
    struct outbox_call *call = sending->call;
    int64_t wait_us = answer->wait_us ? answer->wait_us : 60 * CLOCK_SECOND_US;
    if (!outbox_hold(call->db, TRACKER_CHANNEL, sending->jira.id, clock_now_us() + wait_us, err))
        return false;
    sending->result.wait_us = wait_us;
    sending->result.is_uncounted = true;
    return jira_send_end(sending, OUTBOX_WAITING,
        "Jira asks to wait for %lld seconds (429 Too Many Requests)",
        (long long)(wait_us / CLOCK_SECOND_US));
}

static bool judge(struct jira_sending *sending, const struct jira_answer *answer, struct err *err)
{
    char why[ERR_TEXT_SIZE];
    snprintf(why, sizeof why, "Jira answers %u: %.*s", answer->status, TEXT_ARG(answer->words));
    if (answer->status == 401)
        return tell_trouble(
            sending, "Jira refuses the token (401): make a new one, and set it here", true, err);
    if (answer->status == 403)
        return tell_trouble(sending, why, false, err);
    if (answer->status == 429)
        return wait_as_asked(sending, answer, err);
    if (answer->status >= 500 || answer->status == 408 || answer->status == 409) {
        sending->result.wait_us = answer->wait_us;
        return jira_send_end(sending, OUTBOX_WAITING, "%s", why);
    }
    if (answer->status >= 300 && answer->status < 400)
        return tell_trouble(sending,
            "Jira answers with a redirect, which is not followed: set the address that it leads to",
            false, err);
    return jira_send_end(sending, OUTBOX_FAILED, "%s", why);
}

/* What works ends the trouble. */
static bool take(struct jira_sending *sending, const struct jira_answer *answer, struct err *err)
{
    struct outbox_call *call = sending->call;
    if (answer->status < 200 || answer->status >= 300)
        return judge(sending, answer, err);
    return jira_note_trouble(call->db, sending->jira.id, TEXT(""), call->now_us, err);
}

/* One that does not answer holds up a sender for long: the next messages to it give others their turn. */
static bool wait_for_network(struct jira_sending *sending, const char *why, struct err *err)
{
    int64_t until_us = clock_now_us() + WAIT_FOR_NETWORK_US;
    return outbox_hold(sending->call->db, TRACKER_CHANNEL, sending->jira.id, until_us, err) &&
           jira_send_end(sending, OUTBOX_WAITING, "%s", why);
}

/* Where no answer came: a network mends itself, an address that is refused or a certificate does not. */
static bool ask(struct jira_sending *sending, const char *method, struct text path,
    struct text body, struct jira_answer *ret_answer, struct err *err)
{
    struct err why = {0};
    if (jira_site_ask(&sending->site, method, path, body, ret_answer, &why))
        return true;
    if (why.code == ERR_LIMIT)
        return jira_send_end(sending, OUTBOX_WAITING, "%s", why.text);
    if (why.code == ERR_BUSY)
        return wait_for_network(sending, why.text, err);
    return tell_trouble(sending, why.text, false, err);
}

bool jira_send_ask(struct jira_sending *sending, const char *method, struct text path,
    struct text body, struct jira_answer *ret_answer, struct err *err)
{
    if (!ask(sending, method, path, body, ret_answer, err))
        return false;
    return take(sending, ret_answer, err);
}

bool jira_send_ask_issue(struct jira_sending *sending, const char *method, const char *path,
    struct text body, struct jira_answer *ret_answer, struct err *err)
{
    struct outbox_call *call = sending->call;
    struct jira_link *link = &sending->link;
    struct text whole = arena_format(sending->arena, "/issue/%.*s%s",
        TEXT_ARG(jira_site_escape(link->issue_id, sending->arena)), path);
    if (!ask(sending, method, whole, body, ret_answer, err))
        return false;
    if (ret_answer->status != 404)
        return take(sending, ret_answer, err);
    link->state = JIRA_GONE;
    return jira_link_write(call->db, link, call->now_us, err) &&
           jira_send_end(sending, OUTBOX_FAILED,
               "%.*s is not there any more: it was deleted, or moved where this account does not see it",
               TEXT_ARG(link->issue_key));
}

/* -- one message -- */

static const struct {
    const char *kind;
    bool (*send)(struct jira_sending *sending, struct err *err);
} kinds[] = {
    {TRACKER_CREATE, jira_send_issue},
    {TRACKER_STATE, jira_send_state},
    {TRACKER_COMMENT, jira_send_comment},
    {TRACKER_ASSIGN, jira_send_assignee},
};

/* Finds what the message is about. */
static bool find(struct jira_sending *sending, struct err *err)
{
    struct outbox_call *call = sending->call;
    bool is_there;
    if (!jira_find(
            call->db, call->message->target_id, sending->arena, &sending->jira, &is_there, err))
        return false;
    if (!is_there)
        return jira_send_end(sending, OUTBOX_SKIPPED, "the connection was taken away");
    if (!sending->jira.is_on) {
        sending->result.wait_us = WAIT_FOR_PEOPLE_US;
        sending->result.is_uncounted = true;
        return jira_send_end(sending, OUTBOX_WAITING, "the connection is switched off");
    }
    if (!jira_link_find(
            call->db, call->message->ticket_id, sending->arena, &sending->link, &is_there, err))
        return false;
    if (!is_there || sending->link.tracker_id != sending->jira.id)
        return jira_send_end(sending, OUTBOX_SKIPPED, "the ticket is linked to no issue any more");
    if (sending->link.state == JIRA_GONE)
        return jira_send_end(sending, OUTBOX_SKIPPED, "the issue is not there any more");
    return true;
}

static bool send_kind(struct jira_sending *sending, struct err *err)
{
    struct text kind = sending->call->message->kind;
    if (sending->link.state == JIRA_WANTED && !text_is(kind, TRACKER_CREATE))
        return jira_send_end(sending, OUTBOX_SKIPPED, "no issue could be made for the ticket");
    for (size_t i = 0; i < LEN_OF(kinds); i++)
        if (text_is(kind, kinds[i].kind))
            return kinds[i].send(sending, err);
    return jira_send_end(sending, OUTBOX_FAILED, "there is no such message");
}

bool jira_send(struct outbox_call *call, struct outbox_result *ret_result, struct err *err)
{
    struct jira_sending sending = {.call = call, .arena = call->arena};
    struct err why = {0};
    bool goes_on = find(&sending, &why) &&
                   jira_site_open(&sending.site, &sending.jira, call->tools, call->arena, &why) &&
                   send_kind(&sending, &why);
    jira_site_done(&sending.site);
    if (!goes_on && why.code != ERR_NONE)
        return err_set(err, why.code, "%s", why.text);
    *ret_result = sending.result;
    return true;
}
