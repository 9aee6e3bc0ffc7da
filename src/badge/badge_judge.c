/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_judge.h"

#include "base/clock.h"

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

static bool judge(const struct badge_rule *rule, const struct badge_fact *fact,
    const struct badge_fact *facts, size_t count, const struct badge_tally *tally, struct err *err)
{
    struct badge_act act = act_of(rule, fact);
    bool is_new;
    if (fact->source != rule->condition.source)
        return true;
    if (fact->is_void)
        return tally->strike(tally->context, &act, find_other(rule, fact, facts, count), err);
    if (fact->at_us < rule->since_us || !badge_condition_holds(&rule->condition, fact))
        return true;
    return tally->add(tally->context, &act, &is_new, err) &&
           (!is_new || award_levels(&act, tally, err));
}

bool badge_judge_facts(const struct badge_rule *rule, const struct badge_event *events,
    size_t event_count, const struct badge_fact *facts, size_t fact_count,
    const struct badge_tally *tally, struct err *err)
{
    for (size_t e = 0; e < event_count; e++)
        for (size_t f = 0; f < fact_count; f++)
            if (badge_fact_is_of(&facts[f], &events[e]) &&
                !judge(rule, &facts[f], facts, fact_count, tally, err))
                return false;
    return true;
}
