/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "store/db_in.h"
#include "ticket/ticket_pick.h"

/* -- picking -- */

/* What lists go by: a descending or ascending number, then the id. */
static const struct {
    const char *column, *behind, *order;
} sorts[] = {
    [TICKET_BY_RANK] = {"t.rank", "<", " DESC, t.id"},
    [TICKET_BY_UPDATE] = {"t.updated_us", "<", " DESC, t.id"},
    [TICKET_BY_DUE_DATE] = {TICKET_PICK_DUE, ">", ", t.id"},
    [TICKET_BY_CREATION] = {"t.created_us", "<", " DESC, t.id"},
    [TICKET_BY_AGE] = {"t.created_us", ">", ", t.id"},
};

/* The sign keeps engines from walking the index of the sort. */
static void add_order(const struct ticket_pick *pick, struct buf *sql, const char *sign)
{
    buf_format(sql, " ORDER BY %s%s%s LIMIT %zu", sign, sorts[pick->query->sort].column,
        sorts[pick->query->sort].order, pick->query->limit);
}

static void test(struct ticket_pick *pick, const char *sql, struct db_value value)
{
    ticket_pick_add(&pick->tests, sql, ticket_pick_keep(pick, &value, 1));
}

static void add_place(struct ticket_pick *pick)
{
    const struct ticket_query *query = pick->query;
    const char *column = sorts[query->sort].column;
    const struct db_value key = DB_INT(query->after_key);
    if (!query->is_continued)
        return;
    /* The first condition alone says where an index begins; an OR does not. */
    buf_format(&pick->tests, " AND %s %s= ", column, sorts[query->sort].behind);
    test(pick, "?", key);
    buf_format(&pick->tests, " AND (%s <> ", column);
    test(pick, "?", key);
    test(pick, " OR t.id > ?)", DB_INT(query->after_id));
}

static bool has_state(const struct ticket_pick *pick, int is_done)
{
    unsigned set = pick->query->states;
    return set == 0 ? !is_done : (set & (is_done ? TICKET_PICK_DONE : TICKET_PICK_UNDONE)) != 0;
}

/* Each index is of those that are done, or of those that are not; of few, neither is gone by. */
static void add_from(const struct ticket_pick *pick, struct buf *sql, int is_done)
{
    buf_format(sql, " FROM ticket t WHERE %st.is_done = %d",
        pick->is_few && !pick->is_named ? "+" : "", is_done);
}

static void add_tests(const struct ticket_pick *pick, struct buf *sql)
{
    buf_add(sql, buf_text(&pick->tests));
    buf_add(sql, buf_text(&pick->late));
}

static bool run(const struct ticket_pick *pick, struct db *db, struct buf *sql, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    bool is_ok =
        db_query(db, sql->at, (struct db_args){pick->args, pick->arg_count}, arena, ret_rows, err);
    buf_done(sql);
    return is_ok;
}

static void begin(struct buf *sql)
{
    buf_init(sql, SIZE_MAX);
    buf_add_z(sql, TICKET_PICK_MINE);
}

bool ticket_pick_list(struct ticket_pick *pick, struct db *db, const char *head,
    struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    struct buf sql;
    const char *between = "";
    add_place(pick);
    begin(&sql);
    buf_add_z(&sql, ", picked AS MATERIALIZED (");
    for (int is_done = 0; is_done <= 1; is_done++) {
        if (!has_state(pick, is_done))
            continue;
        buf_format(&sql, "%sSELECT * FROM (SELECT t.id", between);
        add_from(pick, &sql, is_done);
        add_tests(pick, &sql);
        add_order(pick, &sql, pick->is_few ? "+" : "");
        buf_format(&sql, ") a%d", is_done);
        between = " UNION ALL ";
    }
    buf_format(&sql, ") %s AND t.id IN (SELECT id FROM picked)", head);
    add_order(pick, &sql, "+");
    return run(pick, db, &sql, arena, ret_rows, err);
}

/* -- counting -- */

static void count_all(const struct ticket_pick *pick, struct buf *sql, int is_done)
{
    buf_add_z(sql, "SELECT " TICKET_PICK_PRIORITY ", count(*), 0");
    add_from(pick, sql, is_done);
    add_tests(pick, sql);
    buf_add_z(sql, " GROUP BY " TICKET_PICK_PRIORITY);
}

