/* SPDX-License-Identifier: Apache-2.0 */
/* What the trend reads and writes in the database. Example: trend_rows_histories(db, &order, arena, &histories, &count, err) */
#ifndef HEALTH_TREND_ROWS_H
#define HEALTH_TREND_ROWS_H

#include "account/team.h"
#include "health/trend_table.h"

struct trend_history {
    struct trend_ticket ticket;
    const struct trend_event *events;
    size_t event_count;
};

struct trend_wanted {
    int64_t team_id, service_id; /* 0: all; then has_open is of no use */
    int64_t touched_us;          /* those that changed since */
    bool has_open;               /* and all that are at work */
    bool is_all;                 /* instead of both: all, by id behind after_id, up to limit */
    int64_t after_id;
    size_t limit;
};
/* By id. Of all teams, also of those that nobody sees: the caller passes over them. */
MUST_USE bool trend_rows_histories(struct db *db, const struct trend_wanted *wanted,
    struct arena *arena, struct trend_history **ret_histories, size_t *ret_count, struct err *err);

/* When the first ticket of a team was made; 0: it has none. */
MUST_USE bool trend_rows_first_us(
    struct db *db, int64_t team_id, int64_t *ret_time_us, struct err *err);

/* Writes the days of a table, in place of those that there are; what was seen stays. Must run inside a transaction. */
MUST_USE bool trend_rows_write(struct db *db, int64_t team_id, const struct trend_table *table,
    int64_t now_us, struct err *err);
/* Writes what is seen of a team's components today as that of a day. Must run inside a transaction. */
MUST_USE bool trend_rows_write_seen(
    struct db *db, int64_t team_id, int64_t day, int64_t now_us, struct err *err);

/* A stored day; texts as trend_fact_print made them. */
struct trend_day {
    int64_t team_id, day;
    struct text flows, stocks, seen;
};
struct trend_range {
    const struct api_principal *who;
    int64_t team_id, service_id; /* team 0: all that who may see */
    int64_t first, last;
};
/* By team and day. */
MUST_USE bool trend_rows_days(struct db *db, const struct trend_range *range, struct arena *arena,
    struct trend_day **ret_days, size_t *ret_count, struct err *err);

/* How things stand now, of a team, of a service of it, or of all teams that who sees: all stocks, and what is seen. */
MUST_USE bool trend_rows_now(struct db *db, const struct trend_range *range, int64_t now_us,
    struct trend_facts *facts, struct err *err);

#define TREND_NO_DAY INT64_MIN

struct trend_team {
    int64_t id;
    struct text name, zone;
    int64_t last_day; /* that is stored; TREND_NO_DAY: none */
    int64_t first_us; /* where none is stored: when its first ticket was made; 0: it has none */
};
/* The team (0: all) that who has the right of health in, by name; who NULL: whoever asks. */
MUST_USE bool trend_rows_teams(struct db *db, const struct api_principal *who, int64_t team_id,
    struct arena *arena, struct trend_team **ret_teams, size_t *ret_count, struct err *err);

/* Flaws with tickets of which nobody has looked when they were published; and what was found, 0: nobody says. */
struct trend_flaw {
    int64_t vulnerability_id, published_us;
    struct text name;
};
MUST_USE bool trend_rows_new_flaws(struct db *db, size_t limit, struct arena *arena,
    struct trend_flaw **ret_flaws, size_t *ret_count, struct err *err);
MUST_USE bool trend_rows_write_flaws(
    struct db *db, const struct trend_flaw *flaws, size_t count, int64_t now_us, struct err *err);

/* Forgets the days of a team but what was seen. Must run inside a transaction. */
MUST_USE bool trend_rows_forget(struct db *db, int64_t team_id, struct err *err);

#endif
