/* SPDX-License-Identifier: Apache-2.0 */
/* What people may do with a ticket in which state: the whole table. */
#include "unit.h"

#include "ticket/ticket_work.h"

/* A letter for each state, open acknowledged scheduled completed closed: y where the verb is possible. */
static const struct {
    enum ticket_verb verb;
    const char *possible;
} table[] = {
    {TICKET_ACKNOWLEDGE, "ynnnn"},
    {TICKET_SCHEDULE, "yyynn"},
    {TICKET_COMPLETE, "yyynn"},
    {TICKET_REOPEN, "nnnyy"},
    {TICKET_ASSIGN, "yyynn"},
    {TICKET_COMMENT, "yyyyy"},
    {TICKET_JUDGE_WRONG, "yyynn"},
    {TICKET_JUDGE_NOT_AFFECTED, "yyynn"},
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
    {{.affected = 1}, "----r", 0},
    {{.affected = 1, .is_other_sbom = true}, "---rr", 0},
    {{.affected = 1, .is_judged = true}, "-----", 0},
    {{.affected = 1, .is_judged = true, .is_other_sbom = true}, "---r-", 0},
    {{.affected = 1, .unsure = 1, .fixed = 1}, "----r", 0},
    {{.fixed = 1}, "cccc-", TICKET_FIXED},
    {{.fixed = 1, .removed = 1, .withdrawn = 1, .not_affected = 1}, "cccc-", TICKET_FIXED},
    {{.not_affected = 1, .withdrawn = 1}, "cccc-", TICKET_NOT_AFFECTED},
    {{.withdrawn = 1, .removed = 1}, "cccc-", TICKET_WITHDRAWN},
    {{.removed = 1}, "cccc-", TICKET_REMOVED},
    {{.unsure = 1}, "mmmm-", 0},
    {{.unsure = 1, .fixed = 1, .removed = 1}, "mmmm-", 0},
    {{0}, "mmmm-", 0},
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

/* -- decisions: each input by its source -- */

static const struct ticket_service_inputs nobody = {-1, -1, -1};

static struct ticket_decision decide(const struct match_finding *finding)
{
    struct ticket_decision decision;
    ticket_decide(&decision, finding, &nobody);
    return decision;
}

static void assert_input(
    const struct ticket_input *input, int value, const char *source, bool is_assumed)
{
    assert_int_equal(input->value, value);
    assert_string_equal(input->source, source);
    assert_int_equal(input->is_assumed, is_assumed);
}

static void test_exploitation(void **state)
{
    (void)state;
    struct match_finding finding = {0};
    struct ticket_decision decision = decide(&finding);
    assert_input(&decision.exploitation, SSVC_NONE, "nothing known", true);
    finding.facts = (struct advisory_facts){.has_ssvc = true, .ssvc_exploitation = SSVC_PUBLIC_POC};
    decision = decide(&finding);
    assert_input(&decision.exploitation, SSVC_PUBLIC_POC, "CISA SSVC", false);
    finding.facts.is_kev = true;
    decision = decide(&finding);
    assert_input(&decision.exploitation, SSVC_ACTIVE, "KEV", false);
    finding = (struct match_finding){.kind = ADVISORY_MALICIOUS};
    decision = decide(&finding);
    assert_input(&decision.exploitation, SSVC_ACTIVE, "malicious package", false);
}

static void test_automatable(void **state)
{
    static const struct {
        const char *vector;
        int value;
    } vectors[] = {
        {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", SSVC_AUTOMATABLE},
        {"CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", SSVC_NOT_AUTOMATABLE},
        {"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H", SSVC_NOT_AUTOMATABLE},
        {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", SSVC_NOT_AUTOMATABLE},
        {"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", SSVC_NOT_AUTOMATABLE},
        {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", SSVC_AUTOMATABLE},
    };
    (void)state;
    struct match_finding finding = {0};
    struct ticket_decision decision = decide(&finding);
    assert_input(&decision.automatable, SSVC_AUTOMATABLE, "nothing known", true);
    for (size_t i = 0; i < LEN_OF(vectors); i++) {
        finding.cvss_vector = text_of(vectors[i].vector);
        decision = decide(&finding);
        assert_input(&decision.automatable, vectors[i].value, "CVSS vector", true);
    }
    finding.facts =
        (struct advisory_facts){.has_ssvc = true, .ssvc_automatable = SSVC_NOT_AUTOMATABLE};
    decision = decide(&finding);
    assert_input(&decision.automatable, SSVC_NOT_AUTOMATABLE, "CISA SSVC", false);
}

static void test_what_the_service_says(void **state)
{
    (void)state;
    struct match_finding finding = {.facts = {.is_kev = true}};
    struct ticket_decision decision = decide(&finding);
    assert_input(&decision.exposure, SSVC_OPEN, "nobody has said", true);
    assert_true(decision.human_impact.is_assumed);
    struct ticket_service_inputs said = {SSVC_OPEN, SSVC_SAFETY_CATASTROPHIC, SSVC_MISSION_FAILURE};
    ticket_decide(&decision, &finding, &said);
    assert_input(&decision.exposure, SSVC_OPEN, "service", false);
    assert_int_equal(decision.human_impact.value, SSVC_VERY_HIGH);
    assert_false(decision.human_impact.is_assumed);
    assert_int_equal(decision.outcome, SSVC_IMMEDIATE);
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
        cmocka_unit_test(test_exploitation),
        cmocka_unit_test(test_automatable),
        cmocka_unit_test(test_what_the_service_says),
        cmocka_unit_test(test_rank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
