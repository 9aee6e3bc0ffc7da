/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_morning.h"

#include "alert/alert_lines.h"
#include "alert/alert_notices.h"

/* A line-up makes up for so many days without one. */
enum { DAYS_MADE_UP_FOR = 7 };

struct morning {
    struct alert_scope *scope;
    int64_t today;
    struct alert_due *due;
    size_t due_count;
    struct alert_compose compose;
};

static int64_t from_day(int64_t last, int64_t today)
{
    if (last == ALERT_SCOPE_NO_DAY)
        return today;
    return last + 1 > today - DAYS_MADE_UP_FOR + 1 ? last + 1 : today - DAYS_MADE_UP_FOR + 1;
}

static enum alert_plan_line line_of(
    const struct morning *morning, const struct alert_due *due, int64_t from)
{
    const struct alert_scope *scope = morning->scope;
    return alert_plan_line(&scope->policy, due->priority, zone_time(&scope->zone, due->at_us).day,
        from, morning->today);
}

/* -- channels -- */

static bool tell_closed(struct morning *morning, size_t channel, int64_t from, struct err *err)
{
    const struct alert_scope *scope = morning->scope;
    struct alert_compose_about about = {.kind = ALERT_CLOSED,
        .cause = ALERT_BY_SCHEDULE,
        .from_us = zone_day_start_us(&scope->zone, from - 1),
        .until_us = zone_day_start_us(&scope->zone, morning->today),
        .key = arena_format(scope->arena, "closed:%lld", (long long)morning->today)};
    if (!alert_due_rows_closed(
            scope, about.from_us, about.until_us, about.by_priority, &about.service_count, err))
        return false;
    for (size_t i = 0; i < ALERT_PRIORITIES; i++)
        about.total += about.by_priority[i];
    return about.total == 0 || alert_compose_digest(&morning->compose, channel, &about, err);
}

/* That the most urgent is late was told when it came to be. */
static bool was_told(const struct morning *morning, const struct alert_due *due, int64_t from)
{
    return due->priority == SSVC_IMMEDIATE &&
           zone_time(&morning->scope->zone, due->at_us).day >= from - 1;
}

static bool tell_channel(struct morning *morning, size_t channel, struct err *err)
{
    const struct alert_scope *scope = morning->scope;
    const struct alert_plan_channel *plan = &scope->plans[channel];
    int64_t from = from_day(scope->days[channel], morning->today);
    struct alert_lines lines = {0};
    for (size_t i = 0; i < morning->due_count; i++) {
        const struct alert_due *due = &morning->due[i];
        enum alert_plan_line line = line_of(morning, due, from);
        enum alert_kind kind = line == ALERT_PLAN_LATE ? ALERT_OVERDUE : ALERT_REMINDER;
        if (line != ALERT_PLAN_NOT && !due->is_muted && due->priority >= plan->least_priority &&
            plan->tells & alert_told_bit(kind) &&
            !(kind == ALERT_OVERDUE && was_told(morning, due, from)))
            alert_lines_add(&lines, due, kind);
    }
    bool is_ok = alert_lines_tell(&lines, &morning->compose, channel,
        &(struct alert_lines_how){.cause = ALERT_BY_NOTHING,
            .digest_cause = ALERT_BY_SCHEDULE,
            .most = 1,
            .name = "morning",
            .number = morning->today},
        err);
    alert_lines_done(&lines);
    if (is_ok && plan->tells & ALERT_TELLS_CLOSED)
        is_ok = tell_closed(morning, channel, from, err);
    return is_ok && alert_scope_keep_day(scope->db, plan->id, morning->today, err);
}

static int64_t morning_us(const struct alert_scope *scope, size_t channel, int64_t day)
{
    return alert_plan_morning_us(&scope->policy, &scope->plans[channel].quiet, &scope->zone, day);
}

/* A channel that was made in the afternoon begins with the next morning. */
static bool has_had(const struct alert_scope *scope, size_t channel, int64_t today)
{
    return scope->days[channel] >= today ||
           (scope->days[channel] == ALERT_SCOPE_NO_DAY &&
               scope->channels[channel].created_us > morning_us(scope, channel, today));
}

static bool is_due(const struct alert_scope *scope, size_t channel, int64_t today)
{
    return !has_had(scope, channel, today) && scope->now_us >= morning_us(scope, channel, today);
}

/* -- people -- */

static bool tell_people(struct morning *morning, struct err *err)
{
    struct alert_scope *scope = morning->scope;
    int64_t from = from_day(scope->day, morning->today);
    struct alert_notices notices = {0};
    for (size_t i = 0; i < morning->due_count; i++) {
        const struct alert_due *due = &morning->due[i];
        enum alert_plan_line line = due->assignee_id ? line_of(morning, due, from) : ALERT_PLAN_NOT;
        if (line != ALERT_PLAN_NOT)
            alert_notices_add(&notices, due->assignee_id,
                line == ALERT_PLAN_LATE ? "overdue" : "due_soon", NOTICE_ASSIGNED, due);
    }
    return alert_notices_write(&notices, scope, err);
}

static bool is_peoples_due(const struct alert_scope *scope, int64_t today)
{
    return scope->day < today &&
           scope->now_us >= zone_minute_us(&scope->zone, today, scope->policy.morning_minute);
}

/* -- both -- */

static bool find_due(struct morning *morning, struct err *err)
{
    const struct alert_scope *scope = morning->scope;
    return morning->due || alert_due_rows_find(scope,
                               scope->now_us + (ALERT_POLICY_REMIND_DAYS_MAX + 2) * CLOCK_DAY_US,
                               &morning->due, &morning->due_count, err);
}

static bool run(struct morning *morning, struct err *err)
{
    struct alert_scope *scope = morning->scope;
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < scope->channel_count; i++)
        if (is_due(scope, i, morning->today)) {
            is_ok = find_due(morning, err) && tell_channel(morning, i, err);
            scope->days[i] = morning->today;
        }
    if (is_ok && is_peoples_due(scope, morning->today)) {
        is_ok = find_due(morning, err) && tell_people(morning, err);
        scope->day = morning->today;
    }
    return is_ok && alert_compose_end(&morning->compose, err);
}

bool alert_morning_run(struct alert_scope *scope, size_t *ret_count, struct err *err)
{
    struct morning morning = {.scope = scope,
        .today = zone_time(&scope->zone, scope->now_us).day,
        .compose = {.scope = scope}};
    bool is_ok = run(&morning, err);
    if (is_ok)
        *ret_count = morning.compose.message_count;
    alert_compose_done(&morning.compose);
    return is_ok;
}

int64_t alert_morning_next_us(const struct alert_scope *scope)
{
    int64_t today = zone_time(&scope->zone, scope->now_us).day;
    int64_t day = scope->day < today ? today : today + 1;
    int64_t next_us = zone_minute_us(&scope->zone, day, scope->policy.morning_minute);
    for (size_t i = 0; i < scope->channel_count; i++) {
        int64_t at_us = morning_us(scope, i, has_had(scope, i, today) ? today + 1 : today);
        next_us = at_us < next_us ? at_us : next_us;
    }
    return next_us;
}
