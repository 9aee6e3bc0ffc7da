/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_tally.h"

#define INSERT                                                                                     \
    "INSERT INTO badge_act (rule_id, recipient, act, account_id, team_id, action_id, evidence_id," \
    " day, at_us, certifier, priority)"
#define UNLESS_THERE " ON CONFLICT (rule_id, recipient, act) DO NOTHING"

static void fill_row(const struct badge_act *act, struct text recipient, struct db_value *values)
{
    const struct badge_fact *fact = act->fact;
    const struct db_value row[BADGE_ACT_COLUMNS] = {DB_INT(act->rule->id), DB_TEXT(recipient),
        DB_TEXT(fact->act), act->rule->condition.is_of_team ? DB_NULL : DB_ID(fact->account_id),
        DB_ID(fact->team_id), DB_ID(fact->action_id), DB_ID(fact->entry_id), DB_INT(act->day),
        DB_INT(fact->at_us), DB_INT(fact->certifier),
        fact->priority < 0 ? DB_NULL : DB_INT(fact->priority)};
    memcpy(values, row, sizeof row);
}

void badge_tally_rows_batch(struct db_batch *batch, struct db *db)
{
    db_batch_init(batch, db, INSERT " VALUES", BADGE_ACT_COLUMNS, UNLESS_THERE);
}

bool badge_tally_rows_add_later(
    struct db_batch *batch, const struct badge_act *act, struct text recipient, struct err *err)
{
    struct db_value values[BADGE_ACT_COLUMNS];
    fill_row(act, recipient, values);
    return db_batch_add(batch, values, err);
}

/* One statement for all, since each is a round trip. action_id is that of an action; of advice, the subject is found by the act. */
bool badge_tally_rows_add(
    struct db *db, const struct badge_act *act, bool *ret_is_new, struct err *err)
{
    int64_t changed;
    struct db_value values[BADGE_ACT_COLUMNS + 1];
    fill_row(act, text_of(act->recipient), values);
    values[BADGE_ACT_COLUMNS] = DB_INT(act->rule->condition.per_day);
    if (!db_run(db,
            INSERT " SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11"
                   " WHERE CAST($12 AS BIGINT) = 0 OR (SELECT count(*) FROM badge_act d"
                   " WHERE d.rule_id = $1 AND d.recipient = $2 AND d.day = $8) < $12" UNLESS_THERE,
            (struct db_args){values, LEN_OF(values)}, &changed, err))
        return false;
    *ret_is_new = changed > 0;
    return true;
}

bool badge_tally_rows_stand(struct db *db, const struct badge_act *act, int64_t most,
    struct badge_standing *ret_standing, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "SELECT count(*), min(a.certifier) FROM (SELECT certifier FROM badge_act"
        " WHERE rule_id = $1 AND recipient = $2 LIMIT $3) a",
        DB_ARGS(DB_INT(act->rule->id), DB_TEXT(text_of(act->recipient)), DB_INT(most)), &arena,
        &rows, err);
    if (is_ok)
        *ret_standing = (struct badge_standing){
            db_int(&rows, 0, 0), (enum action_certifier)db_int(&rows, 0, 1)};
    arena_done(&arena);
    return is_ok;
}

/* -- many at once -- */

enum { LIST_COLUMNS_MAX = 2, ARGS_MAX = 2 };

/* Rows of a list "(VALUES (CAST($2 AS TEXT), CAST($3 AS BIGINT)), …) r". */
struct list {
    struct db_value cells[BADGE_TALLY_LOOKUP * LIST_COLUMNS_MAX];
    size_t count, columns;
};

/* Filled up by repeating the last row, so that few statements are prepared. Returns how many values there are. */
static size_t add_list(
    struct buf *sql, const struct list *list, struct db_value *values, size_t taken)
{
    size_t room = 1;
    while (room < list->count)
        room *= 2;
    buf_add_z(sql, " FROM (VALUES ");
    for (size_t i = 0; i < room; i++) {
        size_t row = i < list->count ? i : list->count - 1;
        for (size_t k = 0; k < list->columns; k++) {
            values[taken] = list->cells[row * list->columns + k];
            buf_format(sql, "%sCAST($%zu AS %s)",
                k   ? ", "
                : i ? ", ("
                    : "(",
                taken + 1, values[taken].kind == DB_KIND_INT ? "BIGINT" : "TEXT");
            taken++;
        }
        buf_add_char(sql, ')');
    }
    buf_add_z(sql, ") r");
    return taken;
}

/* Runs a SELECT on the list. Each row is looked up by a query of its own within it: of a join or an IN, engines would go through all acts of the rule. */
static bool query_list(struct db *db, const char *select, struct db_args args,
    const struct list *list, struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    struct db_value values[ARGS_MAX + BADGE_TALLY_LOOKUP * LIST_COLUMNS_MAX];
    struct buf sql;
    memcpy(values, args.at, args.count * sizeof *values);
    buf_init(&sql, SIZE_MAX);
    buf_add_z(&sql, select);
    size_t taken = add_list(&sql, list, values, args.count);
    bool is_ok = db_query(db, sql.at, (struct db_args){values, taken}, arena, ret_rows, err);
    buf_done(&sql);
    return is_ok;
}

