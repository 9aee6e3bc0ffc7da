/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets that a person closed as a wrong match: what lets them stay closed, and what opens them again. */
#include "ticket/loop_events.h"

#include "match/match_explain.h"
#include "ticket/ticket_explain.h"
#include "ticket/ticket_work.h"

#define CVE "CVE-2020-0001"

static const struct loop_record affects[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0}};
static const struct loop_record scored[] = {{"GHSA-1", CVE, "npm", "lodash", "2.0", false,
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", NULL, 0}};
static const struct loop_record wider[] = {
    {"GHSA-1", CVE, "npm", "lodash", "3.0", false, NULL, NULL, 0}};
static const struct loop_record joined[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0},
    {"NODE-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0}};
static const struct loop_record joined_below[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0},
    {"NODE-1", CVE, "npm", "lodash", "1.0", false, NULL, NULL, 0}};
static const struct loop_record withdrawn[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", true, NULL, NULL, 0}};
static const struct loop_record uncovered[] = {
    {"P-1", "", "PyPI", "lodash", "2.0", false, NULL, NULL, 0}};
static const struct loop_record unreadable[] = {
    {"GHSA-1", CVE, "npm", "lodash", "not a version", false, NULL, NULL, 0}};

static bool judge(struct loop *l, const struct api_principal *who, const char *reason,
    const struct advisory_index *index, struct err *err)
{
    return ticket_work_run(l->world.t->db, who,
        &(struct ticket_order){.verb = TICKET_JUDGE_WRONG,
            .ticket_id = loop_ticket(l, CVE).id,
            .text = text_of(reason),
            .index = index,
            .now_us = l->now_us},
        err);
}

static void judge_wrong(struct loop *l)
{
    assert_ok(judge(l, &l->world.who, "our lodash is another one", l->index, err));
}

/* A part with lodash in those versions, whose ticket was closed as a wrong match. */
static void begin(struct loop *l, void **state, const char *installed)
{
    loop_init(l, state);
    loop_know(l, affects, 1);
    loop_install(l, installed);
    loop_sync(l);
    judge_wrong(l);
}

struct rule {
    const char *title, *before, *after; /* what is installed */
    const struct loop_record *records;  /* after; before it was affects */
    size_t record_count;
    const char *news; /* in the evidence of its reopening; NULL: it stays closed */
};

static const struct rule rules[] = {
    {"nothing changed", "lodash 1.5", "lodash 1.5", affects, 1, NULL},
    {"it is more severe", "lodash 1.5", "lodash 1.5", scored, 1, NULL},
    {"one of two versions is left", "lodash 1.5, lodash 1.6", "lodash 1.6", affects, 1, NULL},
    {"other packages came", "lodash 1.5", "lodash 1.5, flask 1.0", affects, 1, NULL},
    {"a mended version came beside", "lodash 1.5", "lodash 1.5, lodash 2.0", affects, 1, NULL},
    {"another record does not hold it", "lodash 1.5", "lodash 1.5", joined_below, 2, NULL},
    {"mended", "lodash 1.5", "lodash 2.0", affects, 1, NULL},
    {"removed", "lodash 1.5", "flask 1.0", affects, 1, NULL},
    {"withdrawn", "lodash 1.5", "lodash 1.5", withdrawn, 1, NULL},
    {"not covered any more", "lodash 1.5", "lodash 1.5", uncovered, 1, NULL},
    {"cannot be read any more", "lodash 1.5", "lodash 1.5", unreadable, 1, NULL},
    {"another version", "lodash 1.5", "lodash 1.6", affects, 1, "lodash 1.6: GHSA-1 (test)"},
    {"another version beside", "lodash 1.5", "lodash 1.5, lodash 1.6", affects, 1,
        "lodash 1.6: GHSA-1"},
    {"another range", "lodash 1.5", "lodash 1.5", wider, 1, "3.0"},
    {"another record", "lodash 1.5", "lodash 1.5", joined, 2, "lodash 1.5: NODE-1"},
};

static void check_rule(const struct rule *rule, void **state)
{
    struct loop l;
    begin(&l, state, rule->before);
    struct ticket before = loop_ticket(&l, CVE);
    assert_int_equal(before.state, TICKET_CLOSED);
    assert_int_equal(before.cause, TICKET_WRONG_MATCH);
    loop_know(&l, rule->records, rule->record_count);
    loop_install(&l, rule->after);
    loop_sync(&l);
    struct ticket after = loop_ticket(&l, CVE);
    if (rule->news) {
        assert_int_equal(after.state, TICKET_OPEN);
        assert_int_equal(after.cause, TICKET_NO_CAUSE);
        assert_int_equal(after.closed_us, 0);
        assert_text(loop_events(&l, after.id), "opened wrong_match reopened");
        loop_assert_has(loop_evidence(&l, after.id), rule->news);
    } else {
        assert_int_equal(after.state, TICKET_CLOSED);
        assert_int_equal(after.cause, TICKET_WRONG_MATCH);
        assert_int_equal(after.version, before.version);
        assert_text(loop_events(&l, after.id), "opened wrong_match");
    }
    loop_done(&l);
}

/* Each rule in a database of its own. */
static void check_rules(void **state, enum db_engine engine)
{
    (void)store_test(state);
    for (size_t i = 0; i < LEN_OF(rules); i++) {
        void *fresh;
        print_message("# %s\n", rules[i].title);
        assert_int_equal(store_test_open(&fresh, engine), 0);
        check_rule(&rules[i], &fresh);
        store_test_close(&fresh);
    }
}

static void test_each_rule(void **state)
{
    check_rules(state, store_test(state)->database[0] ? DB_POSTGRES : DB_SQLITE);
}

static void test_what_went_may_come_back(void **state)
{
    struct loop l;
    begin(&l, state, "lodash 1.5");
    loop_install(&l, "flask 1.0");
    loop_sync(&l);
    loop_install(&l, "lodash 1.5");
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_CLOSED);
    loop_done(&l);
}

/* What was judged the last time counts, and adds nothing to what was judged before. */
static void test_a_person_may_think_again(void **state)
{
    struct loop l;
    begin(&l, state, "lodash 1.5");
    struct ticket ticket = loop_ticket(&l, CVE);
    struct ticket_order order = {.verb = TICKET_REOPEN,
        .ticket_id = ticket.id,
        .text = TEXT("it is ours"),
        .now_us = l.now_us};
    assert_ok(ticket_work_run(l.world.t->db, &l.world.who, &order, err));
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    loop_install(&l, "lodash 1.6");
    loop_sync(&l);
    judge_wrong(&l);
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_CLOSED);
    loop_install(&l, "lodash 1.5");
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    loop_done(&l);
}

static void test_the_explanation_is_kept(void **state)
{
    struct loop l;
    begin(&l, state, "lodash 1.5");
    struct ticket ticket = loop_ticket(&l, CVE);
    struct text detail = loop_evidence(&l, ticket.id);
    loop_assert_has(detail, "\"cause\":\"wrong_match\"");
    loop_assert_has(detail, "\"action\":\"rejection\"");
    loop_assert_has(detail, "1.5 is affected by " CVE);
    loop_assert_has(detail, "\"event\":\"installed\"");
    loop_assert_has(detail, "\"is_of_other_generation\":false");
    struct json json;
    assert_ok(json_read(&json, detail, err));
    json_done(&json);
    assert_int_equal(
        store_test_number(l.world.t, "SELECT count(*) FROM action_log WHERE kind = 'rejection'"),
        1);
    loop_done(&l);
}

static void test_what_is_refused(void **state)
{
    struct loop l;
    struct api_principal stranger = {.account_id = 99};
    loop_init(&l, state);
    loop_know(&l, affects, 1);
    loop_install(&l, "lodash 1.5");
    loop_sync(&l);
    assert_err(ERR_USAGE, judge(&l, &l.world.who, " \n", l.index, err));
    assert_err(ERR_BUSY, judge(&l, &l.world.who, "no", NULL, err));
    assert_err(ERR_NOT_FOUND, judge(&l, &stranger, "no", l.index, err));
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    assert_int_equal(store_test_number(l.world.t, "SELECT count(*) FROM ticket_wrong_match"), 0);
    judge_wrong(&l);
    assert_err(ERR_CONFLICT, judge(&l, &l.world.who, "again", l.index, err));
    loop_done(&l);
}

/* What is not in the current SBOM any more is explained as it was last seen, and the generation is told. */
static void test_a_ticket_is_explained(void **state)
{
    struct loop l;
    struct buf out;
    loop_init(&l, state);
    loop_know(&l, affects, 1);
    loop_install(&l, "lodash 1.5, lodash 2.5");
    loop_sync(&l);
    struct ticket ticket = loop_ticket(&l, CVE);
    buf_init(&out, SIZE_MAX);
    assert_ok(ticket_explain_print(&out, l.world.t->db, l.index, &ticket, &l.world.t->arena, err));
    loop_assert_has(buf_text(&out), "\"is_present\":true,\"component_count\":2");
    loop_assert_has(buf_text(&out), "1.5 is affected by " CVE);
    loop_assert_has(buf_text(&out), "2.5 is not affected by " CVE);
    loop_install(&l, "flask 1.0");
    loop_know(&l, scored, 1);
    buf_cut(&out, 0);
    assert_ok(ticket_explain_print(&out, l.world.t->db, l.index, &ticket, &l.world.t->arena, err));
    loop_assert_has(buf_text(&out),
        "\"is_of_other_generation\":true,\"is_present\":false,\"component_count\":1");
    buf_cut(&out, 0);
    assert_ok(ticket_explain_print(&out, l.world.t->db, NULL, &ticket, &l.world.t->arena, err));
    loop_assert_has(buf_text(&out), "not_covered");
    buf_done(&out);
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_each_rule),
        STORE_TEST(test_what_went_may_come_back),
        STORE_TEST(test_a_person_may_think_again),
        STORE_TEST(test_the_explanation_is_kept),
        STORE_TEST(test_what_is_refused),
        STORE_TEST(test_a_ticket_is_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
