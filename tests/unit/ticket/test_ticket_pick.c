/* SPDX-License-Identifier: Apache-2.0 */
/* Which tickets a list finds where there are many, against SQL that looks at each. */
#include "ticket/loop_events.h"

#include "base/limits.h"
#include "ticket/ticket_columns.h"
#include "ticket/ticket_text.h"
#include "ticket/ticket_view.h"

#define CVE "CVE-2020-0001"
#define NAME(column) #column ", "
#define AS_MANY                                                                                    \
    "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < %zu) "

static const struct loop_record records[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0}};

/* A column of the ticket numbered n; the others are copied. */
static const struct {
    const char *name, *value;
} others[] = {
    {"package", "CASE WHEN n % 1000 = 7 THEN 'Rare' ELSE 'many-' || n END"},
    {"search",
        "'cve-2020-0001 lodash ' || CASE WHEN n % 1000 = 7 THEN 'rare' ELSE 'many-' || n END"},
    {"is_done", "CASE WHEN n % 4 = 0 THEN 1 ELSE 0 END"},
    {"state", "CASE WHEN n % 4 = 0 THEN 'closed' ELSE 'open' END"},
    {"cause", "CASE WHEN n % 4 = 0 THEN 'fixed' ELSE NULL END"},
    {"priority", "n % 3"},
    {"rank", "(n % 3) * 2147483648 + n * 7 % 1009"},
    {"severity", "n % 5"},
    {"is_kev", "CASE WHEN n % 400 = 1 THEN 1 ELSE 0 END"},
    {"due_us", "CASE WHEN n % 5 = 0 THEN NULL ELSE t.created_us + n * 13 % 2003 END"},
    {"created_us", "t.created_us + n * 11 % 997"},
    {"updated_us", "t.updated_us + n * 17 % 991"},
};

static const char *value_of(const char *name, const char *id, struct arena *arena)
{
    if (strcmp(name, "id") == 0)
        return id;
    if (strcmp(name, "ecosystem") == 0)
        return arena_format(arena, "'npm-' || (%s)", id).at;
    for (size_t i = 0; i < LEN_OF(others); i++)
        if (strcmp(others[i].name, name) == 0)
            return others[i].value;
    return arena_format(arena, "t.%s", name).at;
}

#define VALUE(column) buf_format(&sql, "%s, ", value_of(#column, id, &l->world.t->arena));

/* Makes count tickets of the first one, whose id is an expression of n. */
static void multiply(struct loop *l, const char *id, size_t count)
{
    struct buf sql;
    buf_init(&sql, SIZE_MAX);
    buf_format(&sql, AS_MANY "INSERT INTO ticket (", count);
    buf_add_z(&sql, TICKET_COLUMNS(NAME) "version) SELECT ");
    TICKET_COLUMNS(VALUE)
    buf_add_z(&sql, "t.version FROM ticket t, more WHERE t.id = (SELECT min(id) FROM ticket)");
    store_test_run(l->world.t, sql.at);
    buf_done(&sql);
    assert_ok(ticket_text_fill(l->world.t->db, err));
}

static void begin(struct loop *l, void **state, size_t count)
{
    loop_init(l, state);
    loop_know(l, records, 1);
    loop_install(l, "lodash 1.5");
    loop_sync(l);
    multiply(l, "t.id + n", count);
}

static struct ticket_query query_of(enum ticket_sort sort)
{
    return (struct ticket_query){
        .sort = sort, .limit = 200, .now_us = STORE_TEST_NOW_US, .words = TEXT("")};
}

/* All ids of a list, page after page, as one text. */
static struct text ids_of(struct loop *l, struct ticket_query query)
{
    struct ticket_view *views;
    size_t count = query.limit;
    struct buf ids;
    buf_init(&ids, SIZE_MAX);
    while (count == query.limit) {
        assert_ok(ticket_view_list(
            l->world.t->db, &l->world.who, &query, &l->world.t->arena, &views, &count, err));
        for (size_t i = 0; i < count; i++)
            buf_format(&ids, "%lld ", (long long)views[i].ticket.id);
        if (count) {
            query.is_continued = true;
            query.after_id = views[count - 1].ticket.id;
            query.after_key = ticket_view_key(&views[count - 1].ticket, query.sort);
        }
    }
    struct text all = arena_text(&l->world.t->arena, buf_text(&ids));
    buf_done(&ids);
    return all;
}

