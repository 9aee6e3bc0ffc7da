/* SPDX-License-Identifier: Apache-2.0 */
/* What a balance is made of, as the database has it. Example: balance_rows_acts(db, &query, arena, &acts, &count, err) */
#ifndef HEALTH_BALANCE_ROWS_H
#define HEALTH_BALANCE_ROWS_H

#include "health/balance.h"

/* An act with what speaks for it. */
struct balance_rows_act {
    struct balance_act act;
    struct text action_kind;         /* of an action; empty else */
    struct text records, decision;   /* of its ticket, JSON; may be empty */
    bool is_rated, is_known_to_cisa; /* CVSS; KEV, EPSS or SSVC */
    bool has_comment, has_advice, has_sighting, has_reason;
};
/* Newest first, up to BALANCE_ACTS_MAX and one more. */
MUST_USE bool balance_rows_acts(struct db *db, const struct balance_query *query,
    struct arena *arena, struct balance_rows_act **ret_acts, size_t *ret_count, struct err *err);

struct balance_rows_ground {
    int64_t action_id;
    struct text kind, id;
};
/* The grounds of the actions of that time, by action. */
MUST_USE bool balance_rows_grounds(struct db *db, const struct balance_query *query,
    struct arena *arena, struct balance_rows_ground **ret_grounds, size_t *ret_count,
    struct err *err);

/* When each generation of the advisory index came, in order. */
MUST_USE bool balance_rows_generations(
    struct db *db, struct arena *arena, int64_t **ret_times, size_t *ret_count, struct err *err);

/* Components of the team's current SBOMs by ecosystem and answer (enum match_answer; -1: not matched yet). */
struct balance_rows_answer {
    struct text ecosystem;
    int64_t answer, count;
};
MUST_USE bool balance_rows_answers(struct db *db, int64_t team_id, struct arena *arena,
    struct balance_rows_answer **ret_answers, size_t *ret_count, int64_t *ret_component_count,
    struct err *err);

/* Open tickets whose flaw nobody has rated: how many, of how many, and the first of them. */
MUST_USE bool balance_rows_unrated(struct db *db, int64_t team_id, struct arena *arena,
    struct balance_gap *ret_gap, struct err *err);

/* Flaws that three or more read of from a day to another, and nothing of the team followed. of: those that so many read of. */
MUST_USE bool balance_rows_read_unused(struct db *db, int64_t team_id, int64_t from_day,
    int64_t to_day, struct arena *arena, struct balance_gap *ret_gap, struct err *err);

/* Whether a ticket of the team came of that source since a time. */
MUST_USE bool balance_rows_source_found(struct db *db, int64_t team_id, struct text source,
    int64_t since_us, struct arena *arena, bool *ret_is_found, struct err *err);

/* By which clock the team's days begin. */
MUST_USE bool balance_rows_zone(
    struct db *db, int64_t team_id, struct arena *arena, struct text *ret_zone, struct err *err);

#endif
