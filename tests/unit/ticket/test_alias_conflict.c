/* SPDX-License-Identifier: Apache-2.0 */
/* Two CVEs that aliases would make one: kept with its dates, told in both tickets, and at an end when no record says so. */
#include "ticket/alias_conflict.h"

#include "base/limits.h"
#include "ticket/alias_conflict_rows.h"
#include "ticket/generation.h"
#include "ticket/generation_follow.h"
#include "ticket/loop_events.h"
#include "ticket/ticket_verify.h"

/* A name that both have. */
static const struct loop_record claims[] = {
    {"CVE-2020-0001", "X-1", "npm", "lodash", "2.0", false, NULL, NULL, 0},
    {"CVE-2020-0002", "X-1", "npm", "lodash", "2.0", false, NULL, NULL, 0},
};
/* A record that names both. */
static const struct loop_record both[] = {
    {"CVE-2020-0001", "CVE-2020-0002", "npm", "lodash", "2.0", false, NULL, NULL, 0},
};
static const struct loop_record apart[] = {
    {"CVE-2020-0001", "X-1", "npm", "lodash", "2.0", false, NULL, NULL, 0},
    {"CVE-2020-0002", "", "npm", "lodash", "2.0", false, NULL, NULL, 0},
};

static void begin(struct loop *l, void **state, const char *packages)
{
    loop_init(l, state);
    loop_install(l, packages);
}

static void look(struct loop *l, const struct loop_record *records, size_t count)
{
    loop_know(l, records, count);
    loop_sync(l);
}

static bool do_check(struct db *db, void *context, struct err *err)
{
    struct loop *l = context;
    return alias_conflict_check(db, l->index, l->now_us, err);
}

static void check(struct loop *l)
{
    l->now_us += CLOCK_SECOND_US;
    assert_ok(db_transact(l->world.t->db, do_check, l, err));
}

static int64_t count_of(struct loop *l, const char *sql)
{
    return store_test_number(l->world.t, sql);
}

static size_t open_conflicts(struct loop *l, struct alias_conflict **ret_conflicts)
{
    size_t count;
    assert_ok(
        alias_conflict_rows_open(l->world.t->db, &l->world.t->arena, ret_conflicts, &count, err));
    return count;
}

/* What a ticket's page says, as JSON. */
static struct text shown(struct loop *l, const char *cve)
{
    struct ticket ticket = loop_ticket(l, cve);
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    assert_ok(alias_conflict_print_ticket(&out, l->world.t->db, &ticket, &l->world.t->arena, err));
    json_print_close(&out, '}');
    struct text text = arena_text(&l->world.t->arena, buf_text(&out));
    buf_done(&out);
    return text;
}

static struct text id_of(struct loop *l, const char *cve)
{
    return arena_format(&l->world.t->arena, "\"id\":\"%lld\"", (long long)loop_ticket(l, cve).id);
}

static void test_it_begins_and_ends(void **state)
{
    struct loop l;
    struct alias_conflict *conflicts;
    begin(&l, state, "lodash 1.0");
    look(&l, claims, 2);
    assert_int_equal(open_conflicts(&l, &conflicts), 1);
    assert_text(conflicts[0].what.name, "X-1");
    assert_text(conflicts[0].what.record, "CVE-2020-0001");
    assert_text(conflicts[0].what.other_record, "CVE-2020-0002");
    assert_int_equal(conflicts[0].since_us, l.now_us);
    assert_text(loop_events(&l, loop_ticket(&l, "CVE-2020-0001").id), "opened alias_conflict");
    assert_text(loop_events(&l, loop_ticket(&l, "CVE-2020-0002").id), "opened alias_conflict");
    /* Again nothing is new. */
    int64_t since_us = l.now_us;
    look(&l, claims, 2);
    check(&l);
    assert_int_equal(open_conflicts(&l, &conflicts), 1);
    assert_int_equal(conflicts[0].since_us, since_us);
    assert_int_equal(count_of(&l, "SELECT count(*) FROM ticket_event"), 4);
    /* The other record does not say so any more. */
    loop_know(&l, apart, 2);
    check(&l);
    assert_int_equal(open_conflicts(&l, &conflicts), 0);
    assert_int_equal(
        count_of(&l, "SELECT until_us - since_us FROM alias_conflict"), l.now_us - since_us);
    loop_sync(&l);
    assert_text(loop_events(&l, loop_ticket(&l, "CVE-2020-0001").id),
        "opened alias_conflict alias_conflict_ended");
    loop_assert_has(loop_evidence(&l, loop_ticket(&l, "CVE-2020-0002").id), "\"name\":\"X-1\"");
    /* And says so again: that is another one. */
    look(&l, claims, 2);
    assert_int_equal(open_conflicts(&l, &conflicts), 1);
    assert_int_equal(count_of(&l, "SELECT count(*) FROM alias_conflict"), 2);
    loop_done(&l);
}

