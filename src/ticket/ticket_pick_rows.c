/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_pick.h"

#include "base/limits.h"
#include "store/fulltext.h"

/* A condition that an index finds by. In each text, '?' is the next of its values. */
struct narrow {
    const char *find; /* behind "SELECT t.id FROM ticket t WHERE " */
    const char *test; /* the same, asked of a ticket at hand; a sign keeps engines from its index */
    const char
        *some; /* rows to count, of which there is none without a ticket; NULL: those of find */
    const struct db_value *values;
    size_t count;
    bool is_named; /* it says ids */
};

#define MINE TICKET_PICK_MINE
#define DUE TICKET_PICK_DUE

/* -- building -- */

void ticket_pick_add(struct buf *out, const char *sql, size_t first)
{
    for (; *sql; sql++)
        if (*sql == '?')
            buf_format(out, "$%zu", first++);
        else
            buf_add_char(out, *sql);
}

size_t ticket_pick_keep(struct ticket_pick *pick, const struct db_value *values, size_t count)
{
    if (pick->arg_count + count > TICKET_PICK_ARGS_MAX)
        err_panic("a query of tickets with too many parameters");
    size_t first = pick->arg_count + 1;
    for (size_t i = 0; i < count; i++)
        pick->args[pick->arg_count++] = values[i];
    return first;
}

static void test(struct ticket_pick *pick, const char *sql, struct db_value value)
{
    ticket_pick_add(&pick->tests, sql, ticket_pick_keep(pick, &value, 1));
}

/* -- what is narrow -- */

/* Whether few tickets meet the condition; what is looked at is bounded, whatever there is. */
static bool ask_whether_few(const struct ticket_pick *pick, struct db *db,
    const struct narrow *narrow, size_t most, struct arena *arena, bool *ret_is_few,
    struct err *err)
{
    struct db_value args[TICKET_PICK_ARGS_MAX] = {pick->args[0], pick->args[1]};
    struct db_rows rows;
    struct buf sql;
    for (size_t i = 0; i < narrow->count; i++)
        args[2 + i] = narrow->values[i];
    buf_init(&sql, SIZE_MAX);
    buf_add_z(&sql, MINE " SELECT count(*) FROM (");
    buf_add_z(&sql, narrow->some ? "" : "SELECT 1 FROM ticket t WHERE ");
    ticket_pick_add(&sql, narrow->some ? narrow->some : narrow->find, 3);
    buf_format(&sql, " LIMIT %zu) AS looked", most + 1);
    bool is_ok = db_query(db, sql.at, (struct db_args){args, narrow->count + 2}, arena, &rows, err);
    buf_done(&sql);
    if (is_ok)
        *ret_is_few = db_int(&rows, 0, 0) <= (int64_t)most;
    return is_ok;
}

static void add_test(
    struct ticket_pick *pick, struct buf *out, const char *sql, const struct narrow *narrow)
{
    buf_add_z(out, " AND ");
    ticket_pick_add(out, sql, ticket_pick_keep(pick, narrow->values, narrow->count));
}

/* The first narrow condition is gone by; the others are tests. */
static bool add_narrow(struct ticket_pick *pick, struct db *db, const struct narrow *narrow,
    struct arena *arena, struct err *err)
{
    bool is_few = false;
    size_t most = narrow->is_named ? LIMIT_TICKET_NARROW_NAMED : LIMIT_TICKET_NARROW;
    if (!pick->is_few && !ask_whether_few(pick, db, narrow, most, arena, &is_few, err))
        return false;
    add_test(pick, &pick->tests, is_few ? narrow->find : narrow->test, narrow);
    pick->is_few |= is_few;
    pick->is_named |= is_few && narrow->is_named;
    return true;
}

