/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/zone.h"

#include <unicode/ucal.h>
#include <unicode/ustring.h>

enum { MINUTE_MS = 60000, DAY_MINUTES = 1440 };

/* Gives the name as ICU wants it; false when it is none. */
static bool read_name(struct text name, UChar ret_name[ZONE_NAME_MAX + 1], int32_t *ret_len)
{
    if (name.len == 0 || name.len > ZONE_NAME_MAX)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.at[i] <= ' ' || (unsigned char)name.at[i] >= 0x7f)
            return false;
    UErrorCode code = U_ZERO_ERROR;
    UChar known[ZONE_NAME_MAX + 1];
    UBool is_system = false;
    u_charsToUChars(name.at, ret_name, (int32_t)name.len);
    *ret_len = (int32_t)name.len;
    ucal_getCanonicalTimeZoneID(ret_name, *ret_len, known, ZONE_NAME_MAX + 1, &is_system, &code);
    return U_SUCCESS(code) && is_system;
}

bool zone_check(struct text name, struct err *err)
{
    UChar id[ZONE_NAME_MAX + 1];
    int32_t len;
    return read_name(name, id, &len) ||
           err_set(err, ERR_USAGE, "\"%.*s\" is no time zone: write a name such as Europe/Berlin",
               TEXT_ARG(text_slice(name, 0, name.len < ZONE_NAME_MAX ? name.len : ZONE_NAME_MAX)));
}

bool zone_open(struct zone *ret_zone, struct text name, struct err *err)
{
    UChar id[ZONE_NAME_MAX + 1];
    int32_t len;
    if (!zone_check(name, err) || !read_name(name, id, &len))
        return false;
    UErrorCode code = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(id, len, "en", UCAL_GREGORIAN, &code);
    if (U_FAILURE(code))
        return err_set(err, ERR_SYSTEM, "time zone %.*s: %s", TEXT_ARG(name), u_errorName(code));
    ucal_setAttribute(calendar, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
    ucal_setAttribute(calendar, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_NEXT_VALID);
    ret_zone->calendar = calendar;
    return true;
}

void zone_close(struct zone *zone)
{
    if (zone->calendar)
        ucal_close(zone->calendar);
    zone->calendar = NULL;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct zone_time zone_time(const struct zone *zone, int64_t time_us)
{
    UErrorCode code = U_ZERO_ERROR;
    int64_t ms = floor_div(time_us, 1000);
    ucal_setMillis(zone->calendar, (UDate)ms, &code);
    ms += ucal_get(zone->calendar, UCAL_ZONE_OFFSET, &code);
    ms += ucal_get(zone->calendar, UCAL_DST_OFFSET, &code);
    int64_t minute = floor_div(ms, MINUTE_MS), day = floor_div(minute, DAY_MINUTES);
    return (struct zone_time){
        .day = day,
        .weekday = (int)(day - zone_monday(day)) + 1,
        .minute = (int)(minute - day * DAY_MINUTES),
    };
}

int64_t zone_minute_us(const struct zone *zone, int64_t day, int minute)
{
    /* The date is read off a clock in UTC; ICU then finds when the zone's clock shows it. */
    UErrorCode code = U_ZERO_ERROR;
    char text[CLOCK_TEXT_SIZE];
    clock_print(day * CLOCK_DAY_US, text);
    int year =
        (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
    int month = (text[5] - '0') * 10 + text[6] - '0';
    int date = (text[8] - '0') * 10 + text[9] - '0';
    ucal_clear(zone->calendar);
    ucal_setDateTime(zone->calendar, year, month - 1, date, minute / 60, minute % 60, 0, &code);
    ucal_set(zone->calendar, UCAL_MILLISECOND, 0);
    return (int64_t)ucal_getMillis(zone->calendar, &code) * 1000;
}

int64_t zone_day_start_us(const struct zone *zone, int64_t day)
{
    return zone_minute_us(zone, day, 0);
}

int64_t zone_monday(int64_t day)
{
    /* 1970-01-01 was a Thursday. */
    return day - (day + 3 - 7 * floor_div(day + 3, 7));
}
