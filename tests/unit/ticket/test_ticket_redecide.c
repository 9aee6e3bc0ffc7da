/* SPDX-License-Identifier: Apache-2.0 */
/* What is decided anew, and what not: a team's policy, what people say, what an SBOM tells of use. */
#include "ticket/loop_events.h"

#include "ticket/ticket_decide_json.h"
#include "ticket/ticket_policy.h"
#include "ticket/ticket_say.h"
#include "ticket/ticket_what_if.h"

#define CVE "CVE-2020-0001"

static const struct loop_record affects[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0},
    {"GHSA-2", "CVE-2020-0002", "npm", "flask", "2.0", false, NULL, NULL, 0}};

static void begin(struct loop *l, void **state, const char *packages)
{
    loop_init(l, state);
    store_test_run(l->world.t, "UPDATE service SET exposure = NULL, safety = NULL,"
                               " mission = NULL, well_being = NULL");
    loop_know_kev(l, affects, LEN_OF(affects), CVE);
    loop_install(l, packages);
    loop_sync(l);
}

struct setting {
    struct loop *l;
    struct ticket_policy policy;
};

static bool write_policy(struct db *db, void *context, struct err *err)
{
    const struct setting *setting = context;
    struct loop *l = setting->l;
    return ticket_policy_write(
               db, l->world.team_id, &setting->policy, l->world.who.account_id, l->now_us, err) &&
           ticket_redecide_add_job(db, l->world.team_id, l->world.who.account_id, l->now_us, err);
}

static void set_policy(struct loop *l, const struct ticket_policy *policy)
{
    struct setting setting = {l, *policy};
    l->now_us += CLOCK_SECOND_US;
    assert_ok(db_transact(l->world.t->db, write_policy, &setting, err));
}

static bool is_due(struct loop *l)
{
    bool is;
    assert_ok(
        ticket_redecide_is_due(l->world.t->db, l->world.team_id, &l->world.t->arena, &is, err));
    return is;
}

static const struct job_handler handlers[] = {
    {TICKET_REDECIDE_JOB, ticket_redecide_job}, {NULL, NULL}};

static void run_job(struct loop *l)
{
    bool has_run;
    assert_ok(job_run_next(l->world.t->db, handlers, NULL, l->now_us, &has_run, err));
    assert_true(has_run);
}

static struct ticket_what_if what_if(struct loop *l, const struct ticket_change *change)
{
    struct ticket_what_if result;
    assert_ok(
        ticket_what_if(l->world.t->db, &(struct ticket_redecide_of){.team_id = l->world.team_id},
            change, &l->world.t->arena, &result, err));
    return result;
}

static void test_another_model(void **state)
{
    struct loop l;
    begin(&l, state, "lodash 1.5, flask 1.0");
    struct ticket before = loop_ticket(&l, CVE);
    struct ticket_policy policy = ticket_policy_default;
    policy.model = SSVC_MODEL_BOD;
    struct ticket_what_if tried =
        what_if(&l, &(struct ticket_change){.policy = &policy, .now_us = l.now_us});
    assert_int_equal(tried.ticket_count, 2);
    assert_int_equal(loop_ticket(&l, CVE).version, before.version);
    assert_false(is_due(&l));
    set_policy(&l, &policy);
    assert_true(is_due(&l));
    run_job(&l);
    assert_false(is_due(&l));
    struct ticket after = loop_ticket(&l, CVE);
    assert_text(loop_events(&l, after.id), "opened decision_changed");
    loop_assert_has(loop_evidence(&l, after.id), "\"cause\":\"policy\"");
    assert_int_equal(after.decision.outcome, SSVC_IMMEDIATE);
    loop_assert_has(after.decision_json, "\"model\":\"bod-26-04\"");
    /* What was tried is what came. */
    struct ticket_what_if now = what_if(&l, &(struct ticket_change){.now_us = l.now_us});
    assert_memory_equal(&now.before, &tried.after, sizeof now.before);
    assert_int_equal(now.raised_count + now.lowered_count, 0);
    assert_int_equal(now.due_count, 0);
    /* Once more changes nothing, neither does the next look. */
    set_policy(&l, &policy);
    run_job(&l);
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).version, after.version);
    loop_done(&l);
}

static void test_two_changes_are_one_job_until_it_runs(void **state)
{
    struct loop l;
    begin(&l, state, "lodash 1.5");
    struct ticket_policy policy = ticket_policy_default;
    policy.days[SSVC_OUT_OF_CYCLE] = 7;
    set_policy(&l, &policy);
    policy.model = SSVC_MODEL_CISA;
    set_policy(&l, &policy);
    run_job(&l);
    assert_false(is_due(&l));
    loop_assert_has(loop_ticket(&l, CVE).decision_json, "\"model\":\"cisa\"");
    loop_done(&l);
}

/* What is done is left in peace; so is what stands in a service that was deleted. */
static void test_what_is_done_is_not_decided(void **state)
{
    struct loop l;
    begin(&l, state, "lodash 1.5, flask 1.0");
    store_test_run(l.world.t, "UPDATE ticket SET state = 'completed', is_done = 1"
                              " WHERE name = 'CVE-2020-0002'");
    struct ticket_policy policy = ticket_policy_default;
    policy.model = SSVC_MODEL_CISA;
    set_policy(&l, &policy);
    run_job(&l);
    loop_assert_has(loop_ticket(&l, "CVE-2020-0002").decision_json, "\"model\":\"deployer\"");
    store_test_run(l.world.t, "UPDATE service SET deleted_us = 1");
    set_policy(&l, &ticket_policy_default);
    run_job(&l);
    loop_assert_has(loop_ticket(&l, CVE).decision_json, "\"model\":\"cisa\"");
    loop_done(&l);
}

