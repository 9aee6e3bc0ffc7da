/* SPDX-License-Identifier: Apache-2.0 */
/* A report is verified against the journal, and whatever was falsified in it, or in the journal, is found. */
#include "health/report.h"

#include "health/report_page.h"
#include "health/report_verify.h"
#include "health/standing.h"
#include "journal/journal.h"
#include "ticket/action.h"
#include "ticket/loop.h"

#define DAY CLOCK_DAY_US
#define FROM (STORE_TEST_NOW_US - DAY)
#define TO (STORE_TEST_NOW_US + DAY)
#define NOW (STORE_TEST_NOW_US + 2 * DAY)

/* What was told, one on a line. */
static void tell(void *context, struct text place, struct text what)
{
    buf_format(context, "%.*s: %.*s\n", TEXT_ARG(place), TEXT_ARG(what));
}

static struct report_verdict verify(struct world *w, struct text file, struct text *ret_told)
{
    struct report_verdict verdict;
    struct buf told;
    buf_init(&told, SIZE_MAX);
    assert_ok(report_verify(w->t->db, file, tell, &told, &verdict, err));
    *ret_told = arena_text(&w->t->arena, buf_text(&told));
    buf_done(&told);
    return verdict;
}

static struct text print(struct world *w, enum report_form form, struct text body)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    assert_ok(report_page_print(&out, form, body, err));
    struct text text = arena_text(&w->t->arena, buf_text(&out));
    buf_done(&out);
    return text;
}

/* Four tickets of one SBOM, and an action. */
static struct report make(struct loop *l, void **state)
{
    static const struct loop_record records[] = {
        {"CVE-2026-0001", "", "npm", "lodash", "1.1", false, NULL, NULL, 0},
        {"CVE-2026-0002", "", "npm", "lodash", "1.1", false, NULL, NULL, 0},
        {"CVE-2026-0003", "", "npm", "lodash", "1.1", false, NULL, NULL, 0},
        {"CVE-2026-0004", "", "npm", "flask", "1.1", false, NULL, NULL, 0}};
    struct report report;
    loop_init(l, state);
    struct world *w = &l->world;
    loop_know(l, records, LEN_OF(records));
    loop_install(l, "lodash 1.0, flask 1.0");
    loop_sync(l);
    struct action action = {.team_id = w->team_id,
        .kind = ACTION_DETECTION,
        .text = TEXT("<looked> & found \"nothing\""),
        .advisory_id = TEXT(""),
        .account_id = 1};
    assert_ok(action_record(w->t->db, &w->who, &action, l->now_us, err));
    const struct report_order order = {.team_id = w->team_id, .from_us = FROM, .to_us = TO};
    assert_ok(report_make(w->t->db, &w->who, &order, NOW, &w->t->arena, &report, err));
    return report;
}

/* -- how teams stand, side by side -- */

static void set_ticket(struct world *w, const char *name, const char *what)
{
    const char *sql =
        arena_format(&w->t->arena, "UPDATE ticket SET %s WHERE name = '%s'", what, name).at;
    assert_ok(db_run(w->t->db, sql, DB_NO_ARGS, NULL, err));
}

static void assert_stands(const struct standing *one)
{
    assert_int_equal(one->open, 2);
    assert_int_equal(one->urgent, 1);
    assert_int_equal(one->overdue, 1);
    assert_int_equal(one->exploited, 1);
    assert_int_equal(one->exploited_us, NOW - 5);
    assert_int_equal(one->in_time, 1);
    assert_int_equal(one->late, 1);
    assert_int_equal(one->accepted, 1);
    assert_int_equal(one->services, 2);
    assert_int_equal(one->bare, 1);
    assert_int_equal(one->checked, 2);
    assert_int_equal(one->affected, 1);
}

