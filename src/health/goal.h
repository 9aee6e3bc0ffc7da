/* SPDX-License-Identifier: Apache-2.0 */
/* What a team has set itself, until when, and what came of it. A goal of a limit that must hold (kev_days) is missed when it is passed; one
   to get to (backlog, overdue, covered) is reached when one gets there; a share (acknowledged, in_time) is judged when its time is over.
   Example: goal_set(db, &who, &goal, now_us, arena, err); goal_measure(db, &who, &goal, now_us, arena, err) */
#ifndef HEALTH_GOAL_H
#define HEALTH_GOAL_H

#include "health/trend.h"

enum goal_kind {
    GOAL_KEV_DAYS,     /* no ticket known to be exploited is open longer than target days */
    GOAL_ACKNOWLEDGED, /* target % are acknowledged within within_days */
    GOAL_IN_TIME,      /* target % end in time */
    GOAL_BACKLOG,      /* at most target open tickets */
    GOAL_OVERDUE,      /* at most target overdue tickets */
    GOAL_COVERED,      /* target % of the components are covered */
    GOAL_KINDS
};
enum goal_state { GOAL_RUNNING, GOAL_REACHED, GOAL_MISSED, GOAL_WITHDRAWN, GOAL_STATES };

struct goal {
    int64_t id, team_id;
    enum goal_kind kind;
    int64_t target;
    int64_t within_days; /* of GOAL_ACKNOWLEDGED; 0 else */
    struct text note;    /* why; may be empty */
    int64_t from_day, until_day;
    enum goal_state state;
    int64_t ended_us;
    int64_t created_by, created_us, ended_by; /* ended_by 0: by itself */
    struct text creator_name, ender_name;     /* read only */
    /* How far one is: has_value is false while there is nothing to measure. good of so many is what it rests on. Of an ended goal
       value is that of the end. */
    bool has_value, is_met;
    int64_t value, good, of;
};

const char *goal_kind_word(enum goal_kind kind); /* "kev_days" */
MUST_USE bool goal_kind_read(struct text word, enum goal_kind *ret_kind);
/* What it is, for people: "90 % acknowledged within 2 days". */
struct text goal_sentence(const struct goal *goal, struct arena *arena);
const char *goal_state_word(enum goal_state state); /* "running" */

/* Checks a goal and adds it with its entry of the journal, in a transaction of its own. The caller has found the team by
   RIGHT_GOAL_CHANGE. Fills id, from_day, created. today is the team's. ERR_USAGE, ERR_LIMIT. */
MUST_USE bool goal_set(struct db *db, const struct api_principal *who, struct goal *goal,
    int64_t today, int64_t now_us, struct err *err);
/* ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_CONFLICT when it has ended. */
MUST_USE bool goal_withdraw(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err);

/* Measures a running goal. */
MUST_USE bool goal_measure(struct db *db, const struct api_principal *who, struct goal *goal,
    int64_t now_us, struct arena *arena, struct err *err);
/* What facts say of a goal; waiting is how many tickets have waited too long to be acknowledged, and still do. Pure. */
void goal_value(
    struct goal *goal, const struct trend_facts *facts, bool has_facts, int64_t waiting);
/* What a goal that was measured has come to on a day: GOAL_RUNNING while it is not decided. Pure. */
enum goal_state goal_judge(const struct goal *goal, int64_t today);

/* Ends the goals of a team that are decided, and tells its members. */
MUST_USE bool goal_end_decided(
    struct db *db, const struct trend_team *team, int64_t now_us, struct err *err);

/* -- rows; those that write must run inside a transaction -- */

/* Newest first, behind before_id. */
MUST_USE bool goal_list(struct db *db, int64_t team_id, int64_t before_id, size_t limit,
    struct arena *arena, struct goal **ret_goals, size_t *ret_count, struct err *err);
MUST_USE bool goal_list_running(struct db *db, int64_t team_id, struct arena *arena,
    struct goal **ret_goals, size_t *ret_count, struct err *err);
/* For one who has the right in its team. */
MUST_USE bool goal_find(struct db *db, const struct api_principal *who, int64_t id,
    enum right right, struct arena *arena, struct goal *ret_goal, struct err *err);
MUST_USE bool goal_add(struct db *db, const struct goal *goal, struct err *err);
MUST_USE bool goal_end(struct db *db, const struct goal *goal, struct err *err);
/* Tickets of the team that were made since from_us, before until_us, and that nobody has acknowledged. */
MUST_USE bool goal_count_waiting(struct db *db, int64_t team_id, int64_t from_us, int64_t until_us,
    int64_t *ret_count, struct err *err);

#endif
