/* SPDX-License-Identifier: Apache-2.0 */
/* Time: microseconds since 1970 UTC, its RFC 3339 text, and a clock that tests can set.
   Example: int64_t now = clock_now_us(); */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/text.h"

enum { CLOCK_TEXT_SIZE = 28 }; /* "2026-11-22T23:50:52.123456Z" and the NUL */

#define CLOCK_SECOND_US ((int64_t)1000000)
#define CLOCK_DAY_US (86400 * CLOCK_SECOND_US)

/* Returns the wall clock in microseconds UTC, or the time set by clock_set_us. */
int64_t clock_now_us(void);
/* Stops the wall clock at a time, for tests; 0 lets it run again. */
void clock_set_us(int64_t now_us);

/* Returns a clock that never goes back, for durations; not a time of day. */
int64_t clock_steady_us(void);

/* Writes a time as RFC 3339 in UTC: whole seconds as "…:52Z", else with six digits. Years 0001 to
   9999; outside, the nearest of them. Returns at. */
const char *clock_print(int64_t time_us, char at[CLOCK_TEXT_SIZE]);

/* Reads an RFC 3339 time with any offset and fraction, or a date alone (midnight UTC). Fails without
   a message on anything else. */
MUST_USE bool clock_read(struct text t, int64_t *ret_time_us);

#endif