static void test_teams_stand_side_by_side(void **state)
{
    struct loop l;
    struct world *w = &l.world;
    struct standing *list;
    size_t count;
    int64_t other;
    make(&l, state);
    assert_ok(
        team_add(w->t->db, &w->who, &(struct team_change){.name = TEXT("Zeta")}, NOW, &other, err));
    assert_ok(db_run(w->t->db,
        "INSERT INTO service (id, team_id, name, description, created_us, updated_us)"
        " VALUES (77, $1, 'bare', '', 1, 1)",
        DB_ARGS(DB_INT(w->team_id)), NULL, err));
    assert_ok(db_run(w->t->db,
        "INSERT INTO sbom_summary (sbom_id, generation, checked, affected, not_covered, undecidable)"
        " SELECT id, '', 2, 1, 0, 0 FROM sbom WHERE is_current = 1",
        DB_NO_ARGS, NULL, err));
    set_ticket(w, "CVE-2026-0001",
        arena_format(&w->t->arena, "is_kev = 1, kev_added_us = %lld, due_us = %lld, rank = 0",
            (long long)NOW - 5, (long long)NOW - 1)
            .at);
    set_ticket(w, "CVE-2026-0002", "priority = 3, rank = 6442450944, due_us = NULL");
    set_ticket(w, "CVE-2026-0003",
        arena_format(&w->t->arena,
            "state = 'closed', cause = 'fixed', is_done = 1,"
            " closed_us = %lld, due_us = %lld",
            (long long)NOW - 2, (long long)NOW - 2)
            .at);
    set_ticket(w, "CVE-2026-0004",
        arena_format(&w->t->arena,
            "state = 'closed', cause = 'accepted', is_done = 1,"
            " closed_us = %lld, due_us = %lld",
            (long long)NOW - 2, (long long)NOW - 3)
            .at);
    struct standing_query query = {.now_us = NOW, .limit = 10};
    assert_ok(standing_list(w->t->db, &w->who, &query, &w->t->arena, &list, &count, err));
    assert_int_equal(count, 2);
    assert_stands(&list[0]);
    assert_int_equal(list[1].open + list[1].accepted + list[1].services + list[1].checked, 0);
    query.team_id = w->team_id;
    assert_ok(standing_list(w->t->db, &w->who, &query, &w->t->arena, &list, &count, err));
    assert_int_equal(count, 1);
    assert_stands(&list[0]);
}

static struct text replace(struct world *w, struct text file, const char *from, const char *to)
{
    ptrdiff_t at = text_find_text(file, text_of(from));
    if (at < 0)
        fail_msg("\"%s\" is not in it", from);
    return arena_format(
        &w->t->arena, "%.*s%s%s", (int)at, file.at, to, file.at + at + strlen(from));
}

#define assert_told(told, part)                                                                    \
    do {                                                                                           \
        if (text_find_text(told, TEXT(part)) < 0)                                                  \
            fail_msg("\"%s\" is not told: %.*s", part, TEXT_ARG(told));                            \
    } while (0)

static void test_agrees(void **state)
{
    struct loop l;
    struct report report = make(&l, state);
    struct text told;
    for (int form = 0; form < REPORT_FORMS; form++) {
        struct text file = print(&l.world, (enum report_form)form, report.body);
        struct report_verdict verdict = verify(&l.world, file, &told);
        assert_text(told, "");
        assert_int_equal(verdict.problems, 0);
        assert_int_equal(verdict.id, report.id);
        assert_int_equal(verdict.figures, 2 * REPORT_FIGURES);
        assert_true(verdict.entries >= 6);
    }
    assert_true(text_find_text(report.body,
                    TEXT("\"title\":\"Tickets opened\",\"value\":4,\"before\":0")) > 0);
    assert_true(text_find_text(report.body,
                    TEXT("\"title\":\"Actions recorded\",\"value\":1,\"before\":0")) > 0);
    /* What comes later changes nothing in it; laid out otherwise, it is the same. */
    struct action action = {.team_id = l.world.team_id,
        .kind = ACTION_DETECTION,
        .text = TEXT("later"),
        .advisory_id = TEXT(""),
        .account_id = 1};
    assert_ok(action_record(l.world.t->db, &l.world.who, &action, l.now_us, err));
    struct buf laid;
    buf_init(&laid, SIZE_MAX);
    json_print_indented(&laid, report.body);
    assert_int_equal(verify(&l.world, buf_text(&laid), &told).problems, 0);
    buf_done(&laid);
    loop_done(&l);
}

