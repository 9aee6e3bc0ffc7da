/* SPDX-License-Identifier: Apache-2.0 */
/* What people may do with a ticket in which state: the whole table. */
#include "unit.h"

#include "ticket/ticket_work.h"

/* A letter for each state, open acknowledged scheduled in-progress completed closed: y where the verb is possible. */
static const struct {
    enum ticket_verb verb;
    const char *possible;
} table[] = {
    {TICKET_ACKNOWLEDGE, "ynnnnn"},
    {TICKET_SCHEDULE, "yyyynn"},
    {TICKET_START, "yyynnn"},
    {TICKET_STOP, "nnnynn"},
    {TICKET_COMPLETE, "yyyynn"},
    {TICKET_REOPEN, "nnnnyy"},
    {TICKET_ASSIGN, "yyyynn"},
    {TICKET_SNOOZE, "yyyynn"},
    {TICKET_WAKE, "yyyynn"},
    {TICKET_UNDO, "yyyyyy"},
    {TICKET_COMMENT, "yyyyyy"},
    {TICKET_JUDGE_WRONG, "yyyynn"},
    {TICKET_JUDGE_NOT_AFFECTED, "yyyynn"},
    {TICKET_ACCEPT, "yyyynn"},
    {TICKET_MITIGATE, "yyyynn"},
    {TICKET_UNMITIGATE, "yyyynn"},
};

static void test_the_table(void **state)
{
    (void)state;
    assert_int_equal(LEN_OF(table), TICKET_VERBS);
    for (size_t i = 0; i < LEN_OF(table); i++)
        for (int at = TICKET_OPEN; at <= TICKET_CLOSED; at++) {
            const char *why =
                ticket_work_forbids(table[i].verb, (enum ticket_state)at, TICKET_NO_CAUSE);
            assert_int_equal(why == NULL, table[i].possible[at] == 'y');
            assert_true(!why || strlen(why) > 10);
        }
}

static void test_a_duplicate_stays_closed(void **state)
{
    (void)state;
    assert_non_null(ticket_work_forbids(TICKET_REOPEN, TICKET_CLOSED, TICKET_DUPLICATE));
    assert_null(ticket_work_forbids(TICKET_REOPEN, TICKET_CLOSED, TICKET_FIXED));
    assert_null(ticket_work_forbids(TICKET_COMMENT, TICKET_CLOSED, TICKET_DUPLICATE));
}

/* -- plans: what a look at the part makes of a ticket, in every state -- */

static const struct {
    struct ticket_seen seen;
    const char *steps; /* for each state: '-' nothing, 'r' reopens, 'c' closes, 'm' marks */
    enum ticket_cause cause;
} plans[] = {
    {{.affected = 1}, "-----r", 0},
    {{.affected = 1, .is_other_sbom = true}, "----rr", 0},
    {{.affected = 1, .is_judged = true}, "------", 0},
    {{.affected = 1, .is_judged = true, .is_other_sbom = true}, "----r-", 0},
    {{.affected = 1, .unsure = 1, .fixed = 1}, "-----r", 0},
    {{.fixed = 1}, "ccccc-", TICKET_FIXED},
    {{.fixed = 1, .removed = 1, .withdrawn = 1, .not_affected = 1}, "ccccc-", TICKET_FIXED},
    {{.not_affected = 1, .withdrawn = 1}, "ccccc-", TICKET_NOT_AFFECTED},
    {{.withdrawn = 1, .removed = 1}, "ccccc-", TICKET_WITHDRAWN},
    {{.removed = 1}, "ccccc-", TICKET_REMOVED},
    {{.unsure = 1}, "mmmmm-", 0},
    {{.unsure = 1, .fixed = 1, .removed = 1}, "mmmmm-", 0},
    {{0}, "mmmmm-", 0},
    {{.affected = 1, .is_accepted = true}, "------", 0},
    {{.fixed = 1, .is_accepted = true}, "cccccc", TICKET_FIXED},
    {{.unsure = 1, .is_accepted = true}, "mmmmmm", 0},
};

static void test_plans(void **state)
{
    static const char letters[] = {[TICKET_DO_NOTHING] = '-',
        [TICKET_DO_REOPEN] = 'r',
        [TICKET_DO_CLOSE] = 'c',
        [TICKET_DO_MARK] = 'm'};
    (void)state;
    for (size_t i = 0; i < LEN_OF(plans); i++)
        for (int at = TICKET_OPEN; at <= TICKET_CLOSED; at++) {
            struct ticket_plan plan = ticket_plan((enum ticket_state)at, &plans[i].seen);
            assert_int_equal(letters[plan.step], plans[i].steps[at]);
            if (plan.step == TICKET_DO_CLOSE)
                assert_int_equal(plan.cause, plans[i].cause);
        }
}

static void test_rank(void **state)
{
    (void)state;
    struct match_finding plain = {.severity = SEVERITY_CRITICAL, .score_tenths = 98};
    struct match_finding kev = {.severity = SEVERITY_LOW, .facts = {.is_kev = true}};
    struct match_finding likely = plain;
    likely.facts.epss_millionths = 900000;
    assert_true(ticket_rank(&plain, SSVC_SCHEDULED) > ticket_rank(&kev, SSVC_DEFER));
    assert_true(ticket_rank(&kev, SSVC_DEFER) > ticket_rank(&plain, SSVC_DEFER));
    assert_true(ticket_rank(&likely, SSVC_DEFER) > ticket_rank(&plain, SSVC_DEFER));
    struct match_finding full = plain;
    full.facts.epss_millionths = 1000000;
    struct match_finding worse = plain;
    worse.score_tenths = 99;
    assert_true(ticket_rank(&worse, SSVC_DEFER) > ticket_rank(&full, SSVC_DEFER));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_table),
        cmocka_unit_test(test_a_duplicate_stays_closed),
        cmocka_unit_test(test_plans),
        cmocka_unit_test(test_rank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
