/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "store/db_in.h"
#include "store/fulltext.h"
#include "ticket/ticket_columns.h"
#include "ticket/ticket_view.h"

enum { ARGS_MAX = 64 };

/* A condition that grows, with the values of its parameters. */
struct where {
    struct buf sql;
    struct db_value args[ARGS_MAX];
    size_t count;
};

#define FROM                                                                                       \
    " FROM ticket t JOIN team g ON g.id = t.team_id JOIN service s ON s.id = t.service_id"         \
    " JOIN part p ON p.id = t.part_id LEFT JOIN account a ON a.id = t.assignee_id"                 \
    " LEFT JOIN ticket_snooze z ON z.ticket_id = t.id AND t.is_done = 0"                           \
    " LEFT JOIN team_member m ON m.team_id = t.team_id AND m.account_id = $1"                      \
    " WHERE s.deleted_us IS NULL AND " TEAM_ROLE_IS("m.role", "$2")
#define SELECT                                                                                     \
    "SELECT " TICKET_COLUMNS_SELECT ", g.name, s.name, p.name, a.name, m.role,"                    \
    " (SELECT w.is_watching FROM ticket_watch w WHERE w.ticket_id = t.id AND w.account_id = $1),"  \
    " z.ticket_id, z.until_us, z.is_until_fix" FROM

/* Adds sql, in which each '?' becomes the number of the next parameter: value. */
static void add(struct where *where, const char *sql, struct db_value value)
{
    where->args[where->count++] = value;
    for (; *sql; sql++)
        if (*sql == '?')
            buf_format(&where->sql, "$%zu", where->count);
        else
            buf_add_char(&where->sql, *sql);
}

static void begin(struct where *where, const char *head, const struct api_principal *who)
{
    *where = (struct where){.args = {TEAM_SEES_ARGS(who, RIGHT_TICKET_READ)}, .count = 2};
    buf_init(&where->sql, SIZE_MAX);
    buf_add_z(&where->sql, head);
}

static bool run(struct where *where, struct db *db, struct arena *arena, struct db_rows *ret_rows,
    struct err *err)
{
    bool is_done = db_query(
        db, where->sql.at, (struct db_args){where->args, where->count}, arena, ret_rows, err);
    buf_done(&where->sql);
    return is_done;
}

static void read_view(const struct db_rows *rows, size_t row, struct ticket_view *ret_view)
{
    struct ticket_view view = {
        .team_name = db_text(rows, row, TICKET_COLUMN_COUNT),
        .service_name = db_text(rows, row, TICKET_COLUMN_COUNT + 1),
        .part_name = db_text(rows, row, TICKET_COLUMN_COUNT + 2),
        .assignee_name = db_text(rows, row, TICKET_COLUMN_COUNT + 3),
        .role = TEAM_STRANGER,
        .is_watching = db_int(rows, row, TICKET_COLUMN_COUNT + 5) != 0,
        .is_snoozed = db_int(rows, row, TICKET_COLUMN_COUNT + 6) != 0,
        .until_us = db_int(rows, row, TICKET_COLUMN_COUNT + 7),
        .is_until_fix = db_int(rows, row, TICKET_COLUMN_COUNT + 8) != 0,
    };
    ticket_rows_read(rows, row, &view.ticket);
    if (!right_team_read(db_text(rows, row, TICKET_COLUMN_COUNT + 4), &view.role))
        view.role = TEAM_STRANGER;
    *ret_view = view;
}