static struct text ids_by_sql(struct loop *l, const char *where, const char *order)
{
    struct db_rows rows;
    struct buf ids;
    buf_init(&ids, SIZE_MAX);
    assert_ok(db_query(l->world.t->db,
        arena_format(
            &l->world.t->arena, "SELECT id FROM ticket WHERE %s ORDER BY %s, id", where, order)
            .at,
        DB_NO_ARGS, &l->world.t->arena, &rows, err));
    for (size_t i = 0; i < rows.count; i++)
        buf_format(&ids, "%lld ", (long long)db_int(&rows, i, 0));
    struct text all = arena_text(&l->world.t->arena, buf_text(&ids));
    buf_done(&ids);
    return all;
}

#define assert_finds(l, query, where, order)                                                       \
    assert_text(ids_of(l, query), ids_by_sql(l, where, order).at)

/* More than a condition may let through to be gone by: the index of each sort is walked, of those that are done and those that are not. */
static void test_what_is_walked_is_all_there_is(void **state)
{
    static const char *const orders[] = {"rank DESC", "updated_us DESC",
        "COALESCE(due_us, 9223372036854775807)", "created_us DESC", "created_us"};
    struct loop l;
    begin(&l, state, LIMIT_TICKET_NARROW + LIMIT_TICKET_NARROW / 2);
    for (int sort = 0; sort < TICKET_SORTS; sort++) {
        struct ticket_query query = query_of((enum ticket_sort)sort);
        assert_finds(&l, query, "is_done = 0", orders[sort]);
        query.states = 1U << TICKET_OPEN | 1U << TICKET_CLOSED;
        query.severities = 1U << 1 | 1U << 3;
        assert_finds(&l, query, "severity IN (1, 3)", orders[sort]);
        query.service_id = l.world.service_id;
        assert_finds(&l, query, "severity IN (1, 3)", orders[sort]);
    }
    loop_done(&l);
}

static void test_what_is_narrow_is_gone_by(void **state)
{
    struct loop l;
    begin(&l, state, LIMIT_TICKET_NARROW + 1);
    struct ticket_query query = query_of(TICKET_BY_UPDATE);
    query.package = TEXT("rARE");
    assert_finds(&l, query, "package = 'Rare' AND is_done = 0", "updated_us DESC");
    query = query_of(TICKET_BY_RANK);
    query.is_kev = true;
    query.priorities = 1U << 0 | 1U << 2;
    assert_finds(&l, query, "is_kev = 1 AND is_done = 0 AND priority IN (0, 2)", "rank DESC");
    query.vulnerability = TEXT("GHSA-1");
    query.words = TEXT("lodash");
    assert_finds(&l, query, "is_kev = 1 AND is_done = 0 AND priority IN (0, 2)", "rank DESC");
    query.words = TEXT("lodash zeppelin");
    assert_finds(&l, query, "1 = 0", "rank DESC");
    loop_done(&l);
}

/* As many as may be gone by, and then one more: what is found is told by the same text of SQL. */
static void test_the_border_is_not_seen(void **state)
{
    static const char due[] = "is_done = 0 AND due_us IS NOT NULL";
    struct loop l;
    begin(&l, state, LIMIT_TICKET_NARROW_NAMED - 1);
    struct ticket_query query = query_of(TICKET_BY_DUE_DATE);
    query.words = TEXT("lod");
    query.limit = LIMIT_TICKET_NARROW_NAMED / 2;
    query.is_overdue = true;
    query.now_us = STORE_TEST_NOW_US + CLOCK_DAY_US;
    assert_finds(&l, query, due, "due_us");
    multiply(&l, "t.id + 1000000 + n", 1);
    assert_finds(&l, query, due, "due_us");
    loop_done(&l);
}

static struct ticket_priorities count_of(
    struct loop *l, const struct ticket_query *query, bool is_exact)
{
    struct ticket_priorities counts;
    assert_ok(ticket_view_count(
        l->world.t->db, &l->world.who, query, is_exact, &l->world.t->arena, &counts, err));
    return counts;
}

/* Of 9,000, 3,000 have each of three priorities, and a quarter of them is done. */
static void test_many_are_counted_up_to_a_bound(void **state)
{
    struct loop l;
    begin(&l, state, 6 * LIMIT_TICKET_COUNT);
    struct ticket_query query = query_of(TICKET_BY_RANK);
    struct ticket_priorities counts = count_of(&l, &query, false);
    assert_int_equal(counts.at[0], LIMIT_TICKET_COUNT + 1);
    assert_int_equal(counts.more, 7);
    counts = count_of(&l, &query, true);
    assert_int_equal(counts.more, 0);
    assert_int_equal(counts.at[0] + counts.at[1] + counts.at[2],
        store_test_number(l.world.t, "SELECT count(*) FROM ticket WHERE is_done = 0"));
    query.package = TEXT("rare");
    counts = count_of(&l, &query, false);
    assert_int_equal(counts.more, 0);
    assert_int_equal(counts.at[0] + counts.at[1] + counts.at[2],
        store_test_number(
            l.world.t, "SELECT count(*) FROM ticket WHERE is_done = 0 AND package = 'Rare'"));
    loop_done(&l);
}

