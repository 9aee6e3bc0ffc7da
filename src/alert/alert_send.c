/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_send.h"

#include <stdio.h>

#include "alert/alert_send_http.h"
#include "store/vault.h"

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

bool alert_send_refused(
    struct alert_sending *sending, bool is_gone, struct text words, struct err *err)
{
    struct outbox_call *call = sending->call;
    end(sending, OUTBOX_FAILED, words);
    const struct alert_channel_outcome outcome = {words, is_gone, call->now_us};
    return alert_channel_note(call->db, sending->channel.id, &outcome, err);
}

bool alert_send_put_off(
    struct alert_sending *sending, int64_t wait_us, struct text words, struct err *err)
{
    struct outbox_call *call = sending->call;
    bool is_test = sending->message.kind == ALERT_TEST;
    end(sending, is_test ? OUTBOX_FAILED : OUTBOX_WAITING, words);
    sending->result.wait_us = wait_us;
    const struct alert_channel_outcome outcome = {words, false, call->now_us};
    return alert_channel_note(call->db, sending->channel.id, &outcome, err);
}

/* -- one message -- */

static bool (*const senders[ALERT_CHANNEL_KINDS])(
    struct alert_sending *sending, struct err *err) = {
    [ALERT_CHANNEL_SLACK] = alert_send_http,
    [ALERT_CHANNEL_TEAMS] = alert_send_http,
    [ALERT_CHANNEL_MATTERMOST] = alert_send_http,
    [ALERT_CHANNEL_WEBHOOK] = alert_send_http,
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