/* There is an index of urgency for each team, service and person: it is walked where that is the sort, and counting goes by it. */
static bool add_walked(struct ticket_pick *pick, struct db *db, const struct narrow *narrow,
    struct arena *arena, struct err *err)
{
    bool is_index = pick->query->sort == TICKET_BY_RANK && !pick->walked.len && !pick->is_few;
    if (pick->walked.len || pick->is_few)
        return add_narrow(pick, db, narrow, arena, err);
    size_t first = pick->arg_count + 1;
    if (is_index)
        add_test(pick, &pick->tests, narrow->find, narrow);
    else if (!add_narrow(pick, db, narrow, arena, err))
        return false;
    buf_add_z(&pick->walked, " AND ");
    ticket_pick_add(&pick->walked, narrow->find, first);
    return true;
}

static bool add_id(struct ticket_pick *pick, struct db *db, const char *find, int64_t id,
    struct arena *arena, struct err *err)
{
    const struct db_value value = DB_INT(id);
    return id == 0 || add_walked(pick, db,
                          &(struct narrow){.find = find,
                              .test = arena_format(arena, "+%s", find).at,
                              .values = &value,
                              .count = 1},
                          arena, err);
}

static bool add_where(struct ticket_pick *pick, struct db *db, struct arena *arena, struct err *err)
{
    const struct ticket_query *query = pick->query;
    const struct db_value part[] = {DB_INT(query->part_id), DB_INT(query->part_id)};
    static const char find_part[] =
        "t.service_id IN (SELECT p.service_id FROM part p WHERE p.id = ?) AND t.part_id = ?";
    return (query->part_id == 0 ||
               add_walked(pick, db,
                   &(struct narrow){
                       .find = find_part, .test = find_part, .values = part, .count = 2},
                   arena, err)) &&
           add_id(pick, db, "t.service_id = ?", query->service_id, arena, err) &&
           add_id(pick, db, "t.assignee_id = ?", query->assignee_id, arena, err);
}

/* -- whose -- */

#define SEEN "t.team_id IN (SELECT team_id FROM mine)"
/* The teams that one person sees are asked for first: of one team, its own index is walked, and engines guess better of numbers than of what
   they would have to look up. */
enum { SEEN_MAX = 32 };

static bool sees(const struct db_rows *teams, int64_t team_id)
{
    for (size_t i = 0; i < teams->count; i++)
        if (db_int(teams, i, 0) == team_id)
            return true;
    return false;
}

static const char *in_teams(const struct db_rows *teams, struct arena *arena)
{
    const char *list = arena_format(arena, "%lld", (long long)db_int(teams, 0, 0)).at;
    for (size_t i = 1; i < teams->count; i++)
        list = arena_format(arena, "%s, %lld", list, (long long)db_int(teams, i, 0)).at;
    return arena_format(arena, "t.team_id IN (%s)", list).at;
}

/* Several teams have no index of urgency together. */
static bool add_seen_teams(
    struct ticket_pick *pick, struct db *db, const char *find, struct arena *arena, struct err *err)
{
    const struct narrow seen = {.find = find, .test = arena_format(arena, "+%s", find).at};
    if (!pick->walked.len)
        buf_format(&pick->walked, " AND %s", find);
    return add_narrow(pick, db, &seen, arena, err);
}

/* Those of a person's teams; who sees every team is not asked. */
static bool add_seen(struct ticket_pick *pick, struct db *db, struct arena *arena, struct err *err)
{
    struct db_rows teams;
    int64_t asked = pick->query->team_id;
    if (pick->args[1].number == TEAM_STRANGER)
        return add_id(pick, db, "t.team_id = ?", asked, arena, err);
    if (!db_query(db, TICKET_PICK_MINE " SELECT team_id FROM mine ORDER BY team_id LIMIT 33",
            (struct db_args){pick->args, 2}, arena, &teams, err))
        return false;
    if (teams.count <= SEEN_MAX && (asked ? !sees(&teams, asked) : teams.count == 0)) {
        buf_add_z(&pick->tests, " AND 1 = 0");
        return true;
    }
    if (!asked && teams.count == 1)
        asked = db_int(&teams, 0, 0);
    if (!add_id(pick, db, "t.team_id = ?", asked, arena, err))
        return false;
    if (teams.count <= SEEN_MAX)
        return asked || add_seen_teams(pick, db, in_teams(&teams, arena), arena, err);
    return add_seen_teams(pick, db, SEEN, arena, err);
}

