/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of docs/decide.md: each input by its source, what use and people change, what is asked next, until when. */
#include "unit.h"

#include "base/clock.h"
#include "ticket/ticket_decide_json.h"
#include "ticket/ticket_due.h"
#include "ticket/ticket_policy.h"

static const struct ticket_service_inputs nobody = {
    SSVC_UNKNOWN, SSVC_UNKNOWN, SSVC_UNKNOWN, SSVC_UNKNOWN};

static struct ticket_basis basis_of(const struct match_finding *finding)
{
    return (struct ticket_basis){.finding = finding,
        .service = &nobody,
        .policy = &ticket_policy_default,
        .use.scope = TICKET_SCOPE_NOT_TOLD};
}

static struct ticket_decision decide(const struct match_finding *finding)
{
    struct ticket_decision decision;
    struct ticket_basis basis = basis_of(finding);
    ticket_decide(&decision, &basis);
    return decision;
}

#define assert_input(decision, input, wanted, from, assumed)                                       \
    do {                                                                                           \
        const struct ticket_input *it_ = &(decision).inputs[input];                                \
        assert_string_equal(ticket_input_word(input, it_->value), wanted);                         \
        assert_string_equal(ticket_source_word(it_->source), from);                                \
        assert_int_equal(it_->is_assumed, assumed);                                                \
    } while (0)

static void test_exploitation(void **state)
{
    (void)state;
    struct match_finding finding = {0};
    assert_input(decide(&finding), SSVC_POINT_EXPLOITATION, "none", "nothing known", true);
    finding.facts = (struct advisory_facts){.has_ssvc = true, .ssvc_exploitation = SSVC_PUBLIC_POC};
    assert_input(decide(&finding), SSVC_POINT_EXPLOITATION, "public poc", "CISA SSVC", false);
    finding.facts.is_kev = true;
    assert_input(decide(&finding), SSVC_POINT_EXPLOITATION, "active", "KEV", false);
    assert_input(decide(&finding), SSVC_POINT_IN_KEV, "yes", "KEV", false);
    finding = (struct match_finding){.kind = ADVISORY_MALICIOUS};
    assert_input(decide(&finding), SSVC_POINT_EXPLOITATION, "active", "malicious package", false);
    assert_input(decide(&finding), SSVC_POINT_IN_KEV, "yes", "malicious package", false);
    assert_input(
        decide(&finding), SSVC_POINT_TECHNICAL_IMPACT, "total", "malicious package", false);
}

/* EPSS makes a public PoC of nothing, from the team's threshold on; it takes nothing back and makes no attack. */
static void test_epss(void **state)
{
    (void)state;
    struct ticket_policy policy = ticket_policy_default;
    struct match_finding finding = {.facts = {.has_epss = true, .epss_millionths = 250000}};
    struct ticket_basis basis = basis_of(&finding);
    struct ticket_decision decision;
    basis.policy = &policy;
    ticket_decide(&decision, &basis);
    assert_input(decision, SSVC_POINT_EXPLOITATION, "none", "nothing known", true);
    policy.epss_millionths = 250001;
    ticket_decide(&decision, &basis);
    assert_input(decision, SSVC_POINT_EXPLOITATION, "none", "nothing known", true);
    policy.epss_millionths = 250000;
    ticket_decide(&decision, &basis);
    assert_input(decision, SSVC_POINT_EXPLOITATION, "public poc", "EPSS", false);
    finding.facts.has_ssvc = true;
    ticket_decide(&decision, &basis);
    assert_input(decision, SSVC_POINT_EXPLOITATION, "public poc", "EPSS", false);
    finding.facts.ssvc_exploitation = SSVC_ACTIVE;
    ticket_decide(&decision, &basis);
    assert_input(decision, SSVC_POINT_EXPLOITATION, "active", "CISA SSVC", false);
}

