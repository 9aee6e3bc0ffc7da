/* SPDX-License-Identifier: Apache-2.0 */
/* The tally of the job: acts are kept in the database, awards are issued. Must be used inside a transaction.
   Example: badge_tally_open(&kept, db, now_us); badge_judge_facts(…, &kept.tally, err); badge_tally_end(&kept, err); badge_tally_close(&kept) */
#ifndef BADGE_BADGE_TALLY_H
#define BADGE_BADGE_TALLY_H

#include "badge/badge.h"
#include "badge/badge_judge.h"
#include "base/map.h"
#include "base/vec.h"
#include "store/db_batch.h"

struct badge_tally_kept {
    struct badge_tally tally; /* its context is this */
    struct db *db;
    int64_t now_us, issued, revoked;
    struct arena arena;
    /* How those stand that were asked for, since counting them anew costs as much as they have: by rule and recipient. */
    struct map known;
    struct {
        VEC(struct badge_standing);
    } standings;
    /* Of the rule whose acts were told before, what is there of them and how many of each day: they are counted here, and written together,
       since each statement is a round trip. */
    struct badge_tally_ahead {
        const struct badge_rule *rule;
        struct map acts, days;
        struct {
            VEC(int64_t);
        } day_counts;
        struct db_batch added;
    } ahead;
};

void badge_tally_open(struct badge_tally_kept *kept, struct db *db, int64_t now_us);
/* Writes what was added. */
MUST_USE bool badge_tally_end(struct badge_tally_kept *kept, struct err *err);
void badge_tally_close(struct badge_tally_kept *kept);

/* What an award makes: for previews too. Texts live in arena. ret_is_found is false when the series has no such level. */
MUST_USE bool badge_tally_make(struct db *db, const struct badge_act *act, int level,
    enum action_certifier certifier, struct text key, int64_t now_us, struct arena *arena,
    struct badge *ret_badge, bool *ret_is_found, struct err *err);

/* -- rows -- */

enum { BADGE_TALLY_LOOKUP = 128, BADGE_ACT_COLUMNS = 11 };

/* ret_is_new is false when it counts already, or its day has as many as the rule lets count. */
MUST_USE bool badge_tally_rows_add(
    struct db *db, const struct badge_act *act, bool *ret_is_new, struct err *err);
/* The same of many, that are known to be new: when the batch ends. */
void badge_tally_rows_batch(struct db_batch *batch, struct db *db);
MUST_USE bool badge_tally_rows_add_later(
    struct db_batch *batch, const struct badge_act *act, struct text recipient, struct err *err);
/* Of up to BADGE_TALLY_LOOKUP acts of one rule: whether each is there, in rows of "recipient act" and 1 or 0; and how many of its day are, in rows of
   "recipient day" and a number. */
MUST_USE bool badge_tally_rows_find_acts(struct db *db, const struct badge_act *acts, size_t count,
    struct arena *arena, struct db_rows *ret_rows, struct err *err);
MUST_USE bool badge_tally_rows_find_days(struct db *db, const struct badge_act *acts, size_t count,
    struct arena *arena, struct db_rows *ret_rows, struct err *err);
MUST_USE bool badge_tally_rows_stand(struct db *db, const struct badge_act *act, int64_t most,
    struct badge_standing *ret_standing, struct err *err);
/* The same of up to BADGE_TALLY_LOOKUP recipients at once, in rows of a recipient, a count and a certifier. */
MUST_USE bool badge_tally_rows_find_standings(struct db *db, int64_t rule_id,
    const struct text *recipients, size_t count, int64_t most, struct arena *arena,
    struct db_rows *ret_rows, struct err *err);
/* Takes away the act that rests on this very action or advice, or lets it rest on another. */
MUST_USE bool badge_tally_rows_strike(struct db *db, const struct badge_act *act,
    const struct badge_fact *other, bool *ret_is_gone, struct err *err);
/* The badges of a rule and recipient that stand: their ids, and levels. For levels 0, the one of the act. */
struct badge_level {
    int64_t id;
    int level;
};
MUST_USE bool badge_tally_rows_levels(struct db *db, const struct badge_act *act,
    struct text act_key, struct arena *arena, struct badge_level **ret_levels, size_t *ret_count,
    struct err *err);

#endif
