/* SPDX-License-Identifier: Apache-2.0 */
#include "health/trend_period.h"

#include <stdio.h>

#include "base/clock.h"
#include "codec/zone.h"

struct date {
    int64_t year;
    int month, day; /* from 1 */
};

/* The Gregorian calendar in eras of 400 years that begin on 1 March, so that the leap day comes last. */
static struct date date_of(int64_t day)
{
    int64_t shifted = day + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t of_era = shifted - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (int)((5 * of_year + 2) / 153);
    return (struct date){year + era * 400 + (month >= 10), month < 10 ? month + 3 : month - 9,
        (int)(of_year - (153 * month + 2) / 5) + 1};
}

static int64_t day_of(struct date date)
{
    int64_t year = date.year - (date.month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year =
        (153 * (date.month > 2 ? date.month - 3 : date.month + 9) + 2) / 5 + date.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static const char *const words[] = {[TREND_DAY] = "day",
    [TREND_WEEK] = "week",
    [TREND_MONTH] = "month",
    [TREND_QUARTER] = "quarter"};

const char *trend_period_word(enum trend_period period)
{
    return words[period];
}

bool trend_period_read(struct text word, enum trend_period *ret_period)
{
    for (int i = TREND_DAY; i < TREND_PERIODS; i++)
        if (text_is(word, words[i])) {
            *ret_period = (enum trend_period)i;
            return true;
        }
    return false;
}

int64_t trend_period_first(enum trend_period period, int64_t day)
{
    struct date date = date_of(day);
    if (period == TREND_DAY)
        return day;
    if (period == TREND_WEEK)
        return zone_monday(day);
    int month = period == TREND_MONTH ? date.month : (date.month - 1) / 3 * 3 + 1;
    return day_of((struct date){date.year, month, 1});
}

int64_t trend_period_move(enum trend_period period, int64_t first, int count)
{
    if (period == TREND_DAY || period == TREND_WEEK)
        return first + (int64_t)count * (period == TREND_DAY ? 1 : 7);
    struct date date = date_of(first);
    int64_t months =
        date.year * 12 + date.month - 1 + (int64_t)count * (period == TREND_MONTH ? 1 : 3);
    return day_of((struct date){months / 12, (int)(months % 12) + 1, 1});
}

const char *trend_period_date(int64_t day, char name[TREND_PERIOD_NAME_SIZE])
{
    struct date date = date_of(day);
    snprintf(name, TREND_PERIOD_NAME_SIZE, "%04d-%02d-%02d", (int)(date.year % 10000), date.month,
        date.day);
    return name;
}

bool trend_period_read_date(struct text date, int64_t *ret_day)
{
    int64_t time_us;
    if (date.len != sizeof "2026-01-31" - 1 || !clock_read(date, &time_us) || time_us < 0)
        return false;
    *ret_day = time_us / CLOCK_DAY_US;
    return true;
}

const char *trend_period_name(
    enum trend_period period, int64_t first, char name[TREND_PERIOD_NAME_SIZE])
{
    struct date date = date_of(first);
    int year = (int)(date.year % 10000);
    if (period == TREND_DAY)
        return trend_period_date(first, name);
    if (period == TREND_MONTH)
        snprintf(name, TREND_PERIOD_NAME_SIZE, "%04d-%02d", year, date.month);
    else if (period == TREND_QUARTER)
        snprintf(name, TREND_PERIOD_NAME_SIZE, "%04d-Q%d", year, (date.month - 1) / 3 + 1);
    else {
        /* ISO 8601: a week is that of the year that has its Thursday. */
        struct date thursday = date_of(first + 3);
        int64_t of_year = first + 3 - day_of((struct date){thursday.year, 1, 1});
        snprintf(name, TREND_PERIOD_NAME_SIZE, "%04d-W%02d", (int)(thursday.year % 10000),
            (int)(of_year / 7) + 1);
    }
    return name;
}
