/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_send_mail.h"

#include "alert/alert_format.h"
#include "base/limits.h"
#include "mail/mail_deliver.h"
#include "mail/mail_letter.h"

/* How long it makes sense to go on about an alert. */
#define REST_US (2 * CLOCK_DAY_US)

static size_t read_addresses(struct text list, struct mime_address to[LIMIT_MAIL_RECIPIENTS])
{
    size_t count = 0;
    while (list.at && count < LIMIT_MAIL_RECIPIENTS) {
        struct text address = text_trim(text_cut(&list, ','));
        if (address.len)
            to[count++] = (struct mime_address){TEXT(""), address};
    }
    return count;
}

/* The others have it already: they must not get it again with those. */
static bool add_rest(struct alert_sending *sending, const struct alert_format_mail *mail,
    const struct mail_outcome *outcome, struct err *err)
{
    struct outbox_call *call = sending->call;
    for (size_t i = 0; i < outcome->later_count; i++) {
        const struct mail_letter_rest rest = {
            .kind = "alert",
            .key = arena_format(call->arena, "alert:%lld:%zu", (long long)call->message->id, i),
            .address = outcome->later[i].address,
            .subject = mail->subject,
            .text = mail->text,
            .html = mail->html,
            .about_id = sending->channel.id,
        };
        if (!mail_letter_add(
                call->db, call->tools->vault, &rest, call->now_us + REST_US, call->now_us, err))
            return false;
    }
    return true;
}

static struct text replace(struct text words, struct text from, struct text to, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (ptrdiff_t at; from.len && (at = text_find_text(words, from)) >= 0;) {
        buf_add(&out, text_slice(words, 0, (size_t)at));
        buf_add(&out, to);
        words = text_from(words, (size_t)at + from.len);
    }
    buf_add(&out, words);
    struct text replaced = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return replaced;
}

/* The addresses of a channel are for those who set them, and its log is for all of the team: neither what we say nor what the server
   says, which likes to repeat them, shows one whole. */
static struct text hide(struct text words, const struct mail_letter *letter, struct arena *arena)
{
    for (size_t i = 0; i < letter->to_count; i++) {
        struct text address = letter->to[i].address;
        words = replace(words, address, mail_letter_masked(address, arena), arena);
    }
    return words;
}

static bool judge(struct alert_sending *sending, const struct mail_letter *letter,
    const struct mail_outcome *outcome, struct err *err)
{
    const struct outbox_result *result = &outcome->result;
    struct text words = hide(text_of(result->words), letter, sending->call->arena);
    if (result->state == OUTBOX_SENT)
        return alert_send_arrived(sending, words, err);
    if (result->state != OUTBOX_WAITING)
        return alert_send_refused(sending, false, words, err);
    if (!alert_send_put_off(sending, result->wait_us, words, err))
        return false;
    sending->result.is_uncounted = result->is_uncounted;
    return true;
}

bool alert_send_mail(struct alert_sending *sending, struct err *err)
{
    struct outbox_call *call = sending->call;
    struct mime_address to[LIMIT_MAIL_RECIPIENTS];
    struct alert_format_mail mail;
    struct mail_outcome outcome;
    const struct mail_call how = {call->db, call->tools, call->arena, call->now_us};
    alert_format_mail(&sending->page, call->arena, &mail);
    const struct mail_letter letter = {
        .to = to,
        .to_count = read_addresses(sending->address, to),
        .subject = mail.subject,
        .text = mail.text,
        .html = mail.html,
        .key = arena_format(call->arena, "%lld", (long long)call->message->id),
        .date_us = call->message->created_us,
    };
    if (!letter.to_count)
        return alert_send_refused(sending, true, TEXT("the channel has no mail address"), err);
    return arena_check(call->arena, err) && mail_deliver(&how, &letter, &outcome, err) &&
           judge(sending, &letter, &outcome, err) && add_rest(sending, &mail, &outcome, err);
}
