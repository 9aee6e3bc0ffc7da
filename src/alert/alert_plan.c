/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_plan.h"

#include <stdlib.h>

/* -- one flaw -- */

static struct alert_plan_choice tell(
    const struct alert_plan_channel *channel, enum alert_kind kind, enum alert_cause cause)
{
    bool is_wanted = (channel->tells & alert_told_bit(kind)) != 0;
    return (struct alert_plan_choice){
        .verdict = is_wanted ? ALERT_PLAN_TELL : ALERT_PLAN_SKIP, .kind = kind, .cause = cause};
}

static enum alert_cause cause_of(const struct alert_plan_flaw *flaw)
{
    if (flaw->is_first)
        return ALERT_BY_FIRST_SBOM;
    if (!(flaw->what & ALERT_NOTE_OPENED)) {
        if (flaw->what & ALERT_NOTE_RAISED)
            return ALERT_BY_PRIORITY;
        return flaw->what & ALERT_NOTE_EXPLOITED ? ALERT_BY_EXPLOITED : ALERT_BY_NOTHING;
    }
    return flaw->what & ALERT_NOTE_UPLOAD ? ALERT_BY_SBOM : ALERT_BY_ADVISORY;
}

static bool is_back(const struct alert_plan_flaw *flaw)
{
    return (flaw->what & (ALERT_NOTE_REOPENED | ALERT_NOTE_EXPIRED)) != 0;
}

static struct alert_plan_choice tell_what_is_back(
    const struct alert_plan_channel *channel, const struct alert_plan_flaw *flaw)
{
    return tell(channel, ALERT_REOPENED,
        flaw->what & ALERT_NOTE_EXPIRED ? ALERT_BY_EXPIRED : ALERT_BY_NOTHING);
}

/* What is worth telling, were the channel not quiet. */
static struct alert_plan_choice choose(const struct alert_plan_channel *channel,
    const struct alert_plan_flaw *flaw, const struct alert_plan_told *told, int64_t now_us)
{
    if (flaw->what & ALERT_PLAN_OVERDUE)
        return tell(channel, ALERT_OVERDUE, ALERT_BY_NOTHING);
    if (!told)
        return is_back(flaw) ? tell_what_is_back(channel, flaw)
                             : tell(channel, ALERT_FLAW, cause_of(flaw));
    if (flaw->priority > told->priority)
        return tell(channel, ALERT_FLAW, ALERT_BY_PRIORITY);
    if (flaw->is_kev && !told->is_kev)
        return tell(channel, ALERT_FLAW, ALERT_BY_EXPLOITED);
    if (!is_back(flaw) && flaw->new_service_count == 0)
        return (struct alert_plan_choice){.verdict = ALERT_PLAN_SKIP};
    struct alert_plan_choice choice = is_back(flaw) ? tell_what_is_back(channel, flaw)
                                                    : tell(channel, ALERT_FLAW, cause_of(flaw));
    if (choice.verdict == ALERT_PLAN_TELL && now_us - told->told_us < ALERT_PLAN_AGAIN_US) {
        choice.verdict = ALERT_PLAN_HOLD;
        choice.release_us = told->told_us + ALERT_PLAN_AGAIN_US;
    }
    return choice;
}

struct alert_plan_choice alert_plan_choose(const struct alert_plan_channel *channel,
    const struct alert_plan_flaw *flaw, const struct alert_plan_told *told, const struct zone *zone,
    int64_t now_us)
{
    struct alert_plan_choice choice = {.verdict = ALERT_PLAN_SKIP};
    if (flaw->is_muted || flaw->ticket_count == 0 || flaw->priority < channel->least_priority)
        return choice;
    choice = choose(channel, flaw, told, now_us);
    bool passes = flaw->priority == SSVC_IMMEDIATE && channel->quiet.immediate_passes;
    if (choice.verdict == ALERT_PLAN_TELL && !passes &&
        alert_quiet_is(&channel->quiet, zone, now_us)) {
        choice.verdict = ALERT_PLAN_HOLD;
        choice.release_us = alert_quiet_end_us(&channel->quiet, zone, now_us);
    }
    return choice;
}

