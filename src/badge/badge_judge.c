/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_judge.h"

#include "base/clock.h"
#include "base/vec.h"

/* -- one act -- */

static struct badge_act act_of(const struct badge_rule *rule, const struct badge_fact *fact)
{
    struct badge_act act = {.rule = rule, .fact = fact, .day = fact->at_us / CLOCK_DAY_US};
    bool is_of_team = rule->condition.is_of_team;
    snprintf(act.recipient, sizeof act.recipient, "%c%lld", is_of_team ? 't' : 'a',
        (long long)(is_of_team ? fact->team_id : fact->account_id));
    return act;
}

/* Of levels, one badge each for a recipient; without, one for each act. */
static bool award(const struct badge_act *act, int level, enum action_certifier certifier,
    const struct badge_tally *tally, struct err *err)
{
    struct buf key;
    buf_init(&key, SIZE_MAX);
    buf_format(&key, "%s", act->recipient);
    if (!act->rule->condition.levels)
        buf_format(&key, " %.*s", TEXT_ARG(act->fact->act));
    bool is_ok = tally->award(tally->context, act, level, certifier, buf_text(&key), err);
    buf_done(&key);
    return is_ok;
}

static bool award_levels(
    const struct badge_act *act, const struct badge_tally *tally, struct err *err)
{
    const struct badge_condition *condition = &act->rule->condition;
    struct badge_standing standing;
    if (!condition->levels)
        return award(act, 1, act->fact->certifier, tally, err);
    if (!tally->stand(
            tally->context, act, condition->counts[condition->levels - 1] + 1, &standing, err))
        return false;
    for (size_t i = 0; i < condition->levels; i++)
        if (standing.count == condition->counts[i] &&
            !award(act, (int)i + 1, standing.certifier, tally, err))
            return false;
    return true;
}

/* Another action that counts as the same: the flaw was taken away all the same. */
static const struct badge_fact *find_other(const struct badge_rule *rule,
    const struct badge_fact *fact, const struct badge_fact *facts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (facts[i].account_id == fact->account_id && facts[i].team_id == fact->team_id &&
            text_eq(facts[i].act, fact->act) && facts[i].at_us >= rule->since_us &&
            badge_condition_holds(&rule->condition, &facts[i]))
            return &facts[i];
    return NULL;
}

static bool counts(const struct badge_rule *rule, const struct badge_fact *fact)
{
    return fact->source == rule->condition.source && !fact->is_void &&
           fact->at_us >= rule->since_us && badge_condition_holds(&rule->condition, fact);
}

static bool judge(const struct badge_rule *rule, const struct badge_fact *fact,
    const struct badge_fact *facts, size_t count, const struct badge_tally *tally, struct err *err)
{
    struct badge_act act = act_of(rule, fact);
    bool is_new;
    if (fact->source != rule->condition.source)
        return true;
    if (fact->is_void)
        return tally->strike(tally->context, &act, find_other(rule, fact, facts, count), err);
    if (!counts(rule, fact))
        return true;
    return tally->add(tally->context, &act, &is_new, err) &&
           (!is_new || award_levels(&act, tally, err));
}

/* -- what a step tells of -- */

struct told {
    VEC(const struct badge_fact *);
};

static bool is_any_void(const struct badge_fact *facts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (facts[i].is_void)
            return true;
    return false;
}

/* A fact that several events tell of is judged once: where nothing is struck, what was decided of it stays. */
static void list_told(struct told *told, const struct badge_event *events, size_t event_count,
    const struct badge_fact *facts, size_t fact_count, bool is_once)
{
    struct {
        VEC(bool);
    } seen = {0};
    while (seen.len < fact_count)
        *VEC_ADD(&seen) = false;
    for (size_t e = 0; e < event_count; e++)
        for (size_t f = 0; f < fact_count; f++) {
            if ((is_once && seen.at[f]) || !badge_fact_is_of(&facts[f], &events[e]))
                continue;
            seen.at[f] = true;
            *VEC_ADD(told) = &facts[f];
        }
    VEC_DONE(&seen);
}

static bool expect(const struct badge_rule *rule, const struct told *told,
    const struct badge_tally *tally, struct err *err)
{
    struct {
        VEC(struct badge_act);
    } acts = {0};
    for (size_t i = 0; tally->expect && i < told->len; i++)
        if (counts(rule, told->at[i]))
            *VEC_ADD(&acts) = act_of(rule, told->at[i]);
    bool is_ok = acts.len == 0 || tally->expect(tally->context, acts.at, acts.len, err);
    VEC_DONE(&acts);
    return is_ok;
}

bool badge_judge_facts(const struct badge_rule *rule, const struct badge_event *events,
    size_t event_count, const struct badge_fact *facts, size_t fact_count,
    const struct badge_tally *tally, struct err *err)
{
    struct told told = {0};
    bool has_void = is_any_void(facts, fact_count);
    list_told(&told, events, event_count, facts, fact_count, !has_void);
    bool is_ok = has_void || expect(rule, &told, tally, err);
    for (size_t i = 0; is_ok && i < told.len; i++)
        is_ok = judge(rule, told.at[i], facts, fact_count, tally, err);
    VEC_DONE(&told);
    return is_ok;
}