/* -- words -- */

/* PostgreSQL takes "<>" for true of nearly all, and would go through all tickets: of a CASE it thinks that few are meant. */
#define NAMED                                                                                      \
    "CASE WHEN replace(lower(n.name), CAST(? AS TEXT), '') = lower(n.name) THEN 0 ELSE 1 END = 1"
/* Services and parts are few, and their names change: any part of one finds all of its tickets. SQLite takes a CROSS JOIN from left to
   right: the parts first, then the tickets of each. */
#define OF_SERVICES                                                                                \
    "SELECT x.id FROM ticket x WHERE x.service_id IN (SELECT n.id FROM service n WHERE " NAMED ")"
#define OF_PARTS                                                                                   \
    "SELECT x.id FROM part n CROSS JOIN ticket x WHERE x.service_id = n.service_id"                \
    " AND x.part_id = n.id AND " NAMED

/* Each is bounded by itself: SQLite would make the whole union first. has is NULL where those that have the word are known to be few. */
static struct text some_of(const char *has, struct arena *arena)
{
    const size_t most = LIMIT_TICKET_NARROW_NAMED + 1;
    struct text first = {"", 0};
    if (has)
        first = arena_format(arena, "SELECT * FROM (%s LIMIT %zu) a UNION ALL ", has, most);
    return arena_format(arena,
        "%.*sSELECT * FROM (" OF_SERVICES " LIMIT %zu) b UNION ALL SELECT * FROM (" OF_PARTS
        " LIMIT %zu) c",
        TEXT_ARG(first), most, most);
}

/* The tickets whose ids are named, where nothing else says that they are few: PostgreSQL looks up an array in the order of the index, which takes a
   third of the time of a join, and expects ten. Of two arrays it would try each pair. */
static const char *find_named(const struct db *db, const char *select, struct arena *arena)
{
    return (db_engine_of(db) == DB_POSTGRES ? arena_format(arena, "t.id = ANY (ARRAY(%s))", select)
                                            : arena_format(arena, "t.id IN (%s)", select))
        .at;
}

/* Where few are looked up, PostgreSQL would rather go through all tickets than ask for some thousands; of what has a limit that it cannot
   foresee it expects a tenth, and asks. */
static const char *find_word(
    const struct ticket_pick *pick, const struct db *db, struct arena *arena)
{
    const char *select = arena_format(arena,
        "SELECT w.* FROM (%s UNION " OF_SERVICES " UNION " OF_PARTS ") w", fulltext_select(db))
                             .at;
    if (!pick->is_few)
        return find_named(db, select, arena);
    return arena_format(arena, "t.id IN (%s LIMIT (SELECT 9223372036854775807))", select).at;
}

/* Not EXISTS: of that, PostgreSQL makes a table of all that have the word. */
static const char *test_word(const struct db *db, struct arena *arena)
{
    return arena_format(arena,
        "((SELECT %s FROM ticket_text f WHERE f.rowid = t.id) = 1"
        " OR t.service_id IN (SELECT n.id FROM service n WHERE " NAMED
        ") OR t.part_id IN (SELECT n.id FROM part n WHERE " NAMED "))",
        fulltext_test(db))
        .at;
}

/* Of a common word, the tickets that are walked are read; a rare one says which they are. A second rare word is looked up as the first is,
   instead of being asked of each ticket. */
static bool add_word(struct ticket_pick *pick, struct db *db, const struct fulltext_word *word,
    struct arena *arena, struct err *err)
{
    const size_t most = LIMIT_TICKET_NARROW_NAMED;
    const struct db_value typed = DB_TEXT(word->typed);
    struct db_value values[] = {DB_TEXT(fulltext_ask(db, word, arena)), typed, typed};
    struct narrow narrow = {.find = find_word(pick, db, arena), .values = values, .count = 3};
    enum fulltext_guess guess;
    bool is_few = false;
    if (!arena_check(arena, err) || !fulltext_guess(db, word, most, arena, &guess, err))
        return false;
    bool is_rare = guess == FULLTEXT_RARE;
    struct narrow some = narrow;
    some.some = some_of(is_rare ? NULL : fulltext_select(db), arena).at;
    some.values += is_rare;
    some.count -= is_rare;
    if (guess != FULLTEXT_COMMON && !ask_whether_few(pick, db, &some, most, arena, &is_few, err))
        return false;
    if (is_few) {
        add_test(pick, &pick->tests, narrow.find, &narrow);
        pick->is_few = pick->is_named = true;
        return true;
    }
    values[0] = DB_TEXT(fulltext_test_ask(db, word, arena));
    add_test(pick, &pick->late, test_word(db, arena), &narrow);
    pick->is_read = true;
    return true;
}