static void test_falsified(void **state)
{
    struct loop l;
    struct report report = make(&l, state);
    struct world *w = &l.world;
    struct text told, html = print(w, REPORT_HTML, report.body),
                      csv = print(w, REPORT_CSV, report.body);
    /* A number that is shown, but not in the data. */
    verify(w,
        replace(w, html, "<td>Tickets opened</td><td class=\"n\">4<",
            "<td>Tickets opened</td><td class=\"n\">3<"),
        &told);
    assert_told(told, "shows something else than the data");
    assert_true(text_find_text(told, TEXT("journal")) < 0);
    /* In the data, but not where it is shown. */
    verify(w,
        replace(w, html, "\"title\":\"Tickets opened\",\"value\":4",
            "\"title\":\"Tickets opened\",\"value\":3"),
        &told);
    assert_told(told, "figure \"Tickets opened\": is 3 in the report, and 4 by the journal");
    assert_told(told, "data: are not those of which the journal has the SHA-256");
    assert_told(told, "shows something else than the data");
    /* In both: the page is printed from false data. */
    struct text body = replace(w, report.body, "\"title\":\"Tickets opened\",\"value\":4",
        "\"title\":\"Tickets opened\",\"value\":3");
    assert_int_equal(verify(w, print(w, REPORT_HTML, body), &told).problems, 2);
    assert_told(told, "is 3 in the report, and 4 by the journal");
    verify(w, body, &told);
    assert_told(told, "is 3 in the report, and 4 by the journal");
    /* What no entry tells of, such as how it stood, is under the SHA-256. */
    verify(w, replace(w, report.body, "\"open\":4", "\"open\":0"), &told);
    assert_text(told,
        "data: are not those of which the journal has the SHA-256: something in them was changed\n");
    verify(w, replace(w, csv, "\"Tickets opened\",\"4\"", "\"Tickets opened\",\"0\""), &told);
    assert_told(told, "shows something else than the data");
    verify(w, replace(w, report.body, "\"digest\":\"", "\"digest\":\"0"), &told);
    assert_told(told, "the entries of the period are not what they were");
    verify(w, replace(w, report.body, "\"root\":\"", "\"root\":\"0"), &told);
    assert_told(told, "had another root at");
    verify(w, replace(w, report.body, "\"size\":", "\"size\":9"), &told);
    assert_told(told, "some were taken away");
    verify(w, replace(w, report.body, "\"id\":\"3", "\"id\":\"2"), &told);
    assert_told(told, "the journal knows of no report");
    loop_done(&l);
}

static void test_journal_falsified(void **state)
{
    struct loop l;
    struct report report = make(&l, state);
    struct world *w = &l.world;
    struct text told;
    store_test_run(w->t, "UPDATE journal_entry SET actor_id = 7 WHERE kind = 'action.recorded'");
    verify(w, report.body, &told);
    assert_told(told, "the entries of the period are not what they were");
    store_test_run(w->t, "DELETE FROM journal_entry WHERE kind = 'action.recorded'");
    verify(w, report.body, &told);
    assert_told(told, "figure \"Actions recorded\": is 1 in the report, and 0 by the journal");
    store_test_run(w->t, "DELETE FROM journal_entry WHERE kind = 'report.made'");
    verify(w, report.body, &told);
    assert_told(told, "the journal knows of no report");
    loop_done(&l);
}

static void test_no_report(void **state)
{
    struct buf told;
    struct world w = world_make(state);
    struct report_verdict verdict;
    buf_init(&told, SIZE_MAX);
    static const char *const files[] = {"", "x", "{", "{}", "[]",
        "{\"format\":\"kenzen-report/2\"}", "{\"format\":\"kenzen-report/1\"}", "<!doctype html>",
        "<!doctype html><pre hidden id=\"report-data\">",
        "<!doctype html><pre hidden id=\"report-data\">{}</pre>",
        "section,name,value,before,reason\r\n",
        "section,name,value,before,reason\r\n\"report\",\"id\",\"x\",\"\",\"\"\r\n",
        "section,name,value,before,reason\r\n\"report\",\"id\",\"\n"};
    for (size_t i = 0; i < LEN_OF(files); i++)
        assert_err(
            ERR_SYNTAX, report_verify(w.t->db, text_of(files[i]), tell, &told, &verdict, err));
    assert_err(ERR_NOT_FOUND,
        report_verify(w.t->db,
            TEXT("section,name,value,before,reason\r\n\"report\",\"id\",\"12\",\"\",\"\"\r\n"),
            tell, &told, &verdict, err));
    buf_done(&told);
}

