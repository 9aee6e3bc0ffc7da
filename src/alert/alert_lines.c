/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_lines.h"

#include <stdlib.h>

void alert_lines_add(struct alert_lines *lines, const struct alert_due *due, enum alert_kind kind)
{
    struct alert_line *line = lines->list.len ? &lines->list.at[lines->list.len - 1] : NULL;
    lines->total++;
    lines->by_priority[due->priority]++;
    *VEC_ADD(&lines->services) = due->service_id;
    if (!line || line->vulnerability_id != due->vulnerability_id) {
        *VEC_ADD(&lines->list) =
            (struct alert_line){due->vulnerability_id, due->ticket_id, due->rank, due->at_us, kind};
        return;
    }
    if (due->at_us < line->at_us)
        line->at_us = due->at_us;
    if (kind == ALERT_OVERDUE)
        line->kind = kind;
    if (due->rank > line->rank) {
        line->rank = due->rank;
        line->worst_ticket_id = due->ticket_id;
    }
}

void alert_lines_done(struct alert_lines *lines)
{
    VEC_DONE(&lines->list);
    VEC_DONE(&lines->services);
}

/* What is late stands before what will be. */
static int by_urgency(const void *left, const void *right)
{
    const struct alert_line *a = left, *b = right;
    bool is_late = a->kind == ALERT_OVERDUE, is_other_late = b->kind == ALERT_OVERDUE;
    if (is_late != is_other_late)
        return is_late ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank > b->rank ? -1 : 1;
    return a->worst_ticket_id < b->worst_ticket_id ? -1 : 1;
}

static int compare_ids(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int64_t count_services(struct alert_lines *lines)
{
    int64_t count = 0;
    if (lines->services.len)
        qsort(lines->services.at, lines->services.len, sizeof *lines->services.at, compare_ids);
    for (size_t i = 0; i < lines->services.len; i++)
        count += i == 0 || lines->services.at[i] != lines->services.at[i - 1];
    return count;
}

static bool tell_digest(struct alert_lines *lines, struct alert_compose *compose, size_t channel,
    const struct alert_lines_how *how, struct err *err)
{
    struct arena *arena = compose->scope->arena;
    int64_t *ids = arena_take_array(arena, ALERT_AFFECTED_MAX, sizeof *ids);
    struct alert_compose_about about = {.kind = ALERT_DIGEST,
        .cause = how->digest_cause,
        .ticket_ids = ids,
        .total = lines->total,
        .service_count = count_services(lines),
        .key = arena_format(arena, "%s:%lld", how->name, (long long)how->number)};
    if (!ids)
        return arena_check(arena, err);
    memcpy(about.by_priority, lines->by_priority, sizeof about.by_priority);
    for (size_t i = 0; i < lines->list.len && i < ALERT_AFFECTED_MAX; i++)
        ids[about.ticket_count++] = lines->list.at[i].worst_ticket_id;
    return alert_compose_digest(compose, channel, &about, err);
}

/* Whole days, by the calendar on the team's wall. */
static int64_t days_between(const struct alert_scope *scope, int64_t at_us)
{
    int64_t days = zone_time(&scope->zone, at_us).day - zone_time(&scope->zone, scope->now_us).day;
    return days < 0 ? -days : days;
}

bool alert_lines_tell(struct alert_lines *lines, struct alert_compose *compose, size_t channel,
    const struct alert_lines_how *how, struct err *err)
{
    const struct alert_scope *scope = compose->scope;
    size_t count = lines->list.len;
    if (count)
        qsort(lines->list.at, count, sizeof *lines->list.at, by_urgency);
    if (count > how->most && scope->plans[channel].tells & ALERT_TELLS_DIGEST)
        return tell_digest(lines, compose, channel, how, err);
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < count && i < ALERT_PLAN_HANDFUL; i++) {
        const struct alert_line *line = &lines->list.at[i];
        struct alert_compose_about about = {.kind = line->kind,
            .cause = how->cause,
            .days = days_between(scope, line->at_us),
            .vulnerability_id = line->vulnerability_id,
            .key = arena_format(scope->arena, "%s:%lld:%lld", how->name, (long long)how->number,
                (long long)line->vulnerability_id)};
        is_ok = alert_compose_flaw(compose, channel, &about, err);
    }
    return is_ok;
}
