/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

static int64_t fixed_us;

int64_t clock_now_us(void)
{
    int64_t fixed = __atomic_load_n(&fixed_us, __ATOMIC_RELAXED);
    if (fixed)
        return fixed;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * CLOCK_SECOND_US + now.tv_nsec / 1000;
}

void clock_set_us(int64_t now_us)
{
    __atomic_store_n(&fixed_us, now_us, __ATOMIC_RELAXED);
}

int64_t clock_steady_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * CLOCK_SECOND_US + now.tv_nsec / 1000;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Days since 1970-01-01 of a Gregorian date. Counting years from March puts the leap day last. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t y = year - (month <= 2);
    int64_t era = floor_div(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

const char *clock_print(int64_t time_us, char at[CLOCK_TEXT_SIZE])
{
    int64_t first = days_of(1, 1, 1) * CLOCK_DAY_US, end = days_of(10000, 1, 1) * CLOCK_DAY_US;
    time_us = time_us < first ? first : time_us >= end ? end - 1 : time_us;
    time_t seconds = floor_div(time_us, CLOCK_SECOND_US);
    int micros = (int)(time_us - seconds * CLOCK_SECOND_US);
    struct tm tm;
    gmtime_r(&seconds, &tm);
    char fraction[9] = "";
    if (micros)
        snprintf(fraction, sizeof fraction, ".%06u", (unsigned)micros % 1000000);
    snprintf(at, CLOCK_TEXT_SIZE, "%04u-%02u-%02uT%02u:%02u:%02u%sZ",
        (unsigned)(tm.tm_year + 1900) % 10000, (unsigned)(tm.tm_mon + 1) % 100,
        (unsigned)tm.tm_mday % 100, (unsigned)tm.tm_hour % 100, (unsigned)tm.tm_min % 100,
        (unsigned)tm.tm_sec % 100, fraction);
    return at;
}

/* Reads count digits off the front of *rest. */
static bool take_digits(struct text *rest, size_t count, int64_t *ret_value)
{
    if (rest->len < count || !text_read_i64(text_slice(*rest, 0, count), ret_value) ||
        *ret_value < 0)
        return false;
    *rest = text_from(*rest, count);
    return true;
}

static bool take_char(struct text *rest, const char *any_of)
{
    if (rest->len == 0 || !strchr(any_of, rest->at[0]))
        return false;
    *rest = text_from(*rest, 1);
    return true;
}

static bool take_date(struct text *rest, int64_t *ret_days)
{
    int64_t year, month, day;
    if (!take_digits(rest, 4, &year) || !take_char(rest, "-") || !take_digits(rest, 2, &month) ||
        !take_char(rest, "-") || !take_digits(rest, 2, &day))
        return false;
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > lengths[month - 1] ||
        (month == 2 && day == 29 && !is_leap))
        return false;
    *ret_days = days_of(year, month, day);
    return true;
}

/* A fraction of a second in microseconds; further digits are cut. */
static bool take_fraction(struct text *rest, int64_t *ret_us)
{
    *ret_us = 0;
    if (!take_char(rest, "."))
        return true;
    size_t digits = 0;
    int64_t unit = CLOCK_SECOND_US / 10;
    for (; rest->len && text_is_digit(rest->at[0]); digits++, unit /= 10) {
        *ret_us += (rest->at[0] - '0') * unit;
        *rest = text_from(*rest, 1);
    }
    return digits > 0;
}

static bool take_offset(struct text *rest, int64_t *ret_us)
{
    *ret_us = 0;
    if (take_char(rest, "Zz"))
        return true;
    bool is_west = rest->len && rest->at[0] == '-';
    int64_t hours, minutes;
    if (!take_char(rest, "+-") || !take_digits(rest, 2, &hours))
        return false;
    (void)take_char(rest, ":");
    if (!take_digits(rest, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *ret_us = (hours * 60 + minutes) * 60 * CLOCK_SECOND_US * (is_west ? -1 : 1);
    return true;
}

bool clock_read(struct text t, int64_t *ret_time_us)
{
    int64_t days, hour, minute, second, fraction, offset;
    if (!take_date(&t, &days))
        return false;
    if (t.len == 0) {
        *ret_time_us = days * CLOCK_DAY_US;
        return true;
    }
    if (!take_char(&t, "Tt ") || !take_digits(&t, 2, &hour) || !take_char(&t, ":") ||
        !take_digits(&t, 2, &minute) || !take_char(&t, ":") || !take_digits(&t, 2, &second) ||
        !take_fraction(&t, &fraction) || !take_offset(&t, &offset) || t.len)
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    int64_t seconds = (hour * 60 + minute) * 60 + second;
    *ret_time_us = days * CLOCK_DAY_US + seconds * CLOCK_SECOND_US + fraction - offset;
    return true;
}
