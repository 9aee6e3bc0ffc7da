/* SPDX-License-Identifier: Apache-2.0 */
/* Risks that are accepted or lessened: how long that holds, what ends it, and who may. */
#include "ticket/loop_events.h"

#include "base/limits.h"
#include "ticket/ticket_accept.h"
#include "ticket/ticket_work.h"

#define CVE "CVE-2020-0001"

static const struct loop_record affects[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0}};
static const struct loop_record uncovered[] = {
    {"P-1", "", "PyPI", "lodash", "2.0", false, NULL, NULL, 0}};

enum { DAYS = 30 };

static bool accept(struct loop *l, const struct api_principal *who, const char *reason,
    int64_t until_us, struct err *err)
{
    return ticket_work_run(l->world.t->db, who,
        &(struct ticket_order){.verb = TICKET_ACCEPT,
            .ticket_id = loop_ticket(l, CVE).id,
            .text = text_of(reason),
            .until_us = until_us,
            .now_us = l->now_us},
        err);
}

static void begin(struct loop *l, void **state)
{
    loop_init(l, state);
    loop_know(l, affects, 1);
    loop_install(l, "lodash 1.5");
    loop_sync(l);
}

/* A ticket of lodash 1.5 whose risk is accepted for DAYS. */
static void begin_accepted(struct loop *l, void **state)
{
    begin(l, state);
    assert_ok(accept(l, &l->world.who, "behind a firewall", l->now_us + DAYS * CLOCK_DAY_US, err));
    struct ticket ticket = loop_ticket(l, CVE);
    assert_int_equal(ticket.state, TICKET_CLOSED);
    assert_int_equal(ticket.cause, TICKET_ACCEPTED);
    assert_int_equal(ticket.accepted_by, l->world.who.account_id);
    assert_int_equal(ticket.accepted_until_us, l->now_us + DAYS * CLOCK_DAY_US);
}

/* Runs the jobs that are due then; returns how many there were. */
static size_t run_jobs(struct loop *l, int64_t days)
{
    static const struct job_handler handlers[] = {
        {TICKET_ACCEPT_JOB, ticket_accept_job}, {NULL, NULL}};
    size_t count = 0;
    l->now_us += days * CLOCK_DAY_US;
    for (bool has_run = true; has_run; count += has_run)
        assert_ok(job_run_next(l->world.t->db, handlers, NULL, l->now_us, &has_run, err));
    return count;
}

static void test_accepted_stays_closed_until_it_expires(void **state)
{
    struct loop l;
    begin_accepted(&l, state);
    loop_sync(&l);
    loop_install(&l, "lodash 1.6");
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).cause, TICKET_ACCEPTED);
    assert_int_equal(run_jobs(&l, DAYS - 1), 0);
    assert_int_equal(run_jobs(&l, 1), 1);
    struct ticket ticket = loop_ticket(&l, CVE);
    assert_int_equal(ticket.state, TICKET_OPEN);
    assert_int_equal(ticket.accepted_until_us, 0);
    assert_int_equal(ticket.accepted_by, 0);
    assert_text(loop_events(&l, ticket.id), "opened accepted occurrences_changed reopened");
    loop_assert_has(loop_evidence(&l, ticket.id), "\"cause\":\"accepted\"");
    loop_done(&l);
}

static void test_a_later_acceptance_outlives_the_job_of_a_former_one(void **state)
{
    struct loop l;
    begin_accepted(&l, state);
    assert_ok(ticket_work_run(l.world.t->db, &l.world.who,
        &(struct ticket_order){.verb = TICKET_REOPEN,
            .ticket_id = loop_ticket(&l, CVE).id,
            .text = TEXT("for longer"),
            .now_us = l.now_us},
        err));
    assert_int_equal(loop_ticket(&l, CVE).accepted_until_us, 0);
    assert_ok(accept(&l, &l.world.who, "still", l.now_us + 2 * DAYS * CLOCK_DAY_US, err));
    assert_int_equal(run_jobs(&l, DAYS), 1);
    assert_int_equal(loop_ticket(&l, CVE).cause, TICKET_ACCEPTED);
    assert_int_equal(run_jobs(&l, DAYS), 1);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    loop_done(&l);
}

static void test_accepted_reopens_when_the_risk_grows(void **state)
{
    struct loop l;
    begin_accepted(&l, state);
    loop_know_kev(&l, affects, 1, CVE);
    loop_sync(&l);
    struct ticket ticket = loop_ticket(&l, CVE);
    assert_int_equal(ticket.state, TICKET_OPEN);
    assert_int_equal(ticket.accepted_until_us, 0);
    assert_text(loop_events(&l, ticket.id), "opened accepted reopened");
    assert_int_equal(run_jobs(&l, DAYS), 1);
    assert_text(loop_events(&l, ticket.id), "opened accepted reopened");
    loop_done(&l);
}

static void test_accepted_and_mended_is_fixed(void **state)
{
    struct loop l;
    begin_accepted(&l, state);
    loop_install(&l, "lodash 2.0");
    loop_sync(&l);
    struct ticket ticket = loop_ticket(&l, CVE);
    assert_int_equal(ticket.cause, TICKET_FIXED);
    assert_text(loop_events(&l, ticket.id), "opened accepted closed");
    assert_int_equal(run_jobs(&l, DAYS), 1);
    assert_int_equal(loop_ticket(&l, CVE).cause, TICKET_FIXED);
    loop_done(&l);
}

static void test_accepted_and_unknown_is_marked(void **state)
{
    struct loop l;
    begin_accepted(&l, state);
    loop_know(&l, uncovered, 1);
    loop_sync(&l);
    struct ticket ticket = loop_ticket(&l, CVE);
    assert_int_equal(ticket.cause, TICKET_ACCEPTED);
    assert_true(ticket.mark_reason.len > 0);
    loop_done(&l);
}