/* Every word must be there. Signs alone are no word: nothing has them. */
static bool add_words(struct ticket_pick *pick, struct db *db, struct arena *arena, struct err *err)
{
    struct fulltext_word words[LIMIT_SEARCH_WORDS];
    struct text typed = pick->query->words;
    size_t count = fulltext_read(typed, arena, words, LIMIT_SEARCH_WORDS);
    if (count == 0 && text_trim(typed).len)
        buf_add_z(&pick->tests, " AND 1 = 0");
    for (size_t i = 0; i < count; i++)
        if (!add_word(pick, db, &words[i], arena, err))
            return false;
    return true;
}

/* -- what, and who -- */

#define FLAWS                                                                                      \
    "t.vulnerability_id IN (SELECT v.id FROM vulnerability v WHERE v.name = CAST(? AS TEXT)"       \
    " UNION SELECT l.vulnerability_id FROM vulnerability_alias l WHERE l.alias = CAST(? AS TEXT))"

/* By the name of its ticket, or by any other name of it. */
static bool add_flaw(struct ticket_pick *pick, struct db *db, struct arena *arena, struct err *err)
{
    const struct db_value names[] = {
        DB_TEXT(pick->query->vulnerability), DB_TEXT(pick->query->vulnerability)};
    return pick->query->vulnerability.len == 0 ||
           add_narrow(pick, db,
               &(struct narrow){.find = FLAWS, .test = "+" FLAWS, .values = names, .count = 2},
               arena, err);
}

static bool add_package(
    struct ticket_pick *pick, struct db *db, struct arena *arena, struct err *err)
{
    const struct db_value name = DB_TEXT(arena_text_lower(arena, pick->query->package));
    return pick->query->package.len == 0 ||
           add_narrow(pick, db,
               &(struct narrow){.find = "lower(t.package) = ?",
                   .test = "lower(t.package) || '' = CAST(? AS TEXT)",
                   .values = &name,
                   .count = 1},
               arena, err);
}

#define WATCHED                                                                                    \
    "SELECT o.ticket_id FROM ticket_watch o WHERE o.account_id = ? AND o.is_watching = 1"
#define SNOOZED "SELECT z.ticket_id FROM ticket_snooze z"

static bool add_beside(
    struct ticket_pick *pick, struct db *db, struct arena *arena, struct err *err)
{
    const struct ticket_query *query = pick->query;
    const struct narrow watched = {.find = find_named(db, WATCHED, arena),
        .test = "+t.id IN (" WATCHED ")",
        .some = WATCHED,
        .values = &pick->args[0],
        .count = 1,
        .is_named = true};
    const struct narrow snoozed = {
        .find = arena_format(arena, "%s AND +t.is_done = 0", find_named(db, SNOOZED, arena)).at,
        .test = "+t.id IN (" SNOOZED ") AND +t.is_done = 0",
        .some = SNOOZED,
        .is_named = true};
    if (!arena_check(arena, err))
        return false;
    if (query->snoozed == TICKET_ASK_WITHOUT)
        buf_add_z(&pick->tests, " AND (t.is_done = 1 OR NOT EXISTS"
                                " (SELECT 1 FROM ticket_snooze z WHERE z.ticket_id = t.id))");
    return (!query->is_watched || add_narrow(pick, db, &watched, arena, err)) &&
           (query->snoozed != TICKET_ASK_WITH || add_narrow(pick, db, &snoozed, arena, err));
}