static void test_what_a_vector_suggests(void **state)
{
    static const struct {
        const char *vector, *automatable, *impact;
    } vectors[] = {
        {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "yes", "total"},
        {"CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N", "no", "partial"},
        {"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H", "no", "partial"},
        {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "no", "total"},
        {"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:L", "no", "partial"},
        {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "yes", "total"},
    };
    (void)state;
    struct match_finding finding = {0};
    assert_input(decide(&finding), SSVC_POINT_AUTOMATABLE, "yes", "nothing known", true);
    assert_input(decide(&finding), SSVC_POINT_TECHNICAL_IMPACT, "total", "nothing known", true);
    for (size_t i = 0; i < LEN_OF(vectors); i++) {
        finding.cvss_vector = text_of(vectors[i].vector);
        struct ticket_decision d = decide(&finding);
        assert_input(d, SSVC_POINT_AUTOMATABLE, vectors[i].automatable, "CVSS vector", true);
        assert_input(d, SSVC_POINT_TECHNICAL_IMPACT, vectors[i].impact, "CVSS vector", true);
    }
    finding.facts = (struct advisory_facts){.has_ssvc = true};
    assert_input(decide(&finding), SSVC_POINT_AUTOMATABLE, "no", "CISA SSVC", false);
    assert_input(decide(&finding), SSVC_POINT_TECHNICAL_IMPACT, "partial", "CISA SSVC", false);
    /* Tickets from before CISA's word on it was kept. */
    finding.facts.ssvc_technical_impact = SSVC_UNKNOWN;
    assert_input(decide(&finding), SSVC_POINT_TECHNICAL_IMPACT, "total", "CVSS vector", true);
}

static void test_what_the_service_says(void **state)
{
    (void)state;
    struct match_finding finding = {.facts = {.is_kev = true}};
    struct ticket_basis basis = basis_of(&finding);
    struct ticket_decision decision = decide(&finding);
    assert_input(decision, SSVC_POINT_EXPOSURE, "open", "nobody has said", true);
    assert_input(decision, SSVC_POINT_EXPOSED, "yes", "exposure", true);
    assert_input(decision, SSVC_POINT_WELL_BEING, "medium", "nobody has said", true);
    assert_true(decision.inputs[SSVC_POINT_HUMAN_IMPACT].is_assumed);
    struct ticket_service_inputs said = {
        SSVC_OPEN, SSVC_SAFETY_CATASTROPHIC, SSVC_MISSION_FAILURE, SSVC_WELL_BEING_HIGH};
    basis.service = &said;
    ticket_decide(&decision, &basis);
    assert_input(decision, SSVC_POINT_EXPOSURE, "open", "service", false);
    assert_input(decision, SSVC_POINT_EXPOSED, "yes", "exposure", false);
    assert_input(
        decision, SSVC_POINT_HUMAN_IMPACT, "very high", "safety and mission impact", false);
    assert_input(decision, SSVC_POINT_WELL_BEING, "high", "service", false);
    assert_int_equal(decision.outcome, SSVC_IMMEDIATE);
    said.exposure = SSVC_CONTROLLED;
    ticket_decide(&decision, &basis);
    assert_input(decision, SSVC_POINT_EXPOSED, "no", "exposure", false);
}

/* A tyre on a car in motion, or on a swing. */
static void test_use(void **state)
{
    (void)state;
    static const char *const uses[] = {[TICKET_SCOPE_REQUIRED] = "production",
        [TICKET_SCOPE_NOT_TOLD] = "production",
        [TICKET_SCOPE_OPTIONAL] = "optional",
        [TICKET_SCOPE_EXCLUDED] = "test only"};
    struct match_finding finding = {0};
    struct ticket_basis basis = basis_of(&finding);
    struct ticket_decision d;
    for (int scope = TICKET_SCOPE_REQUIRED; scope <= TICKET_SCOPE_EXCLUDED; scope++) {
        bool is_told = scope != TICKET_SCOPE_NOT_TOLD;
        basis.use.scope = (enum ticket_scope_word)scope;
        ticket_decide(&d, &basis);
        assert_input(
            d, TICKET_INPUT_USE, uses[scope], is_told ? "SBOM" : "nobody has said", !is_told);
        if (scope != TICKET_SCOPE_EXCLUDED)
            assert_input(d, SSVC_POINT_EXPOSURE, "open", "nobody has said", true);
    }
    assert_input(d, SSVC_POINT_EXPOSURE, "small", "use: test only", false);
    assert_input(d, SSVC_POINT_WELL_BEING, "low", "use: test only", false);
    assert_input(d, SSVC_POINT_EXPOSED, "no", "exposure", false);
    /* A malicious package attacks where tests run, too. */
    finding.kind = ADVISORY_MALICIOUS;
    ticket_decide(&d, &basis);
    assert_input(d, SSVC_POINT_EXPOSURE, "open", "nobody has said", true);
    finding.kind = ADVISORY_VULNERABILITY;
    /* What is milder already stays, with its source. */
    struct ticket_service_inputs said = nobody;
    said.exposure = SSVC_SMALL;
    basis.service = &said;
    ticket_decide(&d, &basis);
    assert_input(d, SSVC_POINT_EXPOSURE, "small", "service", false);
}