static void fail_on(void *context, const struct ticket_verify_difference *difference)
{
    (void)context;
    fail_msg("%s is not what the events say", difference->column);
}

/* Each ticket leads to the other; what the events say is still what the tickets are. */
static void test_both_tickets_show_it(void **state)
{
    struct loop l;
    begin(&l, state, "lodash 1.0");
    look(&l, both, 1);
    loop_assert_has(shown(&l, "CVE-2020-0001"), id_of(&l, "CVE-2020-0002").at);
    loop_assert_has(shown(&l, "CVE-2020-0002"), id_of(&l, "CVE-2020-0001").at);
    loop_assert_has(shown(&l, "CVE-2020-0001"), "\"vulnerability_id\":\"CVE-2020-0002\"");
    struct ticket_verify_verdict verdict;
    assert_ok(ticket_verify(
        l.world.t->db, &(struct ticket_verify_order){.tell = fail_on}, &verdict, err));
    assert_int_equal(verdict.tickets, 2);
    loop_done(&l);
}

/* The packages differ, so that no look at one of them sees both: the names in the database do. */
static void test_two_packages(void **state)
{
    static const struct loop_record records[] = {
        {"CVE-2020-0001", "X-1", "npm", "lodash", "2.0", false, NULL, NULL, 0},
        {"CVE-2020-0002", "X-1", "npm", "flask", "2.0", false, NULL, NULL, 0},
    };
    struct loop l;
    struct alias_conflict *conflicts;
    begin(&l, state, "lodash 1.0, flask 1.0");
    look(&l, records, 2);
    assert_int_equal(open_conflicts(&l, &conflicts), 1);
    loop_assert_has(shown(&l, "CVE-2020-0001"), "\"other_ticket\":null");
    loop_assert_has(shown(&l, "CVE-2020-0001"), "\"other_cve\":\"CVE-2020-0002\"");
    loop_done(&l);
}

/* Names that only moved are no conflict. */
static void test_a_renamed_record_is_none(void **state)
{
    static const struct loop_record before[] = {
        {"GHSA-1", "CVE-2020-0001", "npm", "lodash", "2.0", false, NULL, NULL, 0}};
    static const struct loop_record after[] = {
        {"GHSA-1", "CVE-2020-0002", "npm", "lodash", "2.0", false, NULL, NULL, 0},
        {"NODE-1", "CVE-2020-0001", "npm", "lodash", "2.0", false, NULL, NULL, 0}};
    struct loop l;
    struct alias_conflict *conflicts;
    begin(&l, state, "lodash 1.0");
    look(&l, before, 1);
    look(&l, after, 2);
    assert_int_equal(open_conflicts(&l, &conflicts), 0);
    loop_done(&l);
}

static void follow(struct loop *l, const struct loop_record *records, size_t count)
{
    static const struct generation_bounds bounds = {10, 10};
    struct generation_step step = {0};
    bool is_new;
    l->now_us += CLOCK_SECOND_US;
    clock_set_us(l->now_us);
    loop_know(l, records, count);
    assert_ok(generation_take_changes(l->world.t->db, l->index, NULL, l->now_us, &is_new, err));
    assert_true(is_new);
    while (!step.is_done)
        assert_ok(generation_follow_step(l->world.t->db, l->index, &bounds, l->now_us, &step, err));
}

/* Without an upload, from one generation of the index to the next. */
static void test_generations(void **state)
{
    struct loop l;
    struct alias_conflict *conflicts;
    begin(&l, state, "lodash 1.0");
    follow(&l, apart, 2);
    assert_int_equal(open_conflicts(&l, &conflicts), 0);
    follow(&l, claims, 2);
    assert_int_equal(open_conflicts(&l, &conflicts), 1);
    assert_int_equal(conflicts[0].since_us, l.now_us);
    int64_t began_us = l.now_us;
    follow(&l, apart, 2);
    assert_int_equal(open_conflicts(&l, &conflicts), 0);
    assert_int_equal(count_of(&l, "SELECT since_us FROM alias_conflict"), began_us);
    assert_int_equal(count_of(&l, "SELECT until_us FROM alias_conflict"), l.now_us);
    clock_set_us(0);
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_it_begins_and_ends),
        STORE_TEST(test_both_tickets_show_it),
        STORE_TEST(test_two_packages),
        STORE_TEST(test_a_renamed_record_is_none),
        STORE_TEST(test_generations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