/* -- all that a channel is told at once -- */

enum group { FIRST, HELD, OTHER, GROUPS };

static enum group group_of(const struct alert_plan_pick *pick)
{
    if (pick->is_first)
        return FIRST;
    return pick->was_held ? HELD : OTHER;
}

static int by_group(const void *left, const void *right)
{
    const struct alert_plan_pick *a = left, *b = right;
    if (group_of(a) != group_of(b))
        return group_of(a) < group_of(b) ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank > b->rank ? -1 : 1;
    return a->flaw < b->flaw ? -1 : a->flaw > b->flaw;
}

/* The cause that all have, or none. */
static enum alert_cause common_cause(const struct alert_plan_pick *picks, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (picks[i].cause != picks[0].cause)
            return ALERT_BY_NOTHING;
    return picks[0].cause;
}

static size_t fold_group(const struct alert_plan_pick *picks, size_t from, size_t count,
    bool takes_digests, struct alert_plan_message *ret_messages)
{
    static const size_t most[GROUPS] = {[FIRST] = 1, [HELD] = 1, [OTHER] = ALERT_PLAN_HANDFUL};
    enum group group = group_of(&picks[from]);
    if (count > most[group] && takes_digests) {
        enum alert_cause cause =
            group == HELD ? ALERT_BY_QUIET_HOURS : common_cause(picks + from, count);
        ret_messages[0] = (struct alert_plan_message){
            .is_digest = true, .kind = ALERT_DIGEST, .cause = cause, .from = from, .count = count};
        return 1;
    }
    size_t told = count < ALERT_PLAN_HANDFUL ? count : ALERT_PLAN_HANDFUL;
    for (size_t i = 0; i < told; i++)
        ret_messages[i] = (struct alert_plan_message){.kind = picks[from + i].kind,
            .cause = picks[from + i].cause,
            .from = from + i,
            .count = 1};
    return told;
}

size_t alert_plan_fold(struct alert_plan_pick *picks, size_t count, unsigned tells,
    struct alert_plan_message *ret_messages)
{
    size_t messages = 0, from = 0;
    if (count)
        qsort(picks, count, sizeof *picks, by_group);
    for (size_t i = 1; i <= count; i++)
        if (i == count || group_of(&picks[i]) != group_of(&picks[from])) {
            messages += fold_group(
                picks, from, i - from, (tells & ALERT_TELLS_DIGEST) != 0, ret_messages + messages);
            from = i;
        }
    return messages;
}

/* -- days -- */

/* What is said of a ticket on one day. */
static enum alert_plan_line line_of_day(
    const struct alert_policy *policy, int priority, int64_t due_day, int64_t day)
{
    int64_t left = due_day - day, late = -left - 1;
    if (left >= 0)
        return left <= ALERT_POLICY_REMIND_DAYS_MAX && policy->remind[priority] & 1U << left
                   ? ALERT_PLAN_SOON
                   : ALERT_PLAN_NOT;
    if (late == 0)
        return ALERT_PLAN_LATE;
    return policy->overdue_every_days && late % policy->overdue_every_days == 0 ? ALERT_PLAN_LATE
                                                                                : ALERT_PLAN_NOT;
}

/* Days that had no line-up, because the channel was quiet or the server down, are made up for: what was soon then may be late now. */
enum alert_plan_line alert_plan_line(const struct alert_policy *policy, int priority,
    int64_t due_day, int64_t from_day, int64_t to_day)
{
    for (int64_t day = to_day; day >= from_day; day--)
        if (line_of_day(policy, priority, due_day, day) != ALERT_PLAN_NOT)
            return due_day < to_day ? ALERT_PLAN_LATE : ALERT_PLAN_SOON;
    return ALERT_PLAN_NOT;
}

int64_t alert_plan_morning_us(const struct alert_policy *policy, const struct alert_quiet *quiet,
    const struct zone *zone, int64_t day)
{
    return alert_quiet_end_us(quiet, zone, zone_minute_us(zone, day, policy->morning_minute));
}
