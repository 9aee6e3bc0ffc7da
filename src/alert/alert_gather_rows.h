/* SPDX-License-Identifier: Apache-2.0 */
/* What planning reads and writes: notes that are taken, what waited, how flaws stand in a team, what channels were told.
   Example: alert_rows_take_notes(db, team_id, arena, &hits, &count, err) */
#ifndef ALERT_ALERT_GATHER_ROWS_H
#define ALERT_ALERT_GATHER_ROWS_H

#include "alert/alert_scope.h"

/* Something happened to a flaw. */
struct alert_hit {
    int64_t vulnerability_id, part_id, since_us;
    int64_t channel_id; /* of what waited for one channel; 0: for all */
    unsigned what;
    bool is_first; /* the first SBOM of its part brought it */
};

/* A ticket at work that is not snoozed. */
struct alert_open {
    int64_t vulnerability_id, ticket_id, service_id, part_id, rank, created_us;
    int priority;
    bool is_kev;
};

struct alert_told_row {
    int64_t channel_id, vulnerability_id;
    struct alert_plan_told told;
};

/* Takes a team's notes away, and what waited and is due: they are planned in the transaction that this must run in, or stay. */
MUST_USE bool alert_rows_take_notes(struct db *db, int64_t team_id, struct arena *arena,
    struct alert_hit **ret_hits, size_t *ret_count, struct err *err);
MUST_USE bool alert_rows_take_held(struct db *db, int64_t team_id, int64_t now_us,
    struct arena *arena, struct alert_hit **ret_hits, size_t *ret_count, struct err *err);
/* Flaws whose most urgent tickets became due after from_us, until to_us. */
MUST_USE bool alert_rows_find_due(struct db *db, int64_t team_id, int64_t from_us, int64_t to_us,
    struct arena *arena, struct alert_hit **ret_hits, size_t *ret_count, struct err *err);

/* Ids are those of vulnerabilities, each once; of many, what is said of others may come too. */
MUST_USE bool alert_rows_open(struct db *db, int64_t team_id, const int64_t *ids, size_t count,
    struct arena *arena, struct alert_open **ret_open, size_t *ret_count, struct err *err);
MUST_USE bool alert_rows_told(struct db *db, int64_t channel_id, const int64_t *ids, size_t count,
    struct arena *arena, struct alert_told_row **ret_told, size_t *ret_count, struct err *err);
/* Flaws that are muted in a team. */
MUST_USE bool alert_rows_muted(struct db *db, int64_t team_id, int64_t now_us, struct arena *arena,
    int64_t **ret_ids, size_t *ret_count, struct err *err);

MUST_USE bool alert_rows_write_told(
    struct db *db, const struct alert_told_row *told, size_t count, struct err *err);
struct alert_held_row {
    int64_t channel_id, vulnerability_id, team_id, since_us, release_us;
    unsigned what;
};
MUST_USE bool alert_rows_write_held(
    struct db *db, const struct alert_held_row *held, size_t count, struct err *err);

/* When what waits in a team is due next; 0: nothing waits. */
MUST_USE bool alert_rows_next_held(
    struct db *db, int64_t team_id, int64_t *ret_us, struct err *err);

#endif
