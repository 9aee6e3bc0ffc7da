/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_send.h"

#include "alert/alert_send_http.h"
#include "alert/alert_send_mail.h"
#include "store/vault.h"
#include "ticket/notice.h"

struct text alert_send_purpose(int64_t id, const char *what, struct arena *arena)
{
    return arena_format(arena, "alert_channel:%lld:%s", (long long)id, what);
}

/* -- what came of it -- */

static void end(struct alert_sending *sending, enum outbox_state state, struct text words)
{
    struct text said = text_front(words, sizeof sending->result.words - 1);
    sending->result.state = state;
    memcpy(sending->result.words, said.at, said.len);
    sending->result.words[said.len] = '\0';
}

bool alert_send_arrived(struct alert_sending *sending, struct text words, struct err *err)
{
    struct outbox_call *call = sending->call;
    end(sending, OUTBOX_SENT, words);
    return alert_channel_note(
        call->db, sending->channel.id, &(struct alert_channel_outcome){.at_us = call->now_us}, err);
}

struct noting {
    struct alert_sending *sending;
    struct alert_channel_outcome outcome;
};

/* In the inboxes of those who can mend it. */
static bool tell_admins(
    struct db *db, const struct alert_sending *sending, struct arena *arena, struct err *err)
{
    const struct alert_channel *channel = &sending->channel;
    int64_t *admins;
    size_t count;
    if (!alert_channel_admins(db, channel->team_id, arena, &admins, &count, err))
        return false;
    struct notice *notices = arena_take_array(arena, count, sizeof *notices);
    for (size_t i = 0; notices && i < count; i++)
        notices[i] = (struct notice){.account_id = admins[i],
            .team_id = channel->team_id,
            .subject_id = channel->id,
            .kind = TEXT(ALERT_CHANNEL_NOTICE),
            .reason = NOTICE_TEAM,
            .count = 1,
            .text = channel->name,
            .updated_us = sending->call->now_us};
    return arena_check(arena, err) && notice_write(db, notices, count, err);
}

/* Whoever tests a channel sees what comes of it: nobody is told besides. */
static bool note_trouble(struct db *db, void *context, struct err *err)
{
    const struct noting *noting = context;
    const struct alert_sending *sending = noting->sending;
    struct alert_channel now;
    struct arena arena;
    bool is_there = false, is_first = false;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = alert_channel_note(db, sending->channel.id, &noting->outcome, err) &&
                 alert_channel_get(db, sending->channel.id, &arena, &now, &is_there, err);
    if (is_ok && is_there && alert_channel_is_failing(&now) && sending->message.kind != ALERT_TEST)
        is_ok = alert_channel_note_told(db, now.id, noting->outcome.at_us, &is_first, err) &&
                (!is_first || tell_admins(db, sending, &arena, err));
    arena_done(&arena);
    return is_ok;
}

static bool note(struct alert_sending *sending, struct text trouble, bool is_gone, struct err *err)
{
    struct noting noting = {sending, {trouble, is_gone, sending->call->now_us}};
    return db_transact(sending->call->db, note_trouble, &noting, err);
}

bool alert_send_refused(
    struct alert_sending *sending, bool is_gone, struct text words, struct err *err)
{
    end(sending, OUTBOX_FAILED, words);
    return note(sending, words, is_gone, err);
}

bool alert_send_put_off(
    struct alert_sending *sending, int64_t wait_us, struct text words, struct err *err)
{
    bool is_test = sending->message.kind == ALERT_TEST;
    end(sending, is_test ? OUTBOX_FAILED : OUTBOX_WAITING, words);
    sending->result.wait_us = wait_us;
    return note(sending, words, false, err);
}

/* -- one message -- */

static bool (*const senders[ALERT_CHANNEL_KINDS])(
    struct alert_sending *sending, struct err *err) = {
    [ALERT_CHANNEL_SLACK] = alert_send_http,
    [ALERT_CHANNEL_TEAMS] = alert_send_http,
    [ALERT_CHANNEL_MATTERMOST] = alert_send_http,
    [ALERT_CHANNEL_WEBHOOK] = alert_send_http,
    [ALERT_CHANNEL_MAIL] = alert_send_mail,
};

/* Reads what is to be sent, and to whom; *ret_goes_on is false when that has ended already. */
static bool prepare(struct alert_sending *sending, bool *ret_goes_on, struct err *err)
{
    struct outbox_call *call = sending->call;
    const struct alert_page_options options = {
        text_of(call->tools->url), sending->channel.is_japanese};
    struct err why = {0};
    *ret_goes_on = alert_message_read(&sending->message, call->message->body, call->arena, &why);
    if (!*ret_goes_on) {
        end(sending, OUTBOX_FAILED, text_of(why.text));
        return true;
    }
    *ret_goes_on = sending->channel.is_on || sending->message.kind == ALERT_TEST;
    if (!*ret_goes_on) {
        end(sending, OUTBOX_SKIPPED, TEXT("the channel is switched off"));
        return true;
    }
    return alert_channel_name_people(call->db, &sending->message, call->arena, err) &&
           vault_open(call->tools->vault,
               alert_send_purpose(sending->channel.id, "address", call->arena),
               sending->channel.address, call->arena, &sending->address, err) &&
           alert_page_make(&sending->page, &sending->message, &options, call->arena, err);
}

bool alert_send(struct outbox_call *call, struct outbox_result *ret_result, struct err *err)
{
    struct alert_sending sending = {.call = call};
    bool is_there, goes_on = true;
    if (!alert_channel_get(
            call->db, call->message->target_id, call->arena, &sending.channel, &is_there, err))
        return false;
    if (!is_there)
        end(&sending, OUTBOX_SKIPPED, TEXT("the channel was taken away"));
    else if (!senders[sending.channel.kind])
        end(&sending, OUTBOX_FAILED, TEXT("nothing here sends to channels of this kind"));
    else if (!prepare(&sending, &goes_on, err) ||
             (goes_on && !senders[sending.channel.kind](&sending, err)))
        return false;
    *ret_result = sending.result;
    return true;
}
