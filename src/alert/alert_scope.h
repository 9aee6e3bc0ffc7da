/* SPDX-License-Identifier: Apache-2.0 */
/* A team as planning sees it: its zone, its policy, its channels that are on, and how far planning is.
   Example: alert_scope_open(&scope, db, team_id, now_us, arena, &is_there, err); …; alert_scope_close(&scope) */
#ifndef ALERT_ALERT_SCOPE_H
#define ALERT_ALERT_SCOPE_H

#include "alert/alert_channel.h"
#include "alert/alert_plan.h"

/* A day before all others: there was no line-up yet. */
#define ALERT_SCOPE_NO_DAY INT64_C(-1)

struct alert_scope {
    struct db *db;
    struct arena *arena;
    int64_t now_us, team_id;
    struct text team, time_zone;
    struct zone zone;
    struct alert_policy policy;
    struct alert_channel *channels;
    struct alert_plan_channel *plans; /* of the channels, in their order */
    int64_t *days;                    /* of their last line-ups, or ALERT_SCOPE_NO_DAY */
    size_t channel_count;
    int64_t day; /* when due dates were looked at last, or ALERT_SCOPE_NO_DAY */
    int64_t ran_us;
};

/* ret_is_there is false when the team is gone. Close it when it is there. */
MUST_USE bool alert_scope_open(struct alert_scope *ret_scope, struct db *db, int64_t team_id,
    int64_t now_us, struct arena *arena, bool *ret_is_there, struct err *err);
/* Takes a zero scope too. */
void alert_scope_close(struct alert_scope *scope);

/* Keeps how far planning is, and when it is to run next. Must run inside a transaction. */
MUST_USE bool alert_scope_keep(
    struct db *db, const struct alert_scope *scope, int64_t next_us, struct err *err);
/* Keeps the day of a channel's line-up. */
MUST_USE bool alert_scope_keep_day(struct db *db, int64_t channel_id, int64_t day, struct err *err);

#endif
