/* SPDX-License-Identifier: Apache-2.0 */
/* How the work on tickets goes, period by period: of a service, of a team, or of all teams that one sees. Days that are over are stored
   (trend_table.h); today is counted when it is asked for.
   Example: trend_read(db, &(struct trend_order){.who = &who, .team_id = id, .period = TREND_WEEK, .count = 13, …}, arena, &trend, err) */
#ifndef HEALTH_TREND_H
#define HEALTH_TREND_H

#include "advisory/advisory_index.h"
#include "health/trend_period.h"
#include "health/trend_rows.h"
#include "job/job_run.h"

#define TREND_JOB "health-day"

struct trend_order {
    const struct api_principal *who;
    int64_t team_id, service_id; /* 0: all; a service is of the team */
    enum trend_period period;
    size_t count;      /* periods, of which the last holds until_day */
    int64_t until_day; /* TREND_NO_DAY: today */
    bool is_span;      /* one period from first_day to until_day instead */
    int64_t first_day;
    bool is_without_times; /* counts alone are wanted */
    int64_t now_us;
};

struct trend_point {
    int64_t first, last; /* its days */
    bool is_running;     /* today is one of them */
    bool has_facts;      /* something is known of at least one of them */
    struct trend_facts facts;
};

struct trend {
    struct text zone; /* of the team; "UTC" of all */
    int64_t today;
    struct trend_point *points; /* the oldest first */
    size_t count;
    struct trend_team *teams;
    size_t team_count;
    struct zone_span {
        int64_t from_us, to_us;
    } *spans;       /* of each point */
    bool is_behind; /* more days are over than are stored: those are not in it yet */
};

/* The team must be one that who sees: ask team_find first. A team that is none of theirs is as good as empty. ERR_LIMIT. */
MUST_USE bool trend_read(struct db *db, const struct trend_order *order, struct arena *arena,
    struct trend *ret_trend, struct err *err);

/* Stores the days that are over, of all teams: the handler of TREND_JOB; trend_plan asks for it, once however often. */
MUST_USE bool trend_job(struct job_call *call, struct err *err);
MUST_USE bool trend_plan(struct db *db, int64_t now_us, struct err *err);

/* Stores those of one team; index (may be NULL) says when flaws were published. */
MUST_USE bool trend_close_days(
    struct db *db, const struct trend_team *team, int64_t now_us, struct err *err);
MUST_USE bool trend_look_up_flaws(
    struct db *db, const struct advisory_index *index, int64_t now_us, struct err *err);

/* Makes the stored days of a team anew from the events of its tickets. ret_days: how many. */
MUST_USE bool trend_rebuild(struct db *db, const struct trend_team *team, int64_t now_us,
    int64_t *ret_days, struct err *err);

#endif