/* Numbers at the ends of what there is, and words that steer a terminal. */
static void test_hostile(void **state)
{
    struct loop l;
    struct report report = make(&l, state);
    struct world *w = &l.world;
    struct text told, html = print(w, REPORT_HTML, report.body);
    static const char *const figures[] = {"\"value\":9223372036854775807,\"before\":-1",
        "\"value\":-9223372036854775808,\"before\":1",
        /* Its change, a hundredfold, is the smallest number, which no -1 divides. */
        "\"value\":2305843009213693951,\"before\":-1",
        "\"value\":9223372036854775807,\"before\":-9223372036854775808"};
    for (size_t i = 0; i < LEN_OF(figures); i++) {
        verify(w, replace(w, html, "\"value\":4,\"before\":0", figures[i]), &told);
        assert_told(told, "in the report, and 4 by the journal");
    }
    verify(w, replace(w, html, "\"open\":4", "\"open\":9223372036854775807"), &told);
    verify(w, replace(w, html, "\"in_time\":0", "\"in_time\":9223372036854775807"), &told);
    verify(w,
        replace(w, html, "\"backlog\":[",
            "\"backlog\":[9223372036854775807,-9223372036854775808,9223372036854775807,"),
        &told);
    verify(w, replace(w, html, "<h1>", "<h1>\033]0;mine\a\xE2\x80\xAE"), &told);
    assert_told(told, "shows something else than the data: \"");
    assert_true(text_find(told, '\033') < 0 && text_find_text(told, TEXT("\xE2\x80\xAE")) < 0);
    /* Each line is another: all are counted, and the first are told. */
    struct buf lines;
    buf_init(&lines, SIZE_MAX);
    buf_add(&lines, html);
    for (int i = 0; i < 3 * REPORT_VERIFY_TOLD; i++)
        buf_add_z(&lines, "x\n");
    struct report_verdict verdict = verify(w, buf_text(&lines), &told);
    buf_done(&lines);
    assert_true(verdict.problems >= 3 * REPORT_VERIFY_TOLD);
    size_t count = 0;
    while (told.at)
        count += text_cut(&told, '\n').len > 0;
    assert_int_equal(count, REPORT_VERIFY_TOLD);
    loop_done(&l);
}

static void test_refused(void **state)
{
    struct world w = world_make(state);
    struct report report;
    const struct api_principal stranger = {.account_id = 2},
                               governance = {.account_id = 1, .roles = ACCOUNT_GOVERNANCE};
    const struct report_order good = {.from_us = FROM, .to_us = TO};
    struct report_order order = good;
    store_test_run(w.t,
        "INSERT INTO account (id, name, is_administrator, created_us) VALUES (2, 'sam', 0, 1)");
    assert_err(
        ERR_FORBIDDEN, report_make(w.t->db, &stranger, &order, NOW, &w.t->arena, &report, err));
    order.team_id = w.team_id;
    assert_err(
        ERR_NOT_FOUND, report_make(w.t->db, &stranger, &order, NOW, &w.t->arena, &report, err));
    order.to_us = FROM;
    assert_err(ERR_USAGE, report_make(w.t->db, &w.who, &order, NOW, &w.t->arena, &report, err));
    order.to_us = FROM + REPORT_PERIOD_MOST_US + 1;
    assert_err(ERR_USAGE, report_make(w.t->db, &w.who, &order, NOW, &w.t->arena, &report, err));
    order = (struct report_order){.from_us = NOW, .to_us = NOW + DAY};
    assert_err(ERR_USAGE, report_make(w.t->db, &w.who, &order, NOW, &w.t->arena, &report, err));
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM report"), 0);
    /* The organisation's is seen by who sees all; a team's also by its viewers. */
    assert_ok(report_make(w.t->db, &governance, &good, NOW, &w.t->arena, &report, err));
    struct report found, *list;
    size_t count;
    assert_err(ERR_NOT_FOUND, report_find(w.t->db, &stranger, report.id, &w.t->arena, &found, err));
    order = good;
    order.team_id = w.team_id;
    assert_ok(report_make(w.t->db, &governance, &order, NOW, &w.t->arena, &report, err));
    assert_err(ERR_NOT_FOUND, report_find(w.t->db, &stranger, report.id, &w.t->arena, &found, err));
    store_test_run(w.t,
        "INSERT INTO team_member (team_id, account_id, role, created_us) SELECT id, 2, 'viewer', 1 FROM team");
    assert_ok(report_find(w.t->db, &stranger, report.id, &w.t->arena, &found, err));
    assert_err(
        ERR_FORBIDDEN, report_make(w.t->db, &stranger, &order, NOW, &w.t->arena, &report, err));
    assert_ok(report_list(w.t->db, &stranger, 0, INT64_MAX, 10, &w.t->arena, &list, &count, err));
    assert_int_equal(count, 1);
    assert_ok(report_list(w.t->db, &governance, 0, INT64_MAX, 10, &w.t->arena, &list, &count, err));
    assert_int_equal(count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_teams_stand_side_by_side),
        STORE_TEST(test_agrees),
        STORE_TEST(test_falsified),
        STORE_TEST(test_journal_falsified),
        STORE_TEST(test_no_report),
        STORE_TEST(test_hostile),
        STORE_TEST(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