/* There are indexes of urgency of these alone. */
static bool add_marks(struct ticket_pick *pick, struct db *db, struct arena *arena, struct err *err)
{
    const struct narrow kev = {.find = "t.is_kev = 1", .test = "t.is_kev = 1"};
    const struct narrow marked = {
        .find = "t.mark_reason IS NOT NULL", .test = "t.mark_reason IS NOT NULL"};
    return (!pick->query->is_kev || add_walked(pick, db, &kev, arena, err)) &&
           (!pick->query->is_marked || add_walked(pick, db, &marked, arena, err));
}

static bool add_time(struct ticket_pick *pick, struct db *db, const char *find, const char *test_of,
    int64_t time_us, struct arena *arena, struct err *err)
{
    const struct db_value value = DB_INT(time_us);
    return time_us == 0 ||
           add_narrow(pick, db,
               &(struct narrow){.find = find, .test = test_of, .values = &value, .count = 1}, arena,
               err);
}

/* Whatever happens to a ticket changes it: what was not changed since need not be looked at. */
static bool add_events(
    struct ticket_pick *pick, struct db *db, struct arena *arena, struct err *err)
{
    const struct ticket_query *query = pick->query;
    static const char since[] = "t.is_done IN (0, 1) AND t.updated_us >= ?";
    const char *since_test = query->sort == TICKET_BY_UPDATE ? since : "+t.updated_us >= ?";
    if (!query->event_count)
        return true;
    buf_add_z(&pick->tests,
        " AND EXISTS (SELECT 1 FROM ticket_event v WHERE v.ticket_id = t.id AND v.kind IN (");
    for (size_t i = 0; i < query->event_count; i++)
        test(pick, i ? ", ?" : "?", DB_TEXT(query->events[i]));
    buf_add_char(&pick->tests, ')');
    if (query->event_from_us)
        test(pick, " AND v.at_us >= ?", DB_INT(query->event_from_us));
    if (query->event_to_us)
        test(pick, " AND v.at_us < ?", DB_INT(query->event_to_us));
    buf_add_char(&pick->tests, ')');
    return add_time(pick, db, since, since_test, query->event_from_us, arena, err);
}

static bool add_times(struct ticket_pick *pick, struct db *db, struct arena *arena, struct err *err)
{
    const struct ticket_query *query = pick->query;
    static const char due[] = "t.is_done = 0 AND " DUE " < ?";
    const char *due_test =
        query->sort == TICKET_BY_DUE_DATE ? due : "t.due_us < ? AND t.is_done = 0";
    if (query->created_from_us)
        test(pick, " AND t.created_us >= ?", DB_INT(query->created_from_us));
    if (query->created_to_us)
        test(pick, " AND t.created_us < ?", DB_INT(query->created_to_us));
    if (query->closed_to_us)
        test(pick, " AND +t.closed_us < ?", DB_INT(query->closed_to_us));
    if (query->due_before_us)
        test(pick, " AND t.due_us < ?", DB_INT(query->due_before_us));
    return add_time(pick, db, "t.closed_us >= ?", "+t.closed_us >= ?", query->closed_from_us, arena,
               err) &&
           add_time(pick, db, due, due_test, query->is_overdue ? query->now_us : 0, arena, err);
}

/* -- what no index finds -- */

/* The bits of a set as the numbers of an IN. */
static void test_numbers(struct ticket_pick *pick, const char *column, unsigned set)
{
    const char *between = "";
    if (set == 0)
        return;
    buf_format(&pick->tests, " AND %s IN (", column);
    for (int bit = 0; bit < 32; bit++)
        if (set & 1U << bit) {
            buf_format(&pick->tests, "%s%d", between, bit);
            between = ", ";
        }
    buf_add_char(&pick->tests, ')');
}

