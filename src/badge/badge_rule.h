/* SPDX-License-Identifier: Apache-2.0 */
/* The rules that issue badges by themselves: each a condition (badge_condition.h) and the series of classes whose levels it issues. A rule
   that is changed looks at everything since its start anew; what it issued stays.
   Example: badge_rule_add(db, &who, &rule, now_us, err); badge_rule_list(db, arena, &rules, &count, err) */
#ifndef BADGE_BADGE_RULE_H
#define BADGE_BADGE_RULE_H

#include "account/api.h"
#include "badge/badge_condition.h"

struct badge_rule {
    int64_t id;
    struct text name, series;
    struct badge_condition condition;
    bool is_enabled;
    int64_t since_us;       /* acts before do not count */
    int64_t cursor;         /* the first entry of the journal that it has not seen */
    int64_t judged_quarter; /* the first that it has not judged; 0: none was */
    int64_t created_us, updated_us, updated_by;
    /* Read only. */
    struct text updater_name;
    int64_t issued; /* badges that stand */
};

/* Check, then write, with an entry in the journal, in a transaction of their own. Take RIGHT_BADGE_RULE_CHANGE. ERR_USAGE with its place, when
   the series has not as many levels as there are counts; ERR_LIMIT, ERR_NOT_FOUND. */
MUST_USE bool badge_rule_add(struct db *db, const struct api_principal *who,
    struct badge_rule *rule, int64_t now_us, struct err *err);
MUST_USE bool badge_rule_change(struct db *db, const struct api_principal *who,
    const struct badge_rule *rule, int64_t now_us, struct err *err);
MUST_USE bool badge_rule_delete(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err);
/* Checks what a rule would have to be, for a preview of one that is not kept. */
MUST_USE bool badge_rule_check(struct db *db, const struct badge_rule *rule, struct err *err);

/* -- rows -- */

/* ERR_NOT_FOUND. */
MUST_USE bool badge_rule_find(
    struct db *db, int64_t id, struct arena *arena, struct badge_rule *ret_rule, struct err *err);
/* All that are not deleted, the oldest first. */
MUST_USE bool badge_rule_list(struct db *db, struct arena *arena, struct badge_rule **ret_rules,
    size_t *ret_count, struct err *err);
MUST_USE bool badge_rule_rows_add(struct db *db, const struct badge_rule *rule, struct err *err);
/* Writes all of it; with looks_anew, what was counted is forgotten and the journal read from its start. */
MUST_USE bool badge_rule_rows_set(
    struct db *db, const struct badge_rule *rule, bool looks_anew, struct err *err);
MUST_USE bool badge_rule_rows_delete(
    struct db *db, int64_t id, int64_t by, int64_t now_us, struct err *err);
/* Moves a cursor on; ret_is_moved is false when somebody else did meanwhile. */
MUST_USE bool badge_rule_rows_move(struct db *db, const struct badge_rule *rule, int64_t cursor,
    bool *ret_is_moved, struct err *err);
MUST_USE bool badge_rule_rows_judged(struct db *db, int64_t id, int64_t quarter, struct err *err);
/* The lowest cursor of the rules that are on; -1 without any. */
MUST_USE bool badge_rule_rows_behind(struct db *db, int64_t *ret_cursor, struct err *err);

#endif