static void test_reach(void **state)
{
    (void)state;
    struct match_finding finding = {0};
    struct ticket_basis basis = basis_of(&finding);
    struct ticket_decision d;
    struct ticket_override inside = {
        TICKET_INPUT_REACH, TICKET_REACH_INSIDE, TICKET_FROM_COMPONENT};
    ticket_decide(&d, &basis);
    assert_input(d, TICKET_INPUT_REACH, "from outside", "nobody has said", true);
    basis.overrides = &inside;
    basis.override_count = 1;
    ticket_decide(&d, &basis);
    assert_input(d, TICKET_INPUT_REACH, "inside only", "component", false);
    assert_input(d, SSVC_POINT_EXPOSURE, "controlled", "use: not reached from outside", false);
    assert_input(d, SSVC_POINT_EXPOSED, "no", "exposure", false);
}

/* The ticket's word counts more than its component's, and either more than all else. */
static void test_overrides(void **state)
{
    (void)state;
    static const struct ticket_override said[] = {
        {SSVC_POINT_EXPOSURE, SSVC_CONTROLLED, TICKET_FROM_COMPONENT},
        {SSVC_POINT_EXPLOITATION, SSVC_PUBLIC_POC, TICKET_FROM_COMPONENT},
        {SSVC_POINT_EXPOSURE, SSVC_OPEN, TICKET_FROM_TICKET},
        {SSVC_POINT_EXPOSED, 0, TICKET_FROM_TICKET},
    };
    struct match_finding finding = {.facts = {.is_kev = true}};
    struct ticket_basis basis = basis_of(&finding);
    struct ticket_decision d;
    basis.use.scope = TICKET_SCOPE_EXCLUDED;
    basis.overrides = said;
    basis.override_count = LEN_OF(said);
    ticket_decide(&d, &basis);
    assert_input(d, SSVC_POINT_EXPLOITATION, "public poc", "component", false);
    assert_input(d, SSVC_POINT_EXPOSURE, "open", "ticket", false);
    assert_input(d, SSVC_POINT_EXPOSED, "no", "ticket", false);
    assert_true(ticket_input_is_said(SSVC_POINT_EXPOSED));
    assert_false(ticket_input_is_said(SSVC_POINT_HUMAN_IMPACT));
}

static void test_models_and_what_to_ask(void **state)
{
    (void)state;
    struct ticket_policy policy = ticket_policy_default;
    struct match_finding finding = {.facts = {.is_kev = true}};
    struct ticket_basis basis = basis_of(&finding);
    struct ticket_decision d;
    basis.policy = &policy;
    policy.model = SSVC_MODEL_CISA;
    ticket_decide(&d, &basis);
    assert_int_equal(d.outcome, SSVC_IMMEDIATE); /* active, yes, total, medium: act */
    assert_int_equal(ticket_decide_decisive(&d), SSVC_POINT_AUTOMATABLE);
    assert_int_equal(ticket_decide_other(&d, SSVC_POINT_WELL_BEING, SSVC_WELL_BEING_LOW), 2);
    policy.model = SSVC_MODEL_BOD;
    ticket_decide(&d, &basis);
    assert_int_equal(d.own, 4);
    assert_int_equal(d.outcome, SSVC_IMMEDIATE);
    /* All is known: there is nothing to ask. */
    struct ticket_service_inputs said = {SSVC_SMALL, 0, 0, 0};
    finding.facts.has_ssvc = true;
    basis.service = &said;
    ticket_decide(&d, &basis);
    assert_int_equal(ticket_decide_decisive(&d), SSVC_UNKNOWN);
    assert_string_equal(ssvc_model_row(SSVC_MODEL_BOD)->outcomes[d.own].word, "14 days");
}

static void test_kept_and_read(void **state)
{
    (void)state;
    struct match_finding finding = {.facts = {.is_kev = true}};
    for (int model = 0; model < SSVC_MODELS; model++) {
        struct ticket_policy policy = ticket_policy_default;
        struct ticket_basis basis = basis_of(&finding);
        struct ticket_decision before, after;
        struct buf out;
        policy.model = (enum ssvc_model)model;
        basis.policy = &policy;
        ticket_decide(&before, &basis);
        buf_init(&out, SIZE_MAX);
        json_print_open(&out, '{');
        ticket_decide_store(&before, &out);
        json_print_close(&out, '}');
        assert_true(ticket_decide_read(&after, buf_text(&out)));
        assert_int_equal(after.model, before.model);
        assert_int_equal(after.own, before.own);
        assert_int_equal(after.outcome, before.outcome);
        for (int i = 0; i < TICKET_INPUTS; i++)
            if (ticket_input_is_of(i, before.model))
                assert_input(after, i, ticket_input_word(i, before.inputs[i].value),
                    ticket_source_word(before.inputs[i].source), before.inputs[i].is_assumed);
        buf_done(&out);
    }
}