bool ticket_view_find(struct db *db, const struct api_principal *who, int64_t id, enum right right,
    struct arena *arena, struct ticket_view *ret_view, struct err *err)
{
    struct db_rows rows;
    struct ticket_view view;
    if (!db_query(db, SELECT " AND t.id = $3",
            DB_ARGS(DB_INT(who->account_id), DB_INT(TEAM_STRANGER), DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such ticket");
    read_view(&rows, 0, &view);
    if (!right_check(who->roles, view.role, right, "ticket", err))
        return false;
    *ret_view = view;
    return true;
}

/* -- lists -- */

/* The bits of a set as the numbers of an IN. */
static void add_numbers(struct where *where, const char *column, unsigned set)
{
    const char *between = "";
    if (set == 0)
        return;
    buf_format(&where->sql, " AND t.%s IN (", column);
    for (int bit = 0; bit < 32; bit++)
        if (set & 1U << bit) {
            buf_format(&where->sql, "%s%d", between, bit);
            between = ", ";
        }
    buf_add_char(&where->sql, ')');
}

/* What is searched is found by its words: the sign keeps SQLite from going through all that is not done instead. */
static void add_states(struct where *where, unsigned set, bool is_searched)
{
    const char *between = "";
    unsigned done = 1U << TICKET_COMPLETED | 1U << TICKET_CLOSED;
    if (!(set & done) || !(set & ~done))
        buf_format(&where->sql, " AND %st.is_done = %d", is_searched ? "+" : "", (set & done) != 0);
    if (set == 0)
        return;
    buf_add_z(&where->sql, " AND t.state IN (");
    for (int state = TICKET_OPEN; state <= TICKET_CLOSED; state++)
        if (set & 1U << state) {
            buf_format(&where->sql, "%s'%s'", between, ticket_state_name((enum ticket_state)state));
            between = ", ";
        }
    buf_add_char(&where->sql, ')');
}

/* Services and parts are few, and their names change: any part of one finds all of its tickets. SQLite takes a CROSS JOIN from left to
   right: the parts first, then the tickets of each. */
static void add_word(
    struct where *where, const struct db *db, const struct fulltext_word *word, struct arena *arena)
{
    buf_add_z(&where->sql, " AND t.id IN (");
    add(where, fulltext_select(db), DB_TEXT(fulltext_ask(db, word, arena)));
    add(where,
        " UNION ALL SELECT x.id FROM ticket x WHERE x.service_id IN (SELECT n.id FROM service n"
        " WHERE replace(lower(n.name), CAST(? AS TEXT), '') <> lower(n.name))",
        DB_TEXT(word->typed));
    add(where,
        " UNION ALL SELECT x.id FROM part n CROSS JOIN ticket x WHERE x.service_id = n.service_id"
        " AND x.part_id = n.id AND replace(lower(n.name), CAST(? AS TEXT), '') <> lower(n.name))",
        DB_TEXT(word->typed));
}

/* Every word must be there. Signs alone are no word: nothing has them. */
static void add_words(
    struct where *where, const struct db *db, struct text typed, struct arena *arena)
{
    struct fulltext_word words[LIMIT_SEARCH_WORDS];
    size_t count = fulltext_read(typed, arena, words, LIMIT_SEARCH_WORDS);
    if (count == 0 && text_trim(typed).len)
        buf_add_z(&where->sql, " AND 1 = 0");
    for (size_t i = 0; i < count; i++)
        add_word(where, db, &words[i], arena);
}

static void add_causes(struct where *where, unsigned set)
{
    const char *between = "";
    if (set == 0)
        return;
    buf_add_z(&where->sql, " AND COALESCE(t.cause, '') IN (");
    for (int cause = TICKET_NO_CAUSE; set >> cause; cause++)
        if (set & 1U << cause) {
            const char *name = ticket_cause_name((enum ticket_cause)cause);
            buf_format(&where->sql, "%s'%s'", between, name ? name : "");
            between = ", ";
        }
    buf_add_char(&where->sql, ')');
}

static void add_ask(struct where *where, enum ticket_ask ask, const char *with, const char *without)
{
    if (ask != TICKET_ASK_ALL)
        buf_add_z(&where->sql, ask == TICKET_ASK_WITH ? with : without);
}

static void add_time(struct where *where, const char *sql, int64_t time_us)
{
    if (time_us)
        add(where, sql, DB_INT(time_us));
}

/* Whatever happens to a ticket changes it: what was not changed since need not be looked at. */
static void add_events(struct where *where, const struct ticket_query *query)
{
    if (!query->event_count)
        return;
    add_time(where, " AND t.updated_us >= ?", query->event_from_us);
    buf_add_z(&where->sql,
        " AND EXISTS (SELECT 1 FROM ticket_event v WHERE v.ticket_id = t.id AND v.kind IN (");
    for (size_t i = 0; i < query->event_count; i++)
        add(where, i ? ", ?" : "?", DB_TEXT(query->events[i]));
    buf_add_char(&where->sql, ')');
    add_time(where, " AND v.at_us >= ?", query->event_from_us);
    add_time(where, " AND v.at_us < ?", query->event_to_us);
    buf_add_char(&where->sql, ')');
}

static void add_times(struct where *where, const struct ticket_query *query)
{
    if (query->is_overdue)
        add(where, " AND t.due_us < ? AND t.is_done = 0", DB_INT(query->now_us));
    add_time(where, " AND t.due_us < ?", query->due_before_us);
    add_time(where, " AND t.created_us >= ?", query->created_from_us);
    add_time(where, " AND t.created_us < ?", query->created_to_us);
    add_time(where, " AND t.closed_us >= ?", query->closed_from_us);
    add_time(where, " AND t.closed_us < ?", query->closed_to_us);
}

/* Which flaw: by the name of its ticket, or by any other name of it. */
static void add_vulnerability(struct where *where, struct text id)
{
    if (id.len == 0)
        return;
    add(where,
        " AND t.vulnerability_id IN (SELECT v.id FROM vulnerability v WHERE v.name = CAST(? AS TEXT)",
        DB_TEXT(id));
    add(where,
        " UNION SELECT l.vulnerability_id FROM vulnerability_alias l WHERE l.alias = CAST(? AS TEXT))",
        DB_TEXT(id));
}

static void add_people(struct where *where, const struct ticket_query *query)
{
    if (query->assignee_id)
        add(where, " AND t.assignee_id = ?", DB_INT(query->assignee_id));
    if (query->is_unassigned)
        buf_add_z(&where->sql, " AND t.assignee_id IS NULL");
    if (query->is_watched)
        buf_add_z(&where->sql,
            " AND t.id IN (SELECT o.ticket_id FROM ticket_watch o WHERE o.account_id = $1"
            " AND o.is_watching = 1)");
}

static void add_what(struct where *where, const struct ticket_query *query, struct arena *arena)
{
    add_vulnerability(where, query->vulnerability);
    if (query->package.len)
        add(where, " AND lower(t.package) = CAST(? AS TEXT)",
            DB_TEXT(arena_text_lower(arena, query->package)));
    if (query->ecosystem.len)
        add(where, " AND lower(t.ecosystem) = CAST(? AS TEXT)",
            DB_TEXT(arena_text_lower(arena, query->ecosystem)));
    add_ask(where, query->fix, " AND t.fixed <> '[]'", " AND t.fixed = '[]'");
    add_ask(where, query->snoozed, " AND z.ticket_id IS NOT NULL", " AND z.ticket_id IS NULL");
}

static void add_filter(
    struct where *where, const struct db *db, const struct ticket_query *query, struct arena *arena)
{
    if (query->team_id)
        add(where, " AND t.team_id = ?", DB_INT(query->team_id));
    if (query->service_id)
        add(where, " AND t.service_id = ?", DB_INT(query->service_id));
    if (query->part_id)
        add(where, " AND t.part_id = ?", DB_INT(query->part_id));
    add_people(where, query);
    add_what(where, query, arena);
    add_times(where, query);
    add_events(where, query);
    add_causes(where, query->causes);
    if (query->is_kev)
        buf_add_z(&where->sql, " AND t.is_kev = 1");
    if (query->is_marked)
        buf_add_z(&where->sql, " AND t.mark_reason IS NOT NULL");
    add_states(where, query->states, text_trim(query->words).len > 0);
    add_numbers(where, "priority", query->priorities);
    add_numbers(where, "severity", query->severities);
    add_words(where, db, query->words, arena);
}

/* What lists go by: a descending or ascending number, then the id. */
#define DUE "COALESCE(t.due_us, 9223372036854775807)"
static const struct {
    const char *column, *behind, *order;
} sorts[] = {
    [TICKET_BY_RANK] = {"t.rank", "<", " ORDER BY t.rank DESC, t.id"},
    [TICKET_BY_UPDATE] = {"t.updated_us", "<", " ORDER BY t.updated_us DESC, t.id"},
    [TICKET_BY_DUE_DATE] = {DUE, ">", " ORDER BY " DUE ", t.id"},
    [TICKET_BY_CREATION] = {"t.created_us", "<", " ORDER BY t.created_us DESC, t.id"},
    [TICKET_BY_AGE] = {"t.created_us", ">", " ORDER BY t.created_us, t.id"},
};

int64_t ticket_view_key(const struct ticket *ticket, enum ticket_sort sort)
{
    if (sort == TICKET_BY_UPDATE)
        return ticket->updated_us;
    if (sort == TICKET_BY_RANK)
        return ticket->rank;
    if (sort == TICKET_BY_CREATION || sort == TICKET_BY_AGE)
        return ticket->created_us;
    return ticket->due_us ? ticket->due_us : INT64_MAX;
}

static void add_place(struct where *where, const struct ticket_query *query)
{
    const char *column = sorts[query->sort].column;
    if (!query->is_continued)
        return;
    /* The first condition alone says where an index begins; an OR does not. */
    buf_format(&where->sql, " AND %s %s= ", column, sorts[query->sort].behind);
    add(where, "?", DB_INT(query->after_key));
    buf_format(&where->sql, " AND (%s <> ", column);
    add(where, "?", DB_INT(query->after_key));
    add(where, " OR t.id > ?)", DB_INT(query->after_id));
}

bool ticket_view_list(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, struct arena *arena, struct ticket_view **ret_views,
    size_t *ret_count, struct err *err)
{
    struct where where;
    struct db_rows rows;
    begin(&where, SELECT, who);
    add_filter(&where, db, query, arena);
    add_place(&where, query);
    buf_add_z(&where.sql, sorts[query->sort].order);
    add(&where, " LIMIT ?", DB_INT((int64_t)query->limit));
    if (!run(&where, db, arena, &rows, err))
        return false;
    struct ticket_view *views = arena_take_array(arena, rows.count, sizeof *views);
    for (size_t i = 0; views && i < rows.count; i++)
        read_view(&rows, i, &views[i]);
    *ret_views = views;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- for orders -- */

#define BRIEF "SELECT t.id, t.state, t.cause, m.role, t.fixed, z.ticket_id" FROM

static bool read_briefs(const struct db_rows *rows, struct arena *arena,
    struct ticket_brief **ret_briefs, size_t *ret_count, struct err *err)
{
    struct ticket_brief *briefs = arena_take_array(arena, rows->count, sizeof *briefs);
    for (size_t i = 0; briefs && i < rows->count; i++) {
        briefs[i] = (struct ticket_brief){.id = db_int(rows, i, 0),
            .state = ticket_state_read(db_text(rows, i, 1)),
            .cause = ticket_cause_read(db_text(rows, i, 2)),
            .has_fix = !text_is(db_text(rows, i, 4), "[]"),
            .is_snoozed = !db_is_null(rows, i, 5)};
        if (!right_team_read(db_text(rows, i, 3), &briefs[i].role))
            briefs[i].role = TEAM_STRANGER;
    }
    *ret_briefs = briefs;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool ticket_view_briefs(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, struct arena *arena, struct ticket_brief **ret_briefs,
    size_t *ret_count, struct err *err)
{
    struct where where;
    struct db_rows rows;
    begin(&where, BRIEF, who);
    add_filter(&where, db, query, arena);
    buf_add_z(&where.sql, sorts[query->sort].order);
    add(&where, " LIMIT ?", DB_INT((int64_t)query->limit));
    return run(&where, db, arena, &rows, err) &&
           read_briefs(&rows, arena, ret_briefs, ret_count, err);
}

bool ticket_view_briefs_of(struct db *db, const struct api_principal *who, const int64_t *ids,
    size_t id_count, struct arena *arena, struct ticket_brief **ret_briefs, size_t *ret_count,
    struct err *err)
{
    struct db_rows rows;
    struct db_value *values = arena_take_array(arena, id_count, sizeof *values);
    for (size_t i = 0; values && i < id_count; i++)
        values[i] = DB_INT(ids[i]);
    return arena_check(arena, err) &&
           db_in_query(db, BRIEF " AND t.id IN", DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_TICKET_READ)),
               (struct db_args){values, id_count}, "ORDER BY t.rank DESC, t.id", arena, &rows,
               err) &&
           read_briefs(&rows, arena, ret_briefs, ret_count, err);
}

static void read_counts(const struct db_rows *rows, struct ticket_priorities *ret_counts)
{
    *ret_counts = (struct ticket_priorities){0};
    for (size_t i = 0; i < rows->count; i++) {
        int64_t priority = db_int(rows, i, 0);
        if (priority >= SSVC_DEFER && priority <= SSVC_IMMEDIATE)
            ret_counts->at[priority] = db_int(rows, i, 1);
    }
}

bool ticket_view_count(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, struct arena *arena, struct ticket_priorities *ret_counts,
    struct err *err)
{
    struct where where;
    struct db_rows rows;
    begin(&where, "SELECT t.priority, count(*)" FROM, who);
    add_filter(&where, db, query, arena);
    buf_add_z(&where.sql, " GROUP BY t.priority");
    if (!run(&where, db, arena, &rows, err))
        return false;
    read_counts(&rows, ret_counts);
    return true;
}
