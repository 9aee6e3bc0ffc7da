/* SPDX-License-Identifier: Apache-2.0 */
/* A day or a week of a diary, on somebody's own clock: "2026-11-29", "2026-W48" (ISO 8601).
   Example: diary_span_read(&span, TEXT("2026-W48"), TEXT("Asia/Tokyo"), now_us, err); span.from_us … span.to_us */
#ifndef HEALTH_DIARY_SPAN_H
#define HEALTH_DIARY_SPAN_H

#include "codec/zone.h"

enum { DIARY_WEEK_DAYS = 7 };

struct diary_span {
    bool is_week;
    int64_t first_day, day_count;        /* local days since 1970-01-01 */
    int64_t from_us, to_us;              /* to_us is not of it */
    int64_t day_us[DIARY_WEEK_DAYS + 1]; /* when each day begins, and the last one ends */
};

/* Reads a day or a week of a zone; an empty text is the day of now. ERR_USAGE. */
MUST_USE bool diary_span_read(struct diary_span *ret_span, struct text text, struct text zone_name,
    int64_t now_us, struct err *err);
/* The week that a day is in. */
MUST_USE bool diary_span_week(
    struct diary_span *ret_span, int64_t day, struct text zone_name, struct err *err);

#endif