/* As kenzen kept decisions when it had one model. */
static void test_former_decisions_are_read(void **state)
{
    (void)state;
    struct ticket_decision d;
    assert_true(ticket_decide_read(&d,
        TEXT(
            "{\"table\":\"CERT/CC Deployer Patch Application Priority 1.0.0\",\"exploitation\":{\"value\":\"active\","
            "\"source\":\"KEV\",\"is_assumed\":false},\"exposure\":{\"value\":\"small\",\"source\":\"service\","
            "\"is_assumed\":false},\"automatable\":{\"value\":\"no\",\"source\":\"CVSS vector\",\"is_assumed\":true},"
            "\"human_impact\":{\"value\":\"high\",\"source\":\"safety and mission impact\",\"is_assumed\":false,\"from\":"
            "{\"safety_impact\":\"critical\",\"mission_impact\":null}},\"outcome\":\"out-of-cycle\"}")));
    assert_int_equal(d.model, SSVC_MODEL_DEPLOYER);
    assert_int_equal(d.outcome, SSVC_OUT_OF_CYCLE);
    assert_input(d, SSVC_POINT_EXPLOITATION, "active", "KEV", false);
    assert_input(d, SSVC_POINT_EXPOSURE, "small", "service", false);
    assert_input(d, SSVC_POINT_AUTOMATABLE, "no", "CVSS vector", true);
    assert_input(d, SSVC_POINT_SAFETY, "critical", "service", false);
    assert_input(d, SSVC_POINT_MISSION, "mef failure", "nobody has said", true);
    assert_input(d, TICKET_INPUT_USE, "production", "nobody has said", true);
    assert_false(ticket_decide_read(&d, TEXT("{}")));
    assert_false(ticket_decide_read(&d, TEXT("[]")));
    assert_false(ticket_decide_read(&d, TEXT("")));
    assert_false(
        ticket_decide_read(&d, TEXT("{\"model\":\"mine\",\"inputs\":[],\"outcome\":\"act\"}")));
    assert_false(
        ticket_decide_read(&d, TEXT("{\"model\":\"cisa\",\"inputs\":{},\"outcome\":\"defer\"}")));
}

/* -- due dates -- */

#define NOW (20000 * CLOCK_DAY_US)

static struct ticket ticket_of(
    const struct match_finding *finding, const struct ticket_policy *policy)
{
    struct ticket ticket = {.finding = *finding};
    struct ticket_basis basis = basis_of(finding);
    basis.policy = policy;
    ticket_decide(&ticket.decision, &basis);
    return ticket;
}

static void assert_due(const struct ticket *ticket, int64_t day, const char *source)
{
    assert_int_equal(ticket->due_us, day ? NOW + day * CLOCK_DAY_US : 0);
    if (source)
        assert_string_equal(ticket_due_source_word(ticket->due_source), source);
    else
        assert_int_equal(ticket->due_source, TICKET_DUE_NOT);
}

static void test_due_by_priority(void **state)
{
    (void)state;
    struct match_finding finding = {0};
    struct ticket_policy policy = ticket_policy_default;
    struct ticket ticket = ticket_of(&finding, &policy);
    assert_int_equal(ticket.decision.outcome, SSVC_SCHEDULED);
    ticket_due_set(&ticket, NULL, &policy, NOW);
    assert_due(&ticket, 60, "priority");
    /* Later it is the same date; other days count from the same day. */
    struct ticket before = ticket;
    ticket_due_set(&ticket, &before, &policy, NOW + 10 * CLOCK_DAY_US);
    assert_due(&ticket, 60, "priority");
    policy.days[SSVC_SCHEDULED] = 30;
    ticket_due_set(&ticket, &before, &policy, NOW + 10 * CLOCK_DAY_US);
    assert_due(&ticket, 30, "priority");
    policy.days[SSVC_SCHEDULED] = 0;
    ticket_due_set(&ticket, &before, &policy, NOW + 10 * CLOCK_DAY_US);
    assert_due(&ticket, 0, NULL);
    /* What a person said stays. */
    ticket.due_us = NOW + 5 * CLOCK_DAY_US;
    ticket.due_source = TICKET_DUE_PERSON;
    ticket_due_set(&ticket, &before, &ticket_policy_default, NOW);
    assert_due(&ticket, 5, "person");
}

