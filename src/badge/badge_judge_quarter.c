/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_judge.h"
#include "health/trend.h"

/* Quarters are counted as year * 4 + 0…3; the world's last zone is 12 hours behind UTC, and trend's job comes once an hour. */
#define LAST_ZONE_US ((int64_t)14 * 3600 * CLOCK_SECOND_US)
enum { QUARTERS_BACK = 8, QUARTER_DAYS_MOST = 92, TEAMS_AT_ONCE = 200 };

static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};

bool badge_judge_is_clean(const struct trend_point *days, size_t count, int64_t least)
{
    int64_t in_time = 0;
    for (size_t i = 0; i < count; i++) {
        const struct trend_facts *facts = &days[i].facts;
        if (trend_fact_sum(facts, TREND_OVERDUE, TREND_PRIORITIES) +
            trend_fact_sum(facts, TREND_LATE, TREND_PRIORITIES))
            return false;
        in_time += trend_fact_sum(facts, TREND_IN_TIME, TREND_PRIORITIES);
    }
    return in_time >= (least ? least : 1);
}

/* Counted from 1970-Q1, as days are. */
static int64_t first_day_of(int64_t quarter)
{
    return trend_period_move(TREND_QUARTER, 0, (int)quarter);
}

static int64_t quarter_of(int64_t time_us)
{
    int64_t day = time_us / CLOCK_DAY_US;
    int64_t quarter = day / QUARTER_DAYS_MOST;
    while (first_day_of(quarter + 1) <= day)
        quarter++;
    return quarter;
}

struct judging {
    struct db *db;
    const struct badge_rule *rule;
    const struct badge_tally *tally;
    int64_t quarter, now_us;
    bool is_behind;
};

/* The days of a quarter must be stored: what is not known is not clean. A team without tickets has none. */
static bool find_days(struct judging *it, const struct team *team, struct arena *arena,
    struct trend *ret_trend, bool *ret_is_known, struct err *err)
{
    struct trend_team *stored;
    size_t count;
    int64_t first = first_day_of(it->quarter), end = first_day_of(it->quarter + 1);
    const struct trend_order order = {.who = &everybody,
        .team_id = team->id,
        .period = TREND_DAY,
        .count = (size_t)(end - first),
        .until_day = end - 1,
        .is_without_times = true,
        .now_us = it->now_us};
    if (!trend_rows_teams(it->db, NULL, team->id, arena, &stored, &count, err))
        return false;
    bool has_days = count && stored[0].last_day != TREND_NO_DAY;
    *ret_is_known = has_days && stored[0].last_day >= end - 1;
    it->is_behind = it->is_behind || (!*ret_is_known && count && (has_days || stored[0].first_us));
    return !*ret_is_known || trend_read(it->db, &order, arena, ret_trend, err);
}

static bool praise(
    struct judging *it, const struct team *team, struct arena *arena, struct err *err)
{
    char name[TREND_PERIOD_NAME_SIZE];
    const struct badge_fact fact = {.source = BADGE_ON_QUARTER,
        .act = text_of(trend_period_name(TREND_QUARTER, first_day_of(it->quarter), name)),
        .team_id = team->id,
        .team_name = team->name,
        .at_us = it->now_us,
        .certifier = ACTION_SYSTEM,
        .priority = -1};
    struct badge_act act = {.rule = it->rule, .fact = &fact};
    struct text key = arena_format(arena, "t%lld %.*s", (long long)team->id, TEXT_ARG(fact.act));
    snprintf(act.recipient, sizeof act.recipient, "t%lld", (long long)team->id);
    return it->tally->award(it->tally->context, &act, 1, ACTION_SYSTEM, key, err);
}

/* A team that was made within the quarter has no whole one yet. */
static bool judge_team(struct judging *it, const struct team *team, struct err *err)
{
    struct arena arena;
    struct trend trend;
    bool is_known;
    if (team->created_us > first_day_of(it->quarter) * CLOCK_DAY_US)
        return true;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = find_days(it, team, &arena, &trend, &is_known, err);
    if (is_ok && is_known &&
        badge_judge_is_clean(trend.points, trend.count, it->rule->condition.least))
        is_ok = praise(it, team, &arena, err);
    arena_done(&arena);
    return is_ok;
}

static bool judge_teams(struct judging *it, struct err *err)
{
    struct arena arena;
    struct team *teams;
    size_t count = 0;
    struct text after_name = {"", 0};
    int64_t after_id = 0;
    bool is_ok = true;
    arena_init(&arena, SIZE_MAX);
    do {
        is_ok = team_list(
            it->db, &everybody, after_name, after_id, TEAMS_AT_ONCE, &arena, &teams, &count, err);
        for (size_t i = 0; is_ok && i < count; i++) {
            is_ok = judge_team(it, &teams[i], err);
            after_name = teams[i].name;
            after_id = teams[i].id;
        }
    } while (is_ok && count == TEAMS_AT_ONCE);
    arena_done(&arena);
    return is_ok;
}

bool badge_judge_quarters(struct db *db, const struct badge_rule *rule, int64_t now_us,
    const struct badge_tally *tally, int64_t *ret_next, bool *ret_is_behind, struct err *err)
{
    struct judging it = {.db = db, .rule = rule, .tally = tally, .now_us = now_us};
    int64_t next = quarter_of(now_us), start = next - QUARTERS_BACK;
    int64_t since = rule->since_us ? quarter_of(rule->since_us - 1) + 1 : 0;
    start = since > start ? since : start;
    start = rule->judged_quarter > start ? rule->judged_quarter : start;
    it.quarter = start;
    while (it.quarter < next && !it.is_behind &&
           first_day_of(it.quarter + 1) * CLOCK_DAY_US + LAST_ZONE_US <= now_us) {
        if (!judge_teams(&it, err))
            return false;
        it.quarter += !it.is_behind;
    }
    *ret_next = it.quarter;
    *ret_is_behind = it.is_behind;
    return true;
}
