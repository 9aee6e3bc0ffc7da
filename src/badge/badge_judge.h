/* SPDX-License-Identifier: Apache-2.0 */
/* Judges facts by a rule: what counts is added to a tally, and a level that is reached is an award. The job keeps its tally in the database
   and issues the awards; a preview keeps it in memory and lists them. So both say the same.
   Example: badge_judge_facts(&rule, events, event_count, facts, fact_count, &tally, err) */
#ifndef BADGE_BADGE_JUDGE_H
#define BADGE_BADGE_JUDGE_H

#include "badge/badge_fact.h"
#include "badge/badge_rule.h"

/* One act of a recipient that counts. */
struct badge_act {
    const struct badge_rule *rule;
    const struct badge_fact *fact;
    char recipient[24]; /* "a12": an account, "t3": a team */
    int64_t day;        /* in UTC, days since 1970 */
};

/* How many acts of a recipient count by now, and the least that vouches for them. */
struct badge_standing {
    int64_t count;
    enum action_certifier certifier;
};

struct badge_tally {
    void *context;
    /* Says which acts of one rule will be added, and that none is struck meanwhile, for a tally that looks at all of them at once. May be NULL. */
    bool (*expect)(void *context, const struct badge_act *acts, size_t count, struct err *err);
    /* Adds an act, unless it counts already or the day has enough: then ret_is_new is false. */
    bool (*add)(void *context, const struct badge_act *act, bool *ret_is_new, struct err *err);
    bool (*stand)(void *context, const struct badge_act *act, int64_t most,
        struct badge_standing *ret_standing, struct err *err);
    /* Takes back an act that is void: other (may be NULL) is one that counts as the same. */
    bool (*strike)(void *context, const struct badge_act *act, const struct badge_fact *other,
        struct err *err);
    /* level from 1; key is what it is for, with its class one badge ever. */
    bool (*award)(void *context, const struct badge_act *act, int level,
        enum action_certifier certifier, struct text key, struct err *err);
};

/* Judges the facts of events, in the order of these, by one rule: once for a step. */
MUST_USE bool badge_judge_facts(const struct badge_rule *rule, const struct badge_event *events,
    size_t event_count, const struct badge_fact *facts, size_t fact_count,
    const struct badge_tally *tally, struct err *err);

/* Judges the quarters that are over since the rule's judged_quarter (else since its start, eight at most), of all teams; ret_next is the first that is not over.
   is_behind: days are not counted yet (health/trend.h), so it must be tried again. */
MUST_USE bool badge_judge_quarters(struct db *db, const struct badge_rule *rule, int64_t now_us,
    const struct badge_tally *tally, int64_t *ret_next, bool *ret_is_behind, struct err *err);

/* Whether a team's days of a quarter are without anything overdue; each day in its order. Pure but for its input. */
struct trend_point;
bool badge_judge_is_clean(const struct trend_point *days, size_t count, int64_t least);

#endif