/* The first page with its counts, against SQL that looks at each: of few they come from one look, of many by walking. */
static void assert_page(
    struct loop *l, const struct ticket_query *query, const char *where, const char *order)
{
    struct ticket_page page;
    struct buf ids;
    assert_ok(ticket_view_page(
        l->world.t->db, &l->world.who, query, true, &l->world.t->arena, &page, err));
    buf_init(&ids, SIZE_MAX);
    for (size_t i = 0; i < page.count; i++)
        buf_format(&ids, "%lld ", (long long)page.views[i].ticket.id);
    struct text all = ids_by_sql(l, where, order);
    assert_true(page.count < query->limit ? all.len == ids.len : all.len >= ids.len);
    assert_memory_equal(ids.len ? ids.at : "", all.at, ids.len);
    buf_done(&ids);
    for (int i = 0; i <= SSVC_IMMEDIATE; i++)
        assert_int_equal(page.counts.at[i],
            store_test_number(
                l->world.t, arena_format(&l->world.t->arena,
                                "SELECT count(*) FROM ticket WHERE %s AND priority = %d", where, i)
                                .at));
}

static void test_a_page_and_its_counts_agree(void **state)
{
    static const char *const orders[] = {"rank DESC", "updated_us DESC",
        "COALESCE(due_us, 9223372036854775807)", "created_us DESC", "created_us"};
    struct loop l;
    begin(&l, state, LIMIT_TICKET_NARROW + 1);
    for (int sort = 0; sort < TICKET_SORTS; sort++) {
        struct ticket_query query = query_of((enum ticket_sort)sort);
        assert_page(&l, &query, "is_done = 0", orders[sort]);
        query.words = TEXT("many-7");
        assert_page(&l, &query, "is_done = 0 AND package LIKE 'many-7%'", orders[sort]);
        query.states = 1U << TICKET_COMPLETED | 1U << TICKET_CLOSED;
        assert_page(&l, &query, "is_done = 1 AND package LIKE 'many-7%'", orders[sort]);
        query.states |= 1U << TICKET_OPEN;
        assert_page(&l, &query, "package LIKE 'many-7%'", orders[sort]);
        query.priorities = 1U << 0 | 1U << 2;
        assert_page(&l, &query, "package LIKE 'many-7%' AND priority IN (0, 2)", orders[sort]);
        query.words = TEXT("zeppelin");
        assert_page(&l, &query, "1 = 0", orders[sort]);
    }
    loop_done(&l);
}

/* Who is in no team finds nothing, and a member what is the team's. */
static void join_more(struct loop *l, int teams)
{
    int64_t id;
    for (int i = 0; i < teams; i++) {
        struct text name = arena_format(&l->world.t->arena, "team %d of %d", i, teams);
        assert_ok(team_add(l->world.t->db, &l->world.who, &(struct team_change){.name = name},
            STORE_TEST_NOW_US, &id, err));
        assert_ok(team_member_set(l->world.t->db, &l->world.who, id, l->world.who.account_id,
            TEAM_ADMIN, STORE_TEST_NOW_US, err));
    }
}

static void test_each_finds_what_is_theirs(void **state)
{
    struct loop l;
    begin(&l, state, LIMIT_TICKET_NARROW + 1);
    struct ticket_query query = query_of(TICKET_BY_RANK);
    struct api_principal admin = l.world.who;
    l.world.who.roles = 0;
    assert_finds(&l, query, "is_done = 0", "rank DESC");
    query.team_id = l.world.team_id;
    assert_finds(&l, query, "is_done = 0", "rank DESC");
    query.team_id = l.world.team_id + 1;
    assert_finds(&l, query, "1 = 0", "rank DESC");
    query.team_id = 0;
    l.world.who = admin;
    join_more(&l, 1);
    l.world.who.roles = 0;
    assert_finds(&l, query, "is_done = 0", "rank DESC");
    l.world.who = admin;
    join_more(&l, 40);
    l.world.who.roles = 0;
    assert_finds(&l, query, "is_done = 0", "rank DESC");
    store_test_run(l.world.t, "DELETE FROM team_member");
    assert_finds(&l, query, "1 = 0", "rank DESC");
    assert_int_equal(count_of(&l, &query, false).at[0], 0);
    l.world.who = admin;
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_what_is_walked_is_all_there_is),
        STORE_TEST(test_what_is_narrow_is_gone_by),
        STORE_TEST(test_the_border_is_not_seen),
        STORE_TEST(test_many_are_counted_up_to_a_bound),
        STORE_TEST(test_a_page_and_its_counts_agree),
        STORE_TEST(test_each_finds_what_is_theirs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