static void test_due_when_the_priority_changes(void **state)
{
    (void)state;
    struct match_finding finding = {0};
    struct ticket ticket = ticket_of(&finding, &ticket_policy_default);
    ticket_due_set(&ticket, NULL, &ticket_policy_default, NOW);
    struct ticket before = ticket;
    /* On the tenth day it rises: 14 days from then. */
    ticket.decision.outcome = SSVC_OUT_OF_CYCLE;
    ticket_due_set(&ticket, &before, &ticket_policy_default, NOW + 10 * CLOCK_DAY_US);
    assert_due(&ticket, 24, "priority");
    /* Shortly before it was due it rises: no later than it was, however often one looks. */
    ticket = before;
    ticket.decision.outcome = SSVC_OUT_OF_CYCLE;
    ticket_due_set(&ticket, &before, &ticket_policy_default, NOW + 58 * CLOCK_DAY_US);
    assert_due(&ticket, 60, "priority");
    struct ticket risen = ticket;
    ticket_due_set(&ticket, &risen, &ticket_policy_default, NOW + 59 * CLOCK_DAY_US);
    assert_due(&ticket, 60, "priority");
    /* It falls again: the days of the lower one, from then. */
    ticket.decision.outcome = SSVC_SCHEDULED;
    ticket_due_set(&ticket, &risen, &ticket_policy_default, NOW + 59 * CLOCK_DAY_US);
    assert_due(&ticket, 119, "priority");
    /* A closed one that opens again begins anew; one that is done gets none. */
    before.state = TICKET_CLOSED;
    ticket = before;
    ticket_due_set(&ticket, &before, &ticket_policy_default, NOW + 100 * CLOCK_DAY_US);
    assert_due(&ticket, 60, "priority");
    ticket.state = TICKET_OPEN;
    ticket_due_set(&ticket, &before, &ticket_policy_default, NOW + 100 * CLOCK_DAY_US);
    assert_due(&ticket, 160, "priority");
}

static void test_due_by_kev(void **state)
{
    (void)state;
    struct match_finding finding = {
        .facts = {.is_kev = true, .kev_due_us = NOW + 2 * CLOCK_DAY_US}};
    struct ticket_policy policy = ticket_policy_default;
    struct ticket ticket = ticket_of(&finding, &policy);
    ticket_due_set(&ticket, NULL, &policy, NOW);
    assert_due(&ticket, 2, "kev");
    ticket.finding.facts.kev_due_us = NOW + 21 * CLOCK_DAY_US;
    ticket_due_set(&ticket, NULL, &policy, NOW);
    assert_due(
        &ticket, 3, "bod-26-04"); /* exposed, automatable and total, as long as nobody says else */
    ticket.finding.facts.kev_due_us = NOW - 700 * CLOCK_DAY_US;
    ticket_due_set(&ticket, NULL, &policy, NOW);
    assert_due(&ticket, -700, "kev");
    policy.is_kev_due = false;
    ticket_due_set(&ticket, NULL, &policy, NOW);
    assert_due(&ticket, 14, "priority");
    /* In its own model the directive's days count, not the team's. */
    policy.model = SSVC_MODEL_BOD;
    policy.days[SSVC_IMMEDIATE] = 1;
    ticket = ticket_of(&finding, &policy);
    ticket_due_set(&ticket, NULL, &policy, NOW);
    assert_due(&ticket, 3, "bod-26-04");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exploitation),
        cmocka_unit_test(test_epss),
        cmocka_unit_test(test_what_a_vector_suggests),
        cmocka_unit_test(test_what_the_service_says),
        cmocka_unit_test(test_use),
        cmocka_unit_test(test_reach),
        cmocka_unit_test(test_overrides),
        cmocka_unit_test(test_models_and_what_to_ask),
        cmocka_unit_test(test_kept_and_read),
        cmocka_unit_test(test_former_decisions_are_read),
        cmocka_unit_test(test_due_by_priority),
        cmocka_unit_test(test_due_when_the_priority_changes),
        cmocka_unit_test(test_due_by_kev),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
