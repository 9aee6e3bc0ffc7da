/* SPDX-License-Identifier: Apache-2.0 */
#include "job/outbox_run.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/log.h"

static const struct outbox_sender *find_sender(
    const struct outbox_sender *senders, struct text channel)
{
    for (; senders->channel; senders++)
        if (text_is(channel, senders->channel))
            return senders;
    return NULL;
}

static struct outbox_result send_message(
    const struct outbox_sender *senders, struct outbox_call *call)
{
    struct err why = {0};
    struct outbox_result result = {.state = OUTBOX_WAITING};
    const struct outbox_sender *sender = find_sender(senders, call->message->channel);
    if (!sender)
        err_set(&why, ERR_UNSUPPORTED, "nothing here sends by this way");
    if (sender && sender->send(call, &result, &why) && arena_check(call->arena, &why))
        return result;
    result = (struct outbox_result){.state = OUTBOX_WAITING};
    struct text words = text_front(text_of(why.text), sizeof result.words - 1);
    memcpy(result.words, words.at, words.len);
    return result;
}

bool outbox_run_next(struct db *db, const struct outbox_sender *senders,
    const struct api_tools *tools, int64_t now_us, bool *ret_has_run, struct err *err)
{
    struct arena arena;
    struct outbox_message message;
    bool is_taken = false;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    bool is_good = outbox_take(db, now_us, &arena, &message, &is_taken, err);
    if (is_good && is_taken) {
        struct outbox_call call = {db, &message, &arena, tools, now_us};
        struct outbox_result result = send_message(senders, &call);
        struct outbox_result told = result;
        if (result.state == OUTBOX_WAITING || result.state == OUTBOX_FAILED)
            log_warn("delivery", "message=%lld channel=%.*s kind=%.*s attempt=%lld outcome=\"%s\"",
                (long long)message.id, TEXT_ARG(message.channel), TEXT_ARG(message.kind),
                (long long)message.attempts, log_words(told.words));
        is_good = outbox_end(db, &message, clock_now_us(), &result, err);
    }
    arena_done(&arena);
    if (is_good)
        *ret_has_run = is_taken;
    return is_good;
}
