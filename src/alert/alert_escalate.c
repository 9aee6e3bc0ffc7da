/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_escalate.h"

#include "alert/alert_lines.h"
#include "alert/alert_notices.h"

#define NO_CHANNEL SIZE_MAX

struct escalation {
    const struct alert_scope *scope;
    struct alert_compose compose;
    size_t channel; /* its place in the scope, or NO_CHANNEL */
    int64_t *heads; /* people */
    size_t head_count;
};

/* One of the two reasons. */
struct reason {
    const char *kind;
    enum alert_cause cause;
    bool passes; /* quiet hours, where the most urgent does */
    bool (*find)(const struct alert_scope *scope, int64_t before_us, struct alert_due **ret_due,
        size_t *ret_count, struct err *err);
};
static const struct reason late = {"overdue", ALERT_BY_OVERDUE, false, alert_due_rows_late};
static const struct reason unseen = {
    "unseen", ALERT_BY_UNACKNOWLEDGED, true, alert_due_rows_unseen};

static size_t find_channel(const struct alert_scope *scope)
{
    for (size_t i = 0; i < scope->channel_count; i++)
        if (scope->channels[i].id == scope->policy.escalate_channel_id &&
            scope->plans[i].tells & ALERT_TELLS_ESCALATION)
            return i;
    return NO_CHANNEL;
}

/* What the channel's quiet hours hold is escalated when they end, to all at once. */
static bool must_wait(const struct escalation *escalation, const struct reason *reason)
{
    const struct alert_scope *scope = escalation->scope;
    if (escalation->channel == NO_CHANNEL)
        return false;
    const struct alert_quiet *quiet = &scope->plans[escalation->channel].quiet;
    return !(reason->passes && quiet->immediate_passes) &&
           alert_quiet_is(quiet, &scope->zone, scope->now_us);
}

static bool tell_channel(struct escalation *escalation, const struct reason *reason,
    const struct alert_due *due, size_t count, struct err *err)
{
    struct alert_lines lines = {0};
    for (size_t i = 0; i < count; i++)
        if (!due[i].is_muted)
            alert_lines_add(&lines, &due[i], ALERT_ESCALATION);
    bool is_ok = alert_lines_tell(&lines, &escalation->compose, escalation->channel,
        &(struct alert_lines_how){.cause = reason->cause,
            .digest_cause = reason->cause,
            .most = ALERT_PLAN_HANDFUL,
            .name = reason->kind,
            .number = escalation->scope->now_us},
        err);
    alert_lines_done(&lines);
    return is_ok;
}

static bool tell_people(
    const struct escalation *escalation, const struct alert_due *due, size_t count, struct err *err)
{
    struct alert_notices notices = {0};
    for (size_t head = 0; head < escalation->head_count; head++)
        for (size_t i = 0; i < count; i++)
            alert_notices_add(&notices, escalation->heads[head], "escalated", NOTICE_TEAM, &due[i]);
    return alert_notices_write(&notices, escalation->scope, err);
}

static bool escalate(
    struct escalation *escalation, const struct reason *reason, int64_t after_us, struct err *err)
{
    const struct alert_scope *scope = escalation->scope;
    struct alert_due *due;
    size_t count;
    if (after_us == 0 || must_wait(escalation, reason))
        return true;
    if (!reason->find(scope, scope->now_us - after_us, &due, &count, err))
        return false;
    return count == 0 || ((escalation->channel == NO_CHANNEL ||
                              tell_channel(escalation, reason, due, count, err)) &&
                             tell_people(escalation, due, count, err) &&
                             alert_due_rows_keep(scope->db, reason->kind, due, count, err));
}

static bool run(struct escalation *escalation, struct err *err)
{
    const struct alert_scope *scope = escalation->scope;
    const struct alert_policy *policy = &scope->policy;
    if (!alert_due_rows_heads(scope, &escalation->heads, &escalation->head_count, err))
        return false;
    if (escalation->channel == NO_CHANNEL && escalation->head_count == 0)
        return true;
    return escalate(
               escalation, &unseen, policy->escalate_unseen_hours * 3600 * CLOCK_SECOND_US, err) &&
           escalate(escalation, &late, policy->escalate_overdue_days * CLOCK_DAY_US, err) &&
           alert_compose_end(&escalation->compose, err);
}

bool alert_escalate_run(const struct alert_scope *scope, size_t *ret_count, struct err *err)
{
    struct escalation escalation = {
        .scope = scope, .compose = {.scope = scope}, .channel = find_channel(scope)};
    bool is_ok = run(&escalation, err);
    if (is_ok)
        *ret_count = escalation.compose.message_count;
    alert_compose_done(&escalation.compose);
    return is_ok;
}
