/* SPDX-License-Identifier: Apache-2.0 */
/* What is put aside, and what wakes it. */
#include "ticket/loop_events.h"

#include "ticket/notice.h"
#include "ticket/snooze.h"
#include "ticket/ticket_work.h"
#include "ticket/watch.h"

#define CVE "CVE-2020-0001"
#define OTHER "CVE-2020-0002"

static const struct loop_record unfixed[] = {
    {"GHSA-1", CVE, "npm", "lodash", NULL, false, NULL, NULL, 0},
    {"GHSA-2", OTHER, "npm", "lodash", "2.0", false, NULL, NULL, 0}};
static const struct loop_record fixed[] = {
    {"GHSA-1", CVE, "npm", "lodash", "9.0", false, NULL, NULL, 0},
    {"GHSA-2", OTHER, "npm", "lodash", "2.0", false, NULL, NULL, 0}};

static void begin(struct loop *l, void **state)
{
    loop_init(l, state);
    loop_know(l, unfixed, 2);
    loop_install(l, "lodash 1.5");
    loop_sync(l);
}

static bool order(struct loop *l, struct ticket_order order, const char *cve, struct err *err)
{
    order.ticket_id = loop_ticket(l, cve).id;
    order.now_us = l->now_us;
    return ticket_work_run(l->world.t->db, &l->world.who, &order, err);
}

static void snooze(struct loop *l, const char *cve, int64_t until_us, bool is_until_fix)
{
    assert_ok(order(l,
        (struct ticket_order){
            .verb = TICKET_SNOOZE, .until_us = until_us, .is_until_fix = is_until_fix},
        cve, err));
}

static bool is_snoozed(struct loop *l, const char *cve)
{
    struct snooze found;
    assert_ok(snooze_find(l->world.t->db, loop_ticket(l, cve).id, &found, err));
    return found.ticket_id != 0;
}

/* Runs the jobs that are due. */
static void run_jobs(struct loop *l)
{
    static const struct job_handler handlers[] = {{SNOOZE_JOB, snooze_job}, {NULL, NULL}};
    bool has_run = true;
    while (has_run)
        assert_ok(job_run_next(l->world.t->db, handlers, NULL, l->now_us, &has_run, err));
}

static void test_a_date_wakes(void **state)
{
    struct loop l;
    begin(&l, state);
    snooze(&l, CVE, l.now_us + CLOCK_DAY_US, false);
    run_jobs(&l);
    assert_true(is_snoozed(&l, CVE));
    l.now_us += CLOCK_DAY_US + 60 * CLOCK_SECOND_US;
    run_jobs(&l);
    assert_false(is_snoozed(&l, CVE));
    assert_text(loop_events(&l, loop_ticket(&l, CVE).id), "opened snoozed woken");
    assert_text(loop_evidence(&l, loop_ticket(&l, CVE).id), "{\"cause\":\"date\"}");
    run_jobs(&l);
    assert_text(loop_events(&l, loop_ticket(&l, CVE).id), "opened snoozed woken");
    loop_done(&l);
}

static void test_a_later_date_holds(void **state)
{
    struct loop l;
    begin(&l, state);
    snooze(&l, CVE, l.now_us + CLOCK_DAY_US, false);
    snooze(&l, CVE, l.now_us + 3 * CLOCK_DAY_US, false);
    l.now_us += 2 * CLOCK_DAY_US;
    run_jobs(&l);
    assert_true(is_snoozed(&l, CVE));
    loop_done(&l);
}

static void test_a_fix_wakes(void **state)
{
    struct loop l;
    begin(&l, state);
    struct err refused = {0};
    assert_false(order(
        &l, (struct ticket_order){.verb = TICKET_SNOOZE, .is_until_fix = true}, OTHER, &refused));
    assert_int_equal(refused.code, ERR_CONFLICT);
    snooze(&l, CVE, 0, true);
    loop_sync(&l);
    assert_true(is_snoozed(&l, CVE));
    loop_know(&l, fixed, 2);
    loop_sync(&l);
    assert_false(is_snoozed(&l, CVE));
    loop_assert_has(loop_events(&l, loop_ticket(&l, CVE).id), "woken");
    loop_done(&l);
}

static void test_exploitation_wakes(void **state)
{
    struct loop l;
    begin(&l, state);
    snooze(&l, CVE, l.now_us + 90 * CLOCK_DAY_US, false);
    snooze(&l, OTHER, l.now_us + 90 * CLOCK_DAY_US, false);
    loop_know_kev(&l, unfixed, 2, CVE);
    loop_sync(&l);
    assert_false(is_snoozed(&l, CVE));
    assert_true(is_snoozed(&l, OTHER));
    assert_text(loop_evidence(&l, loop_ticket(&l, CVE).id), "{\"cause\":\"kev\"}");
    /* What is known when it is put aside again wakes it no more. */
    snooze(&l, CVE, l.now_us + 90 * CLOCK_DAY_US, false);
    loop_sync(&l);
    assert_true(is_snoozed(&l, CVE));
    loop_done(&l);
}

static void test_a_due_date_wakes(void **state)
{
    struct loop l;
    begin(&l, state);
    snooze(&l, CVE, l.now_us + 90 * CLOCK_DAY_US, false);
    assert_ok(
        order(&l, (struct ticket_order){.verb = TICKET_SCHEDULE, .due_us = l.now_us + CLOCK_DAY_US},
            CVE, err));
    l.now_us += 2 * CLOCK_DAY_US;
    run_jobs(&l);
    assert_false(is_snoozed(&l, CVE));
    assert_text(loop_evidence(&l, loop_ticket(&l, CVE).id), "{\"cause\":\"due\"}");
    /* It is late, and somebody means to leave it so. */
    snooze(&l, CVE, l.now_us + 90 * CLOCK_DAY_US, false);
    run_jobs(&l);
    assert_true(is_snoozed(&l, CVE));
    loop_done(&l);
}

static void test_what_is_closed_sleeps_no_more(void **state)
{
    struct loop l;
    begin(&l, state);
    snooze(&l, CVE, l.now_us + CLOCK_DAY_US, false);
    loop_install(&l, "flask 1.0");
    loop_sync(&l);
    assert_false(is_snoozed(&l, CVE));
    assert_text(loop_events(&l, loop_ticket(&l, CVE).id), "opened snoozed closed");
    loop_done(&l);
}

static void test_a_person_wakes(void **state)
{
    struct loop l;
    struct err refused = {0};
    begin(&l, state);
    assert_false(order(&l, (struct ticket_order){.verb = TICKET_WAKE}, CVE, &refused));
    assert_int_equal(refused.code, ERR_CONFLICT);
    assert_false(order(&l, (struct ticket_order){.verb = TICKET_SNOOZE}, CVE, &refused));
    assert_int_equal(refused.code, ERR_USAGE);
    assert_false(order(
        &l, (struct ticket_order){.verb = TICKET_SNOOZE, .until_us = l.now_us}, CVE, &refused));
    assert_int_equal(refused.code, ERR_USAGE);
    snooze(&l, CVE, l.now_us + 1, false);
    assert_ok(order(&l, (struct ticket_order){.verb = TICKET_WAKE}, CVE, err));
    assert_false(is_snoozed(&l, CVE));
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_date_wakes),
        STORE_TEST(test_a_later_date_holds),
        STORE_TEST(test_a_fix_wakes),
        STORE_TEST(test_exploitation_wakes),
        STORE_TEST(test_a_due_date_wakes),
        STORE_TEST(test_what_is_closed_sleeps_no_more),
        STORE_TEST(test_a_person_wakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
