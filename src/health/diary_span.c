/* SPDX-License-Identifier: Apache-2.0 */
#include "health/diary_span.h"

#include <stdio.h>

#include "health/trend_period.h"

/* Years that a diary can be of: no earlier computer kept one, and the clock prints no later year. */
enum { DAY_MOST = 2932890 };

static bool fill(struct diary_span *ret_span, int64_t first_day, int64_t day_count,
    struct text zone_name, struct err *err)
{
    struct diary_span span = {
        .is_week = day_count > 1, .first_day = first_day, .day_count = day_count};
    struct zone zone;
    if (first_day < 0 || first_day + day_count > DAY_MOST)
        return err_set(err, ERR_USAGE, "is too long ago, or too far away");
    if (!zone_open(&zone, zone_name, err))
        return false;
    for (int64_t i = 0; i <= day_count; i++)
        span.day_us[i] = zone_day_start_us(&zone, first_day + i);
    zone_close(&zone);
    span.from_us = span.day_us[0];
    span.to_us = span.day_us[day_count];
    *ret_span = span;
    return true;
}

bool diary_span_week(
    struct diary_span *ret_span, int64_t day, struct text zone_name, struct err *err)
{
    return fill(ret_span, zone_monday(day), DIARY_WEEK_DAYS, zone_name, err);
}

static int64_t day_of(struct text date)
{
    int64_t day;
    return trend_period_read_date(date, &day) ? day : -1;
}

/* "2026-W48": ISO 8601, 3.1.1.23: the first week of a year is the one with its 4th of January. -1 when it is none. */
static int64_t monday_of(struct text week)
{
    char date[TREND_PERIOD_NAME_SIZE], name[TREND_PERIOD_NAME_SIZE];
    int64_t number = 0;
    if (week.len != 8 || week.at[5] != 'W' || !text_read_i64(text_slice(week, 6, 8), &number))
        return -1;
    snprintf(date, sizeof date, "%.4s-01-04", week.at);
    int64_t first = day_of(text_of(date));
    if (first < 0)
        return -1;
    int64_t monday = zone_monday(first) + DIARY_WEEK_DAYS * (number - 1);
    /* A week that the year does not have is one of another year. */
    return monday >= 0 && text_is(week, trend_period_name(TREND_WEEK, monday, name)) ? monday : -1;
}

bool diary_span_read(struct diary_span *ret_span, struct text text, struct text zone_name,
    int64_t now_us, struct err *err)
{
    struct zone zone;
    int64_t day = day_of(text), monday = monday_of(text);
    if (!text.len) {
        if (!zone_open(&zone, zone_name, err))
            return false;
        day = zone_time(&zone, now_us).day;
        zone_close(&zone);
    }
    if (day >= 0)
        return fill(ret_span, day, 1, zone_name, err);
    if (monday < 0)
        return err_set(err, ERR_USAGE, "is no day (2026-11-29) and no week (2026-W48)");
    return fill(ret_span, monday, DIARY_WEEK_DAYS, zone_name, err);
}
