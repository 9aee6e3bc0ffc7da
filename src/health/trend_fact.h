/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a day: how much came in and went out, how things stood at its end, and how long things took, as counts that can be
   added up over days, services and teams.
   Example: facts.at[TREND_OPENED + SSVC_IMMEDIATE]++; trend_fact_time(&facts, TREND_FIX, closed_us - opened_us); */
#ifndef HEALTH_TREND_FACT_H
#define HEALTH_TREND_FACT_H

#include "base/arena.h"
#include "base/buf.h"

enum { TREND_PRIORITIES = 4, TREND_AGES = 4, TREND_CAUSES = 8 };

/* Places in the row of counts. What has several is by enum ssvc_decision, by age (up to 7, 30, 90 days, older), or by enum
   ticket_cause, 0 for what was completed. New ones go to the end of their group: what is stored names them by word and number. */
enum trend_count {
    /* What happened on the day. */
    TREND_OPENED = 0,                                  /* new tickets */
    TREND_CAME_BACK = TREND_OPENED + TREND_PRIORITIES, /* fixed or removed before, affected again */
    TREND_STILL_THERE =
        TREND_CAME_BACK + TREND_PRIORITIES,     /* completed, but the next SBOM has it */
    TREND_REOPENED,                             /* for another reason */
    TREND_ENDED,                                /* by cause; 0: completed */
    TREND_IN_TIME = TREND_ENDED + TREND_CAUSES, /* ended before it was due, by priority */
    TREND_LATE = TREND_IN_TIME + TREND_PRIORITIES,
    TREND_NOT_DUE = TREND_LATE + TREND_PRIORITIES, /* ended, and had no due date */
    TREND_FIXED,      /* ended as completed, fixed, removed or not affected */
    TREND_MET_DAY,    /* immediate, and acknowledged within 24 hours */
    TREND_MISSED_DAY, /* immediate, and 24 hours went by without */
    TREND_FLOWS,
    /* How things stood at its end. */
    TREND_BACKLOG = TREND_FLOWS, /* at work: priority × TREND_AGES + age */
    TREND_OVERDUE = TREND_BACKLOG + TREND_PRIORITIES * TREND_AGES, /* by priority */
    TREND_KEV = TREND_OVERDUE + TREND_PRIORITIES, /* at work and known to be exploited */
    TREND_KEV_HOURS,                              /* all together since when that is so */
    TREND_KEV_LONGEST,                            /* the one that is so longest, in hours */
    TREND_STOCKS,
    /* How things stood, as it was seen on the day: no event tells it later. */
    TREND_COVERED = TREND_STOCKS, /* components that sources cover */
    TREND_NOT_COVERED,
    TREND_UNDECIDABLE,
    TREND_PARTS, /* parts with a current SBOM */
    TREND_FRESH, /* those whose SBOM is at most 30 days old */
    TREND_COUNTS
};

/* How long things took: tickets that got there on the day. */
enum trend_time {
    TREND_KNOW, /* published → ticket opened, where the advisory came to what was there */
    TREND_ACK,  /* opened → acknowledged by a person */
    TREND_FIX,  /* opened → TREND_FIXED */
    TREND_TIMES
};

/* Times are rounded up: to the minute within an hour, a quarter of an hour within a day, the hour within two weeks, the day within a
   year, beyond it the week. So whole hours and days are exact, and counts stay few. */
enum { TREND_STEPS = 61 + 92 + 312 + 352 + 480 };

struct trend_facts {
    int64_t at[TREND_COUNTS];
    uint32_t *times[TREND_TIMES]; /* TREND_STEPS of them; NULL: none */
};

/* What takes memory takes it from arena: check that once at the end. Without an arena (NULL), times that are new are passed over. */
void trend_fact_time(
    struct trend_facts *facts, enum trend_time time, int64_t took_us, struct arena *arena);
/* How many were counted; how many of those took no longer than that; and the time in minutes that so many of a hundred did not
   pass, 0 when there is none. */
int64_t trend_fact_time_count(const struct trend_facts *facts, enum trend_time time);
int64_t trend_fact_time_within(
    const struct trend_facts *facts, enum trend_time time, int64_t minutes);
int64_t trend_fact_percentile(const struct trend_facts *facts, enum trend_time time, int percent);

/* The step that a number of minutes falls into, and the most minutes that do. */
size_t trend_fact_step(int64_t minutes);
int64_t trend_fact_step_minutes(size_t step);

/* The sum of some places: trend_fact_sum(&facts, TREND_OPENED, TREND_PRIORITIES). */
int64_t trend_fact_sum(const struct trend_facts *facts, enum trend_count from, size_t count);

/* Adds what happened; and how it stood, of another service or team on the same day. */
void trend_fact_add_flows(
    struct trend_facts *to, const struct trend_facts *more, struct arena *arena);
void trend_fact_add_stocks(struct trend_facts *to, const struct trend_facts *more);

/* Which groups a text holds. */
enum { TREND_OF_FLOWS = 1, TREND_OF_STOCKS = 2, TREND_OF_SEEN = 4 };
/* Prints the counts that are not 0 as "opened.2=1 backlog.5=3 fix.40=1"; and reads what was printed, adding to facts. Longest is
   the larger of both. A word that is not known is passed over: a newer program wrote it. */
struct text trend_fact_print(const struct trend_facts *facts, unsigned groups, struct arena *arena);
void trend_fact_read(struct text kept, struct trend_facts *facts, struct arena *arena);

#endif
