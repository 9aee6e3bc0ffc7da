/* SPDX-License-Identifier: Apache-2.0 */
/* How each team stands, side by side, and the exceptions from policies with their ends: what a governance manager looks at.
   Example: standing_list(db, &who, &(struct standing_query){.now_us = now_us, .limit = 50}, arena, &list, &count, err) */
#ifndef HEALTH_STANDING_H
#define HEALTH_STANDING_H

#include "account/team.h"

enum { STANDING_WEEKS = 12 };
#define STANDING_PERIOD_US (90 * CLOCK_DAY_US)

struct standing {
    int64_t team_id;
    struct text team_name;
    int64_t open, urgent, overdue,
        exploited;         /* tickets that are not done; urgent: out-of-cycle or immediate */
    int64_t exploited_us;  /* since when the longest of the exploited is known to be; 0: none */
    int64_t in_time, late; /* ended in STANDING_PERIOD_US, of those with a due date */
    int64_t accepted, exceptions; /* risks; exceptions from the licence policy that hold */
    int64_t services, bare;       /* bare: without an SBOM */
    int64_t affected, checked, not_covered, undecidable; /* components of the current SBOMs */
    /* At work at the end of each week, as far as days were stored; the last is the running one. */
    int64_t backlog[STANDING_WEEKS];
    size_t week_count;
};

struct standing_query {
    int64_t team_id; /* 0: all that who sees */
    struct text after_name;
    int64_t after_id, now_us;
    size_t limit;
};
/* By name. */
MUST_USE bool standing_list(struct db *db, const struct api_principal *who,
    const struct standing_query *query, struct arena *arena, struct standing **ret_list,
    size_t *ret_count, struct err *err);

struct standing_exception {
    int64_t id;
    struct text kind; /* "accepted-risk", "license", "decision" */
    int64_t team_id;
    struct text team_name, what, link, reason;
    int64_t since_us, until_us; /* until 0: without an end */
};
struct standing_exception_query {
    int64_t team_id; /* 0: all that who sees */
    int64_t after_us,
        after_id; /* of the last one shown; -1 at the start; INT64_MAX stands for no end */
    int64_t now_us;
    size_t limit;
};
/* Those that hold now, the first to end first, those without an end last. */
MUST_USE bool standing_exceptions(struct db *db, const struct api_principal *who,
    const struct standing_exception_query *query, struct arena *arena,
    struct standing_exception **ret_list, size_t *ret_count, struct err *err);

void standing_print(struct buf *out, const struct standing *standing);
void standing_exception_print(struct buf *out, const struct standing_exception *exception);

#endif