/* All that are done, or all that are not, are chosen by that alone. */
static void test_states(struct ticket_pick *pick, unsigned set)
{
    const char *between = "";
    unsigned done = set & TICKET_PICK_DONE, undone = set & TICKET_PICK_UNDONE;
    if ((done == 0 || done == TICKET_PICK_DONE) && (undone == 0 || undone == TICKET_PICK_UNDONE))
        return;
    buf_add_z(&pick->late, " AND t.state IN (");
    for (int state = TICKET_OPEN; state <= TICKET_CLOSED; state++)
        if (set & 1U << state) {
            buf_format(&pick->late, "%s'%s'", between, ticket_state_name((enum ticket_state)state));
            between = ", ";
        }
    buf_add_char(&pick->late, ')');
}

static void test_causes(struct ticket_pick *pick, unsigned set)
{
    const char *between = "";
    if (set == 0)
        return;
    buf_add_z(&pick->late, " AND COALESCE(t.cause, '') IN (");
    for (int cause = TICKET_NO_CAUSE; set >> cause; cause++)
        if (set & 1U << cause) {
            const char *name = ticket_cause_name((enum ticket_cause)cause);
            buf_format(&pick->late, "%s'%s'", between, name ? name : "");
            between = ", ";
        }
    buf_add_char(&pick->late, ')');
}

/* The rank begins with the priority (ticket_rank): the index of urgency has them side by side. */
static void test_priorities(struct ticket_pick *pick, unsigned set)
{
    int least = 0, most = 0;
    if (set == 0)
        return;
    while (!(set & 1U << least))
        least++;
    while (set >> (most + 1))
        most++;
    if (set != (2U << most) - (1U << least))
        test_numbers(pick, TICKET_PICK_PRIORITY, set);
    buf_format(&pick->tests, " AND t.rank >= %lld AND t.rank < %lld",
        (long long)least << TICKET_RANK_PRIORITY_SHIFT,
        (long long)(most + 1) << TICKET_RANK_PRIORITY_SHIFT);
}

/* What the indexes that are walked say themselves. */
static void test_covered(struct ticket_pick *pick)
{
    const struct ticket_query *query = pick->query;
    if (query->is_unassigned)
        buf_add_z(&pick->tests, " AND +t.assignee_id IS NULL");
    test_priorities(pick, query->priorities);
    test_numbers(pick, "t.severity", query->severities);
    buf_add_z(&pick->tests, " AND +t.service_id NOT IN"
                            " (SELECT s.id FROM service s WHERE s.deleted_us IS NOT NULL)");
}

static void test_plain(struct ticket_pick *pick, struct arena *arena)
{
    const struct ticket_query *query = pick->query;
    if (query->ecosystem.len) {
        const struct db_value value = DB_TEXT(arena_text_lower(arena, query->ecosystem));
        ticket_pick_add(&pick->late, " AND lower(t.ecosystem) = CAST(? AS TEXT)",
            ticket_pick_keep(pick, &value, 1));
    }
    if (query->fix != TICKET_ASK_ALL)
        buf_add_z(&pick->late,
            query->fix == TICKET_ASK_WITH ? " AND t.fixed <> '[]'" : " AND t.fixed = '[]'");
    test_causes(pick, query->causes);
    test_states(pick, query->states);
}

bool ticket_pick_init(struct ticket_pick *pick, struct db *db, const struct api_principal *who,
    const struct ticket_query *query, struct arena *arena, struct err *err)
{
    *pick = (struct ticket_pick){
        .query = query, .args = {TEAM_SEES_ARGS(who, RIGHT_TICKET_READ)}, .arg_count = 2};
    buf_init(&pick->walked, SIZE_MAX);
    buf_init(&pick->tests, SIZE_MAX);
    buf_init(&pick->late, SIZE_MAX);
    test_covered(pick);
    test_plain(pick, arena);
    return add_flaw(pick, db, arena, err) && add_package(pick, db, arena, err) &&
           add_beside(pick, db, arena, err) && add_words(pick, db, arena, err) &&
           add_where(pick, db, arena, err) && add_marks(pick, db, arena, err) &&
           add_times(pick, db, arena, err) && add_events(pick, db, arena, err) &&
           add_seen(pick, db, arena, err) && arena_check(arena, err);
}

void ticket_pick_done(struct ticket_pick *pick)
{
    buf_done(&pick->walked);
    buf_done(&pick->tests);
    buf_done(&pick->late);
}