static void test_what_an_acceptance_needs(void **state)
{
    struct loop l;
    struct err why;
    begin(&l, state);
    int64_t most_us = l.now_us + (int64_t)LIMIT_ACCEPT_DAYS * CLOCK_DAY_US;
    const struct api_principal *who = &l.world.who;
    assert_false(accept(&l, who, " ", most_us, &why));
    assert_string_equal(why.text, "reason: is missing");
    assert_false(accept(&l, who, "because", 0, &why));
    assert_string_equal(why.text, "until: is missing");
    assert_false(accept(&l, who, "because", l.now_us, &why));
    assert_string_equal(why.text, "until: lies in the past");
    assert_false(accept(&l, who, "because", most_us + 1, &why));
    assert_int_equal(why.code, ERR_USAGE);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    assert_ok(accept(&l, who, "because", most_us, err));
    assert_int_equal(loop_ticket(&l, CVE).cause, TICKET_ACCEPTED);
    loop_done(&l);
}

static void test_a_member_may_not_accept(void **state)
{
    struct loop l;
    struct err why;
    begin(&l, state);
    store_test_run(l.world.t,
        "INSERT INTO account (id, name, is_administrator, created_us) VALUES (2, 'ken', 0, 1)");
    assert_ok(team_member_set(
        l.world.t->db, &l.world.who, l.world.team_id, 2, TEAM_MEMBER, l.now_us, err));
    struct api_principal member = {.account_id = 2}, stranger = {.account_id = 3};
    assert_false(accept(&l, &member, "because", l.now_us + CLOCK_DAY_US, &why));
    assert_int_equal(why.code, ERR_FORBIDDEN);
    assert_false(accept(&l, &stranger, "because", l.now_us + CLOCK_DAY_US, &why));
    assert_int_equal(why.code, ERR_NOT_FOUND);
    loop_done(&l);
}

static bool mitigate(struct loop *l, enum action_kind kind, struct err *err)
{
    return ticket_work_run(l->world.t->db, &l->world.who,
        &(struct ticket_order){.verb = TICKET_MITIGATE,
            .ticket_id = loop_ticket(l, CVE).id,
            .action = {.kind = kind, .text = TEXT("a rule at the proxy")},
            .now_us = l->now_us},
        err);
}

static void test_mitigated_stays_open_and_says_so(void **state)
{
    struct loop l;
    struct err why;
    begin(&l, state);
    assert_false(mitigate(&l, ACTION_ELIMINATION, &why));
    assert_int_equal(why.code, ERR_USAGE);
    assert_ok(mitigate(&l, ACTION_MITIGATION, err));
    assert_ok(mitigate(&l, ACTION_DETECTION, err));
    assert_ok(mitigate(&l, ACTION_DETECTION, err));
    loop_install(&l, "lodash 1.6");
    loop_sync(&l);
    struct ticket ticket = loop_ticket(&l, CVE);
    assert_int_equal(ticket.state, TICKET_OPEN);
    assert_text(ticket.mitigation, "[\"mitigation\",\"detection\"]");
    struct ticket_order end = {.verb = TICKET_UNMITIGATE,
        .ticket_id = ticket.id,
        .text = TEXT("the proxy is gone"),
        .now_us = l.now_us};
    assert_ok(ticket_work_run(l.world.t->db, &l.world.who, &end, err));
    assert_int_equal(loop_ticket(&l, CVE).mitigation.len, 0);
    assert_false(ticket_work_run(l.world.t->db, &l.world.who, &end, &why));
    assert_int_equal(why.code, ERR_CONFLICT);
    /* What lessened a flaw is forgotten when it is mended: another time it is looked at anew. */
    assert_ok(mitigate(&l, ACTION_TRANSFER, err));
    loop_install(&l, "lodash 2.0");
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).mitigation.len, 0);
    loop_done(&l);
}

static void test_start_and_stop(void **state)
{
    struct loop l;
    begin(&l, state);
    struct ticket_order order = {.ticket_id = loop_ticket(&l, CVE).id,
        .due_us = l.now_us + CLOCK_DAY_US,
        .now_us = l.now_us};
    static const struct {
        enum ticket_verb verb;
        enum ticket_state state;
    } steps[] = {
        {TICKET_START, TICKET_IN_PROGRESS},
        {TICKET_STOP, TICKET_ACKNOWLEDGED},
        {TICKET_START, TICKET_IN_PROGRESS},
        {TICKET_SCHEDULE, TICKET_IN_PROGRESS},
        {TICKET_STOP, TICKET_SCHEDULED},
    };
    for (size_t i = 0; i < LEN_OF(steps); i++) {
        order.verb = steps[i].verb;
        assert_ok(ticket_work_run(l.world.t->db, &l.world.who, &order, err));
        assert_int_equal(loop_ticket(&l, CVE).state, steps[i].state);
    }
    assert_text(
        loop_events(&l, order.ticket_id), "opened started stopped started scheduled stopped");
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_accepted_stays_closed_until_it_expires),
        STORE_TEST(test_a_later_acceptance_outlives_the_job_of_a_former_one),
        STORE_TEST(test_accepted_reopens_when_the_risk_grows),
        STORE_TEST(test_accepted_and_mended_is_fixed),
        STORE_TEST(test_accepted_and_unknown_is_marked),
        STORE_TEST(test_what_an_acceptance_needs),
        STORE_TEST(test_a_member_may_not_accept),
        STORE_TEST(test_mitigated_stays_open_and_says_so),
        STORE_TEST(test_start_and_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
