/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_compose.h"

#include <stdlib.h>

#include "alert/alert_compose_rows.h"
#include "alert/alert_remedy.h"
#include "ticket/ticket_rows.h"

static struct alert_message message_of(
    const struct alert_scope *scope, const struct alert_compose_about *about)
{
    return (struct alert_message){.kind = about->kind,
        .cause = about->cause,
        .team_id = scope->team_id,
        .team = scope->team,
        .time_zone = scope->time_zone,
        .at_us = scope->now_us,
        .subject = TEXT(""),
        .days = about->days,
        .priority = -1,
        .outcome = TEXT(""),
        .vulnerability = TEXT(""),
        .summary = TEXT(""),
        .epss_millionths = -1,
        .cvss_tenths = -1,
        .fixed = TEXT(""),
        .remedy = TEXT(""),
        .link = TEXT("")};
}

static bool send(struct alert_compose *compose, size_t channel, const struct alert_message *message,
    struct text key, struct err *err)
{
    const struct alert_scope *scope = compose->scope;
    if (!alert_channel_tell(scope->db, &scope->channels[channel], message, key, scope->now_us, err))
        return false;
    compose->message_count++;
    return true;
}

static void name(struct alert_compose *compose, size_t channel, enum alert_kind kind,
    const struct alert_ticket *tickets, size_t count)
{
    for (size_t i = 0; i < count; i++)
        *VEC_ADD(&compose->named) = (struct alert_compose_named){
            tickets[i].affected.ticket_id, tickets[i].part_id, channel, kind};
}

static struct alert_affected *affected_of(
    const struct alert_ticket *tickets, size_t count, struct arena *arena)
{
    struct alert_affected *affected = arena_take_array(arena, count, sizeof *affected);
    for (size_t i = 0; affected && i < count; i++)
        affected[i] = tickets[i].affected;
    return affected;
}

/* -- one flaw -- */

/* The version that mends it, when all say the same. */
static struct text common_fix(const struct alert_ticket *tickets, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (!text_eq(tickets[i].fixed, tickets[0].fixed))
            return TEXT("");
    return tickets[0].fixed;
}

static void tell_of_flaw(struct alert_message *message, const struct alert_ticket *worst)
{
    message->priority = worst->affected.priority;
    message->outcome = worst->outcome;
    message->vulnerability_id = worst->vulnerability_id;
    message->vulnerability = worst->affected.vulnerability;
    message->summary = worst->summary;
    message->is_kev = worst->is_kev;
    message->is_ransomware = worst->is_ransomware;
    message->is_malicious = worst->is_malicious;
    message->kev_due_us = worst->kev_due_us;
    message->epss_millionths = worst->epss_millionths;
    message->severity = worst->severity;
    message->cvss_tenths = worst->cvss_tenths;
}

static struct text link_of_flaw(
    const struct alert_scope *scope, const struct alert_ticket *worst, int64_t total)
{
    if (total == 1)
        return arena_format(scope->arena, "/tickets/%lld", (long long)worst->affected.ticket_id);
    return arena_format(scope->arena, "/tickets?team=%lld&vulnerability=%.*s",
        (long long)scope->team_id, TEXT_ARG(worst->affected.vulnerability));
}

bool alert_compose_flaw(struct alert_compose *compose, size_t channel,
    const struct alert_compose_about *about, struct err *err)
{
    const struct alert_scope *scope = compose->scope;
    struct alert_message message = message_of(scope, about);
    struct alert_ticket *tickets;
    size_t count;
    struct alert_flaw_sums sums;
    if (!alert_compose_rows_flaw(scope, about->vulnerability_id, &tickets, &count, &sums, err))
        return false;
    if (count == 0) /* closed since it was decided, in this very transaction: it cannot be */
        return true;
    message.total = sums.total;
    message.service_count = sums.service_count;
    memcpy(message.by_priority, sums.by_priority, sizeof message.by_priority);
    tell_of_flaw(&message, &tickets[0]);
    message.affected = affected_of(tickets, count, scope->arena);
    message.affected_count = count;
    message.fixed = common_fix(tickets, count);
    message.link = link_of_flaw(scope, &tickets[0], message.total);
    if (!alert_remedy_find(scope, tickets, count, message.fixed, &message.remedy, err) ||
        !arena_check(scope->arena, err) || !send(compose, channel, &message, about->key, err))
        return false;
    name(compose, channel, about->kind, tickets, count);
    return true;
}