bool badge_tally_rows_find_acts(struct db *db, const struct badge_act *acts, size_t count,
    struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    struct list list = {.columns = 2};
    for (; list.count < count; list.count++) {
        list.cells[2 * list.count] = DB_TEXT(text_of(acts[list.count].recipient));
        list.cells[2 * list.count + 1] = DB_TEXT(acts[list.count].fact->act);
    }
    return query_list(db,
        "SELECT r.column1 || ' ' || r.column2, (SELECT count(*) FROM badge_act a"
        " WHERE a.rule_id = $1 AND a.recipient = r.column1 AND a.act = r.column2)",
        DB_ARGS(DB_INT(acts->rule->id)), &list, arena, ret_rows, err);
}

bool badge_tally_rows_find_days(struct db *db, const struct badge_act *acts, size_t count,
    struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    struct list list = {.columns = 2};
    for (; list.count < count; list.count++) {
        list.cells[2 * list.count] = DB_TEXT(text_of(acts[list.count].recipient));
        list.cells[2 * list.count + 1] = DB_INT(acts[list.count].day);
    }
    return query_list(db,
        "SELECT r.column1 || ' ' || CAST(r.column2 AS TEXT), (SELECT count(*) FROM badge_act a"
        " WHERE a.rule_id = $1 AND a.recipient = r.column1 AND a.day = r.column2)",
        DB_ARGS(DB_INT(acts->rule->id)), &list, arena, ret_rows, err);
}

#define OF_RECIPIENT                                                                               \
    " FROM (SELECT certifier FROM badge_act WHERE rule_id = $1 AND recipient = r.column1 LIMIT $2) a)"

bool badge_tally_rows_find_standings(struct db *db, int64_t rule_id, const struct text *recipients,
    size_t count, int64_t most, struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    struct list list = {.columns = 1};
    for (; list.count < count; list.count++)
        list.cells[list.count] = DB_TEXT(recipients[list.count]);
    return query_list(db,
        "SELECT r.column1, (SELECT count(*)" OF_RECIPIENT ", (SELECT min(a.certifier)" OF_RECIPIENT,
        DB_ARGS(DB_INT(rule_id), DB_INT(most)), &list, arena, ret_rows, err);
}

bool badge_tally_rows_strike(struct db *db, const struct badge_act *act,
    const struct badge_fact *other, bool *ret_is_gone, struct err *err)
{
    int64_t changed;
    const struct badge_fact *fact = act->fact;
    struct db_value rule = DB_INT(act->rule->id), recipient = DB_TEXT(text_of(act->recipient));
    *ret_is_gone = false;
    if (other)
        return db_run(db,
            "UPDATE badge_act SET action_id = $5, evidence_id = $6, certifier = $7"
            " WHERE rule_id = $1 AND recipient = $2 AND act = $3 AND action_id = $4",
            DB_ARGS(rule, recipient, DB_TEXT(fact->act), DB_ID(fact->action_id),
                DB_ID(other->action_id), DB_ID(other->entry_id), DB_INT(other->certifier)),
            NULL, err);
    if (!db_run(db,
            "DELETE FROM badge_act WHERE rule_id = $1 AND recipient = $2 AND act = $3"
            " AND (CAST($4 AS BIGINT) IS NULL AND evidence_id = $5 OR action_id = $4)",
            DB_ARGS(
                rule, recipient, DB_TEXT(fact->act), DB_ID(fact->action_id), DB_ID(fact->entry_id)),
            &changed, err))
        return false;
    *ret_is_gone = changed > 0;
    return true;
}

bool badge_tally_rows_levels(struct db *db, const struct badge_act *act, struct text act_text,
    struct arena *arena, struct badge_level **ret_levels, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    bool is_of_team = act->rule->condition.is_of_team;
    struct db_value act_key =
        act->rule->condition.levels
            ? DB_NULL
            : DB_TEXT(arena_format(arena, "%s %.*s", act->recipient, TEXT_ARG(act_text)));
    if (!db_query(db,
            "SELECT b.id, c.level FROM badge b JOIN badge_class c ON c.id = b.class_id"
            " WHERE b.rule_id = $1 AND b.revoked_us IS NULL"
            " AND CASE WHEN CAST($2 AS BIGINT) IS NULL THEN b.account_id IS NULL AND b.team_id = $3"
            " ELSE b.account_id = $2 END"
            " AND (CAST($4 AS TEXT) IS NULL OR b.act_key = c.slug || ' ' || $4) ORDER BY b.id",
            DB_ARGS(DB_INT(act->rule->id), is_of_team ? DB_NULL : DB_INT(act->fact->account_id),
                DB_INT(act->fact->team_id), act_key),
            arena, &rows, err))
        return false;
    struct badge_level *levels = arena_take_array(arena, rows.count, sizeof *levels);
    for (size_t i = 0; levels && i < rows.count; i++)
        levels[i] = (struct badge_level){db_int(&rows, i, 0), (int)db_int(&rows, i, 1)};
    *ret_levels = levels;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
