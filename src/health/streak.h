/* SPDX-License-Identifier: Apache-2.0 */
/* Days and weeks in a row that went well, of a team; and what broke the last one. Of persons only what they see themselves.
   Example: streak_read(db, &who, team_id, now_us, arena, streaks, err); streaks[STREAK_NO_OVERDUE].length */
#ifndef HEALTH_STREAK_H
#define HEALTH_STREAK_H

#include "health/trend.h"

enum streak_kind {
    STREAK_NO_OVERDUE,   /* weeks at whose days' ends nothing was overdue, and nothing ended late */
    STREAK_ACKNOWLEDGED, /* days on which no immediate ticket waited longer than 24 hours */
    STREAK_NO_RETURN,    /* weeks in which nothing that was fixed came back */
    STREAKS
};

struct streak {
    bool has_data;        /* there was something that could have gone wrong */
    bool is_weeks;        /* else days */
    int64_t length, best; /* the running period counts when nothing broke it so far */
    int64_t since_day;    /* when it began; meaningless at length 0 */
    int64_t broken_day;   /* the last day on which something went wrong; TREND_NO_DAY: none */
    int64_t broken_count; /* how many tickets did */
    int64_t rests_on;     /* how many tickets went well meanwhile */
};

const char *streak_word(enum streak_kind kind); /* "no_overdue" */

/* Looks two years back. */
MUST_USE bool streak_read(struct db *db, const struct api_principal *who, int64_t team_id,
    int64_t now_us, struct arena *arena, struct streak ret_streaks[STREAKS], struct err *err);

/* Of facts by day, the first first; today is the last. Pure. */
void streak_of(
    const struct trend_point *days, size_t count, enum streak_kind kind, struct streak *ret_streak);

/* What one person has, for themselves: how many tickets are theirs and at work, overdue, ended in time, and since when none of theirs
   was overdue (0: they never had one with a due date). */
struct streak_own {
    int64_t open, overdue, ended, in_time, since_us;
};
MUST_USE bool streak_read_own(struct db *db, int64_t account_id, int64_t from_us, int64_t now_us,
    struct streak_own *ret_own, struct err *err);

#endif