static const struct ticket_input *input_of(
    struct loop *l, const char *id, int input, struct ticket_decision *decision)
{
    assert_true(ticket_decide_read(decision, loop_ticket(l, id).decision_json));
    return &decision->inputs[input];
}

static void test_an_sbom_tells_of_use(void **state)
{
    struct loop l;
    struct ticket_decision d;
    begin(&l, state, "lodash 1.5, lodash 1.6");
    assert_int_equal(input_of(&l, CVE, SSVC_POINT_EXPOSURE, &d)->value, SSVC_OPEN);
    /* One of two is for tests only: the other counts. */
    store_test_run(l.world.t, "UPDATE occurrence SET scope = 'excluded' WHERE position = 0");
    loop_sync(&l);
    assert_int_equal(input_of(&l, CVE, TICKET_INPUT_USE, &d)->value, TICKET_USE_PRODUCTION);
    store_test_run(l.world.t, "UPDATE occurrence SET scope = 'excluded'");
    loop_sync(&l);
    assert_int_equal(input_of(&l, CVE, TICKET_INPUT_USE, &d)->value, TICKET_USE_TEST_ONLY);
    assert_int_equal(input_of(&l, CVE, SSVC_POINT_EXPOSURE, &d)->source, TICKET_FROM_USE);
    assert_int_equal(loop_ticket(&l, CVE).use.scope, TICKET_SCOPE_EXCLUDED);
    store_test_run(l.world.t, "UPDATE occurrence SET scope = 'required', is_direct = 1");
    loop_sync(&l);
    assert_int_equal(input_of(&l, CVE, TICKET_INPUT_USE, &d)->source, TICKET_FROM_SBOM);
    assert_true(loop_ticket(&l, CVE).use.is_direct);
    loop_done(&l);
}

static void say(struct loop *l, bool is_of_component)
{
    l->now_us += CLOCK_SECOND_US;
    assert_ok(ticket_say(l->world.t->db, &l->world.who,
        &(struct ticket_saying){.ticket_id = loop_ticket(l, CVE).id,
            .is_of_component = is_of_component,
            .input = TICKET_INPUT_REACH,
            .value = TICKET_REACH_INSIDE,
            .reason = TEXT("only the batch job"),
            .now_us = l->now_us},
        err));
}

/* What was said of a component holds for the tickets that come later, and with the SBOMs that come later. */
static void test_a_word_stays(void **state)
{
    static const struct loop_record more[] = {
        {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0},
        {"GHSA-3", "CVE-2020-0003", "npm", "lodash", "2.0", false, NULL, NULL, 0}};
    struct loop l;
    struct ticket_decision d;
    begin(&l, state, "lodash 1.5");
    say(&l, true);
    struct ticket said = loop_ticket(&l, CVE);
    loop_assert_has(loop_events(&l, said.id), "opened override_set");
    assert_int_equal(input_of(&l, CVE, SSVC_POINT_EXPOSURE, &d)->source, TICKET_FROM_REACH);
    loop_know_kev(&l, more, LEN_OF(more), CVE);
    loop_install(&l, "lodash 1.6");
    loop_sync(&l);
    assert_int_equal(input_of(&l, CVE, TICKET_INPUT_REACH, &d)->source, TICKET_FROM_COMPONENT);
    assert_int_equal(
        input_of(&l, "CVE-2020-0003", TICKET_INPUT_REACH, &d)->source, TICKET_FROM_COMPONENT);
    loop_done(&l);
}

static void test_a_word_of_one_ticket(void **state)
{
    struct loop l;
    struct ticket_decision d;
    begin(&l, state, "lodash 1.5, flask 1.0");
    say(&l, false);
    assert_int_equal(input_of(&l, CVE, TICKET_INPUT_REACH, &d)->source, TICKET_FROM_TICKET);
    assert_int_equal(
        input_of(&l, "CVE-2020-0002", TICKET_INPUT_REACH, &d)->source, TICKET_FROM_NOBODY);
    struct ticket ticket = loop_ticket(&l, CVE);
    struct ticket_override_row *rows;
    size_t count;
    assert_ok(ticket_override_rows_of_ticket(
        l.world.t->db, &ticket, &l.world.t->arena, &rows, &count, err));
    assert_int_equal(count, 1);
    assert_ok(
        ticket_say_undo(l.world.t->db, &l.world.who, ticket.id, rows[0].id, l.now_us + 1, err));
    assert_int_equal(input_of(&l, CVE, TICKET_INPUT_REACH, &d)->source, TICKET_FROM_NOBODY);
    assert_err(ERR_NOT_FOUND,
        ticket_say_undo(l.world.t->db, &l.world.who, ticket.id, rows[0].id, l.now_us, err));
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_another_model),
        STORE_TEST(test_two_changes_are_one_job_until_it_runs),
        STORE_TEST(test_what_is_done_is_not_decided),
        STORE_TEST(test_an_sbom_tells_of_use),
        STORE_TEST(test_a_word_stays),
        STORE_TEST(test_a_word_of_one_ticket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