/* Of each priority so many are looked at, where its tickets stand side by side in the index of urgency, and those that meet the tests are
   counted: what it costs is bounded, whatever the filter. */
static void count_priority(
    const struct ticket_pick *pick, struct buf *sql, int is_done, int priority)
{
    const size_t most = pick->is_read    ? LIMIT_TICKET_COUNT_READ
                        : pick->late.len ? LIMIT_TICKET_COUNT_ROWS
                                         : LIMIT_TICKET_COUNT;
    buf_format(sql, "SELECT %d, sum(hit), count(*) / %zu FROM (SELECT CASE WHEN 1 = 1", priority,
        most + 1);
    add_tests(pick, sql);
    buf_add_z(sql, " THEN 1 ELSE 0 END AS hit");
    add_from(pick, sql, is_done);
    buf_add(sql, buf_text(&pick->walked));
    buf_format(sql, " AND t.rank >= %lld AND t.rank < %lld LIMIT %zu) p%d%d",
        (long long)priority << TICKET_RANK_PRIORITY_SHIFT,
        (long long)(priority + 1) << TICKET_RANK_PRIORITY_SHIFT, most + 1, is_done, priority);
}

bool ticket_pick_count(struct ticket_pick *pick, struct db *db, bool is_exact, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    bool counts_all = is_exact || pick->is_few;
    struct buf sql;
    const char *between = " ";
    begin(&sql);
    for (int at = 0; at < 2 * (SSVC_IMMEDIATE + 1); at++) {
        int is_done = at % 2, priority = at / 2;
        bool is_asked = !pick->query->priorities || pick->query->priorities & 1U << priority;
        if (!has_state(pick, is_done) || (counts_all ? priority > 0 : !is_asked))
            continue;
        buf_add_z(&sql, between);
        if (counts_all)
            count_all(pick, &sql, is_done);
        else
            count_priority(pick, &sql, is_done, priority);
        between = " UNION ALL ";
    }
    return run(pick, db, &sql, arena, ret_rows, err);
}

/* -- few -- */

/* The first of them, in rows of -1, an id and what they go by, and the counts of all, in rows of a priority. */
static bool look_at_few(struct ticket_pick *pick, struct db *db, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    const char *column = sorts[pick->query->sort].column;
    struct buf sql;
    begin(&sql);
    buf_format(&sql,
        ", met AS MATERIALIZED (SELECT t.id, %s AS place, " TICKET_PICK_PRIORITY
        " AS priority FROM ticket t WHERE %st.is_done IN (%s)",
        column, pick->is_named ? "" : "+",
        !has_state(pick, 1)  ? "0"
        : has_state(pick, 0) ? "0, 1"
                             : "1");
    add_tests(pick, &sql);
    buf_format(&sql,
        ") SELECT -1, id, place FROM (SELECT id, place FROM met ORDER BY place%s, id LIMIT %zu) a"
        " UNION ALL SELECT priority, count(*), 0 FROM met GROUP BY priority",
        *sorts[pick->query->sort].behind == '<' ? " DESC" : "", pick->query->limit);
    return run(pick, db, &sql, arena, ret_rows, err);
}

bool ticket_pick_few(struct ticket_pick *pick, struct db *db, const char *head, struct arena *arena,
    struct db_rows *ret_rows, struct db_rows *ret_counts, struct err *err)
{
    struct db_rows rows;
    if (!look_at_few(pick, db, arena, &rows, err))
        return false;
    struct db_value *ids = arena_take_array(arena, rows.count, sizeof *ids);
    size_t count = 0;
    for (size_t i = 0; ids && i < rows.count; i++)
        if (db_int(&rows, i, 0) == -1)
            ids[count++] = rows.cells[i * rows.columns + 1];
    *ret_counts = rows;
    struct buf order;
    buf_init(&order, SIZE_MAX);
    add_order(pick, &order, "+");
    bool is_ok = arena_check(arena, err) &&
                 db_in_query(db, arena_format(arena, "%s AND t.id IN", head).at,
                     (struct db_args){pick->args, 2}, (struct db_args){ids, count}, order.at, arena,
                     ret_rows, err);
    buf_done(&order);
    return is_ok;
}
