/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_quiet.h"

enum { LOOK_AHEAD_DAYS = 9 };

bool alert_quiet_is_set(const struct alert_quiet *quiet)
{
    return quiet->from_minute != quiet->to_minute || quiet->days != ALERT_QUIET_ALL_DAYS;
}

static bool is_quiet_at(const struct alert_quiet *quiet, struct zone_time at)
{
    if (!(quiet->days & 1U << (at.weekday - 1)))
        return true;
    int from = quiet->from_minute, to = quiet->to_minute;
    if (from == to)
        return false;
    return from < to ? at.minute >= from && at.minute < to : at.minute >= from || at.minute < to;
}

bool alert_quiet_is(const struct alert_quiet *quiet, const struct zone *zone, int64_t now_us)
{
    return is_quiet_at(quiet, zone_time(zone, now_us));
}

/* Quiet ends where a day begins, or where its hours do; both are instants by the wall's clock, so a day of 23 or 25 hours is as good
   as any. */
int64_t alert_quiet_end_us(const struct alert_quiet *quiet, const struct zone *zone, int64_t now_us)
{
    struct zone_time now = zone_time(zone, now_us);
    if (!is_quiet_at(quiet, now))
        return now_us;
    for (int64_t day = now.day; day < now.day + LOOK_AHEAD_DAYS; day++) {
        const int64_t ends[] = {
            zone_day_start_us(zone, day), zone_minute_us(zone, day, quiet->to_minute)};
        for (size_t i = 0; i < LEN_OF(ends); i++)
            if (ends[i] > now_us && !alert_quiet_is(quiet, zone, ends[i]))
                return ends[i];
    }
    return now_us + CLOCK_DAY_US;
}
