/* SPDX-License-Identifier: Apache-2.0 */
/* When a channel is quiet: by the clock on the team's wall, so that summer time moves the hours with the people.
   Example: if (alert_quiet_is(&quiet, &zone, now_us)) hold_until = alert_quiet_end_us(&quiet, &zone, now_us) */
#ifndef ALERT_ALERT_QUIET_H
#define ALERT_ALERT_QUIET_H

#include "codec/zone.h"

enum { ALERT_QUIET_ALL_DAYS = 127 };

struct alert_quiet {
    int from_minute, to_minute; /* of the clock; from > to goes over midnight; equal: no hours */
    unsigned days;              /* on which it speaks at all: 1 Monday, 2 Tuesday … 64 Sunday */
    bool immediate_passes;      /* what is most urgent is told all the same */
};

/* Of a channel of which nobody has said anything: it is never quiet. */
#define ALERT_QUIET_NEVER {.days = ALERT_QUIET_ALL_DAYS, .immediate_passes = true}

/* Whether it is ever quiet. */
bool alert_quiet_is_set(const struct alert_quiet *quiet);

bool alert_quiet_is(const struct alert_quiet *quiet, const struct zone *zone, int64_t now_us);

/* The first instant from now on at which it is not quiet: now itself when it is not. days must not be empty. */
int64_t alert_quiet_end_us(
    const struct alert_quiet *quiet, const struct zone *zone, int64_t now_us);

#endif
