/* SPDX-License-Identifier: Apache-2.0 */
/* A grade from 0 to 100, A to E, whose parts are open to see: each with its value, its weight, what it rests on, and what would raise it.
   A part without data counts nothing, neither for nor against. docs/health.md has the formulas.
   Example: grade_of(&point.facts, true, NULL, &grade); grade.letter, grade.parts[GRADE_KEV].value */
#ifndef HEALTH_GRADE_H
#define HEALTH_GRADE_H

#include "health/trend.h"

enum grade_kind {
    GRADE_TIMELINESS,
    GRADE_KEV,
    GRADE_BACKLOG,
    GRADE_COVERAGE,
    GRADE_FRESHNESS,
    GRADE_BALANCE,
    GRADE_REGRESSION,
    GRADE_PARTS
};

/* What one would do about a part; each leads to a list. */
enum grade_step {
    GRADE_STEP_NONE,
    GRADE_STEP_OVERDUE,   /* close what is overdue */
    GRADE_STEP_DUE,       /* look at what is due next, before it is late */
    GRADE_STEP_KEV,       /* close what is exploited, the oldest first */
    GRADE_STEP_OLD,       /* decide what lies longest */
    GRADE_STEP_UNCOVERED, /* bring in a source for what none covers */
    GRADE_STEP_STALE,     /* upload the SBOMs that are old */
    GRADE_STEP_GROUNDS,   /* say on the ground of what one decides */
    GRADE_STEP_RETURNS,   /* look why what was fixed came back */
    GRADE_STEPS
};

enum { GRADE_WEIGHT_SUM = 100, GRADE_WEIGHT_LEAST = 50 };

struct grade_part {
    bool has_data;
    int value, weight;
    int64_t good, of; /* what it rests on: good of so many, as the part counts them */
    enum grade_step step;
    int64_t step_count; /* how many things the step is about */
    int raise_tenths;   /* of a point that the whole grade would gain, were this part at 100 */
};

struct grade {
    bool is_given; /* parts with data weigh at least GRADE_WEIGHT_LEAST */
    int value;
    char letter; /* 'A' to 'E'; 0 */
    int weight;  /* of the parts with data */
    struct grade_part parts[GRADE_PARTS];
    int best; /* the part that would raise it most, enum grade_kind; -1: nothing would */
};

/* Acts that rested on enough, of all that were looked at (balance.h). */
struct grade_balance {
    int64_t enough, of;
};

/* Of the facts of a period. balance NULL: nobody looked. Pure. */
void grade_of(
    const struct trend_facts *facts, const struct grade_balance *balance, struct grade *ret_grade);

/* The same of the point numbered at. On the first days of a period little has ended: of one that runs, what happened in the one before it counts
   too, where that is known. */
void grade_point(const struct trend *trend, size_t at, const struct grade_balance *balance,
    struct grade *ret_grade);

const char *grade_kind_word(enum grade_kind kind); /* "timeliness" */
const char *grade_step_word(enum grade_step step); /* "overdue"; NULL for none */

/* A sentence for people: why a part has its value, or why it has none. */
struct text grade_why(enum grade_kind kind, const struct grade_part *part, struct arena *arena);

#endif
