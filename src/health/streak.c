/* SPDX-License-Identifier: Apache-2.0 */
#include "health/streak.h"

enum { DAYS_BACK = 732 };

const char *streak_word(enum streak_kind kind)
{
    static const char *const words[STREAKS] = {[STREAK_NO_OVERDUE] = "no_overdue",
        [STREAK_ACKNOWLEDGED] = "acknowledged",
        [STREAK_NO_RETURN] = "no_return"};
    return words[kind];
}

/* How many tickets broke it on a day, and how many kept it. */
static int64_t broken_on(const struct trend_facts *facts, enum streak_kind kind)
{
    if (kind == STREAK_ACKNOWLEDGED)
        return facts->at[TREND_MISSED_DAY];
    if (kind == STREAK_NO_RETURN)
        return trend_fact_sum(facts, TREND_CAME_BACK, TREND_PRIORITIES) +
               facts->at[TREND_STILL_THERE];
    return trend_fact_sum(facts, TREND_OVERDUE, TREND_PRIORITIES) +
           trend_fact_sum(facts, TREND_LATE, TREND_PRIORITIES);
}

static int64_t kept_on(const struct trend_facts *facts, enum streak_kind kind)
{
    if (kind == STREAK_ACKNOWLEDGED)
        return facts->at[TREND_MET_DAY];
    if (kind == STREAK_NO_RETURN)
        return facts->at[TREND_FIXED];
    return trend_fact_sum(facts, TREND_IN_TIME, TREND_PRIORITIES);
}

static bool ends_period(const struct streak *streak, int64_t day)
{
    return !streak->is_weeks || trend_period_first(TREND_WEEK, day + 1) == day + 1;
}

static void end_period(struct streak *streak, int64_t day, bool is_whole)
{
    if (!is_whole) {
        streak->rests_on = 0;
        return;
    }
    if (streak->length == 0)
        streak->since_day = streak->is_weeks ? trend_period_first(TREND_WEEK, day) : day;
    streak->length++;
    if (streak->length > streak->best)
        streak->best = streak->length;
}

void streak_of(
    const struct trend_point *days, size_t count, enum streak_kind kind, struct streak *ret_streak)
{
    struct streak streak = {.is_weeks = kind != STREAK_ACKNOWLEDGED, .broken_day = TREND_NO_DAY};
    bool is_whole = true, is_begun = false;
    for (size_t i = 0; i < count; i++) {
        int64_t day = days[i].first, broken = broken_on(&days[i].facts, kind);
        is_begun = is_begun || days[i].has_facts;
        if (!is_begun)
            continue;
        streak.rests_on += kept_on(&days[i].facts, kind);
        streak.has_data = streak.has_data || streak.rests_on || broken;
        if (broken) {
            is_whole = false;
            streak.length = 0;
            streak.broken_day = day;
            streak.broken_count = broken;
        }
        if (!ends_period(&streak, day) && i + 1 < count)
            continue;
        end_period(&streak, day, is_whole);
        is_whole = true;
    }
    *ret_streak = streak;
}

bool streak_read(struct db *db, const struct api_principal *who, int64_t team_id, int64_t now_us,
    struct arena *arena, struct streak ret_streaks[STREAKS], struct err *err)
{
    struct trend trend;
    const struct trend_order order = {.who = who,
        .team_id = team_id,
        .period = TREND_DAY,
        .count = DAYS_BACK,
        .until_day = TREND_NO_DAY,
        .is_without_times = true,
        .now_us = now_us};
    if (!trend_read(db, &order, arena, &trend, err))
        return false;
    for (int i = 0; i < STREAKS; i++)
        streak_of(trend.points, trend.count, (enum streak_kind)i, &ret_streaks[i]);
    return true;
}