/* -- a digest -- */

static bool find_subject(const struct alert_scope *scope, const struct alert_compose_about *about,
    struct alert_message *message, struct err *err)
{
    message->link = arena_format(scope->arena, "/tickets?team=%lld", (long long)scope->team_id);
    return about->part_id == 0 || alert_compose_rows_part(scope, about->part_id, &message->subject,
                                      &message->component_count, &message->link, err);
}

bool alert_compose_digest(struct alert_compose *compose, size_t channel,
    const struct alert_compose_about *about, struct err *err)
{
    const struct alert_scope *scope = compose->scope;
    struct alert_message message = message_of(scope, about);
    struct alert_ticket *tickets;
    size_t count;
    if (!alert_compose_rows_tickets(
            scope, about->ticket_ids, about->ticket_count, &tickets, &count, err) ||
        !find_subject(scope, about, &message, err))
        return false;
    message.affected = affected_of(tickets, count, scope->arena);
    message.affected_count = count;
    message.total = about->total;
    message.service_count = about->service_count;
    message.from_us = about->from_us;
    message.until_us = about->until_us;
    for (int i = 0; i < ALERT_PRIORITIES; i++) {
        message.by_priority[i] = about->by_priority[i];
        if (about->by_priority[i])
            message.priority = i;
    }
    for (size_t i = 0; i < count; i++)
        message.is_kev = message.is_kev || tickets[i].is_kev;
    if (!arena_check(scope->arena, err) || !send(compose, channel, &message, about->key, err))
        return false;
    name(compose, channel, about->kind, tickets, count);
    return true;
}

/* -- the tickets' histories -- */

static int by_ticket(const void *left, const void *right)
{
    const struct alert_compose_named *a = left, *b = right;
    if (a->ticket_id != b->ticket_id)
        return a->ticket_id < b->ticket_id ? -1 : 1;
    return a->channel < b->channel ? -1 : a->channel > b->channel;
}

static struct text detail_of(
    const struct alert_compose *compose, size_t from, size_t to, struct text *ret_words)
{
    const struct alert_scope *scope = compose->scope;
    struct text words = {"", 0};
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_z(&out, "alert", alert_kind_name(compose->named.at[from].kind));
    json_print_member_open(&out, "channels", '[');
    for (size_t i = from; i < to; i++) {
        size_t channel = compose->named.at[i].channel;
        if (i > from && channel == compose->named.at[i - 1].channel)
            continue;
        json_print_open(&out, '{');
        json_print_member_id(&out, "id", scope->channels[channel].id);
        json_print_member(&out, "name", scope->channels[channel].name);
        json_print_close(&out, '}');
        words =
            arena_join(scope->arena, words, words.len ? ", " : "", scope->channels[channel].name);
    }
    json_print_close(&out, ']');
    json_print_close(&out, '}');
    struct text detail = arena_text(scope->arena, buf_text(&out));
    buf_done(&out);
    *ret_words = words;
    return detail;
}

/* Nobody is told of it: that somebody was told is no news. */
static bool add_event(struct alert_compose *compose, size_t from, size_t to, struct err *err)
{
    const struct alert_scope *scope = compose->scope;
    struct text words, detail = detail_of(compose, from, to, &words);
    struct ticket_event event = {.ticket_id = compose->named.at[from].ticket_id,
        .team_id = scope->team_id,
        .part_id = compose->named.at[from].part_id,
        .at_us = scope->now_us,
        .kind = "alerted",
        .text = arena_format(scope->arena, "Alert sent to %.*s", TEXT_ARG(words)),
        .detail = detail,
        .generation = TEXT("")};
    return arena_check(scope->arena, err) && ticket_rows_keep_event(scope->db, NULL, &event, err);
}

bool alert_compose_end(struct alert_compose *compose, struct err *err)
{
    size_t count = compose->named.len, from = 0;
    bool is_ok = true;
    if (count)
        qsort(compose->named.at, count, sizeof *compose->named.at, by_ticket);
    for (size_t i = 1; is_ok && i <= count; i++)
        if (i == count || compose->named.at[i].ticket_id != compose->named.at[from].ticket_id) {
            is_ok = add_event(compose, from, i, err);
            from = i;
        }
    return is_ok;
}

void alert_compose_done(struct alert_compose *compose)
{
    VEC_DONE(&compose->named);
}
