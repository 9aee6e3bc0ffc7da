/* SPDX-License-Identifier: Apache-2.0 */
/* Time zones of the IANA database, by ICU: what the clock on the wall shows at an instant, and when a local day begins.
   Example: struct zone zone; zone_open(&zone, TEXT("Asia/Tokyo"), err); struct zone_time at = zone_time(&zone, now_us) */
#ifndef CODEC_ZONE_H
#define CODEC_ZONE_H

#include "base/clock.h"
#include "base/err.h"

enum { ZONE_NAME_MAX = 64 };

/* One zone in one thread. */
struct zone {
    void *calendar;
};

/* What the clock on the wall shows. */
struct zone_time {
    int64_t day; /* local days since 1970-01-01 */
    int weekday; /* 1 Monday … 7 Sunday, ISO 8601 */
    int minute;  /* of the clock, 0 to 1439 */
};

/* Checks that it is the name of a zone that the database knows: "Europe/Berlin", "UTC". ERR_USAGE. */
MUST_USE bool zone_check(struct text name, struct err *err);

/* Opens a zone; zone_close it. ERR_USAGE when there is none of the name. */
MUST_USE bool zone_open(struct zone *ret_zone, struct text name, struct err *err);
/* Takes a zero zone too. */
void zone_close(struct zone *zone);

struct zone_time zone_time(const struct zone *zone, int64_t time_us);

/* The first instant of a local day: midnight, or, where clocks jump over midnight, the end of the jump. The day's end is the start
   of the next; a day has 23 hours when clocks go forward and 25 when they go back. */
int64_t zone_day_start_us(const struct zone *zone, int64_t day);
/* The instant at which the clock of a local day shows a minute: the first of two; the end of the jump when it shows it never. */
int64_t zone_minute_us(const struct zone *zone, int64_t day, int minute);

/* The day's Monday; an ISO 8601 week is that of its Thursday. */
int64_t zone_monday(int64_t day);

#endif
