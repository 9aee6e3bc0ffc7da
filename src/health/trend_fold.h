/* SPDX-License-Identifier: Apache-2.0 */
/* Goes through the history of one ticket and tells what of it counts, when: opened, acknowledged, ended in time or late, back again; and
   from when to when it was at work. Pure: no database, no clock. docs/health.md says the rules.
   Example: trend_fold(&ticket, events, count, now_us, &sink, arena, err) */
#ifndef HEALTH_TREND_FOLD_H
#define HEALTH_TREND_FOLD_H

#include "base/err.h"
#include "health/trend_fact.h"
#include "ticket/ticket_plan.h"

struct trend_ticket {
    int64_t id, team_id, service_id, created_us;
    int64_t kev_us;       /* since when it is known to be exploited; 0: it is not */
    int64_t gone_us;      /* when its service was deleted; 0: it is there */
    int64_t published_us; /* when the first record of its flaw was published; 0: nobody says */
    int64_t part_us;      /* when its part was made */
    int64_t priority;     /* of now, for histories that do not tell it */
};

struct trend_event {
    int64_t ticket_id, at_us, account_id; /* 0: kenzen itself */
    struct text kind, sets;
};

/* One thing that counts: at a place, or a time that something took (then at is TREND_COUNTS). */
struct trend_hit {
    int64_t ticket_id, at_us;
    enum trend_count at;
    enum trend_time time;
    int64_t took_us;
};

/* A while in which a ticket was at work, with one priority and one due date (0: none). */
struct trend_stretch {
    int64_t from_us, to_us; /* INT64_MAX: to the end of what is looked at */
    int64_t priority, due_us;
};

struct trend_sink {
    void *context;
    void (*hit)(void *context, const struct trend_ticket *ticket, const struct trend_hit *hit);
    void (*stood)(void *context, const struct trend_ticket *ticket,
        const struct trend_stretch *stretch); /* or NULL */
};

/* events in their order; what is after until_us is not looked at. ERR_SYNTAX when an event cannot be read. */
MUST_USE bool trend_fold(const struct trend_ticket *ticket, const struct trend_event *events,
    size_t count, int64_t until_us, const struct trend_sink *sink, struct arena *arena,
    struct err *err);

#endif
