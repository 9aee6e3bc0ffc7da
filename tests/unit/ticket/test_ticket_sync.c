/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of docs/tickets.md, each as: what was known and installed before and after, and what the ticket is then. */
#include "ticket/loop_events.h"

#include "ticket/ticket_redecide.h"
#include "ticket/ticket_work.h"

#define CVE "CVE-2020-0001"

/* What the world knows of lodash, by name. */
static const struct loop_record affects[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0}};
static const struct loop_record shrunk[] = {
    {"GHSA-1", CVE, "npm", "lodash", "1.0", false, NULL, NULL, 0}};
static const struct loop_record withdrawn[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", true, NULL, NULL, 0}};
static const struct loop_record gone[] = {
    {"GHSA-9", "", "npm", "other", "2.0", false, NULL, NULL, 0}};
static const struct loop_record moved[] = {
    {"GHSA-1", CVE, "npm", "lodash-es", "2.0", false, NULL, NULL, 0}};
static const struct loop_record uncovered[] = {
    {"P-1", "", "PyPI", "lodash", "2.0", false, NULL, NULL, 0}};
static const struct loop_record unreadable[] = {
    {"GHSA-1", CVE, "npm", "lodash", "not a version", false, NULL, NULL, 0}};

struct rule {
    const char *title;
    const char *installed;             /* after; before it was "lodash 1.5" */
    const struct loop_record *records; /* after; before it was affects */
    enum ticket_state state;
    enum ticket_cause cause;
    const char *events;
    const char *evidence; /* in the last event's detail */
};

#define CLOSES(cause) TICKET_CLOSED, TICKET_##cause
#define STAYS TICKET_OPEN, TICKET_NO_CAUSE
static const struct rule rules[] = {
    {"nothing changed", "lodash 1.5", affects, STAYS, "opened", "1.5"},
    {"still affected in another version", "lodash 1.6", affects, STAYS,
        "opened occurrences_changed", "\"versions_before\":[\"1.5\"],\"versions\":[\"1.6\"]"},
    {"one of two is affected", "lodash 1.5, lodash 2.1", affects, STAYS, "opened", "1.5"},
    {"mended", "lodash 2.0", affects, CLOSES(FIXED), "opened closed", "\"versions\":[\"2.0\"]"},
    {"removed", "flask 1.0", affects, CLOSES(REMOVED), "opened closed", "not in the SBOM"},
    {"the advisory does not hold the version any more", "lodash 1.5", shrunk, CLOSES(NOT_AFFECTED),
        "opened closed", "does not hold"},
    {"withdrawn", "lodash 1.5", withdrawn, CLOSES(WITHDRAWN), "opened closed", "withdrawn"},
    {"withdrawn, and the version is another", "lodash 1.6", withdrawn, CLOSES(WITHDRAWN),
        "opened closed", "withdrawn"},
    {"removed, and the ecosystem not covered any more", "flask 1.0", uncovered, CLOSES(REMOVED),
        "opened closed", "not in the SBOM"},
    {"the record vanished", "lodash 1.5", gone, STAYS, "opened marked", "no source"},
    {"the record vanished, and the version is another", "lodash 2.5", gone, STAYS, "opened marked",
        "no source"},
    {"the record names another package now", "lodash 1.5", moved, STAYS, "opened marked",
        "no source"},
    {"the ecosystem is not covered any more", "lodash 1.5", uncovered, STAYS, "opened marked",
        "no advisory source covers npm"},
    {"the range cannot be read", "lodash 1.5", unreadable, STAYS, "opened marked", "not a version"},
    {"the version cannot be read", "lodash latest", affects, STAYS, "opened marked", "latest"},
    {"one version is mended, another cannot be read", "lodash 2.0, lodash latest", affects, STAYS,
        "opened marked", "latest"},
};

static void play(struct loop *l, const struct rule *rule)
{
    loop_know(l, affects, 1);
    loop_install(l, "lodash 1.5");
    loop_sync(l);
    assert_int_equal(l->counts.opened, 1);
    struct ticket before = loop_ticket(l, CVE);
    assert_int_equal(before.state, TICKET_OPEN);
    if (rule->records != affects)
        loop_know(l, rule->records, 1);
    if (strcmp(rule->installed, "lodash 1.5") != 0)
        loop_install(l, rule->installed);
    loop_sync(l);
    struct ticket after = loop_ticket(l, CVE);
    assert_int_equal(after.id, before.id);
    assert_int_equal(after.state, rule->state);
    assert_int_equal(after.cause, rule->cause);
    assert_text(loop_events(l, after.id), rule->events);
    loop_assert_has(loop_evidence(l, after.id), rule->evidence);
    assert_int_equal(after.mark_reason.len > 0, strstr(rule->events, "marked") != NULL);
    assert_int_equal(after.closed_us != 0, rule->state == TICKET_CLOSED);
    /* Once more changes nothing, and tells nothing. */
    loop_sync(l);
    assert_text(loop_events(l, after.id), rule->events);
    assert_int_equal(loop_ticket(l, CVE).version, after.version);
}

static void clear_tickets(struct loop *l)
{
    store_test_run(l->world.t, "DELETE FROM ticket_event");
    store_test_run(l->world.t, "DELETE FROM ticket_occurrence");
    store_test_run(l->world.t, "DELETE FROM ticket");
}

static void test_each_rule(void **state)
{
    struct loop l;
    loop_init(&l, state);
    for (size_t i = 0; i < LEN_OF(rules); i++) {
        print_message("# %s\n", rules[i].title);
        play(&l, &rules[i]);
        clear_tickets(&l);
    }
    loop_done(&l);
}

/* -- people's work in between -- */

static void work(struct loop *l, enum ticket_verb verb)
{
    struct ticket_order order = {.verb = verb,
        .ticket_id = loop_ticket(l, CVE).id,
        .text = TEXT("because"),
        .due_us = l->now_us + CLOCK_DAY_US,
        .action = {.kind = ACTION_ELIMINATION, .text = TEXT("upgraded")},
        .now_us = l->now_us};
    assert_ok(ticket_work_run(l->world.t->db, &l->world.who, &order, err));
}

/* A ticket of lodash 1.5 that somebody completed. */
static void begin_completed(struct loop *l, void **state)
{
    loop_init(l, state);
    loop_know(l, affects, 1);
    loop_install(l, "lodash 1.5");
    loop_sync(l);
    work(l, TICKET_COMPLETE);
}

static void test_completed_is_believed_until_a_later_sbom(void **state)
{
    struct loop l;
    begin_completed(&l, state);
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_COMPLETED);
    loop_know_kev(&l, affects, 1, CVE);
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_COMPLETED);
    loop_install(&l, "lodash 1.6");
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    assert_int_equal(l.counts.reopened, 1);
    loop_assert_has(loop_events(&l, loop_ticket(&l, CVE).id), "reopened");
    /* Completed again, against this SBOM: it stays. */
    work(&l, TICKET_COMPLETE);
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_COMPLETED);
    loop_done(&l);
}

static void test_completed_and_found_fixed_closes(void **state)
{
    struct loop l;
    begin_completed(&l, state);
    loop_install(&l, "lodash 2.0");
    loop_sync(&l);
    struct ticket ticket = loop_ticket(&l, CVE);
    assert_int_equal(ticket.state, TICKET_CLOSED);
    assert_int_equal(ticket.cause, TICKET_FIXED);
    assert_text(loop_events(&l, ticket.id), "opened completed closed");
    loop_done(&l);
}

static void test_completed_and_unknown_is_marked(void **state)
{
    struct loop l;
    begin_completed(&l, state);
    loop_know(&l, uncovered, 1);
    loop_install(&l, "lodash 1.6");
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_COMPLETED);
    assert_true(loop_ticket(&l, CVE).mark_reason.len > 0);
    loop_done(&l);
}

static void test_going_back_to_an_older_sbom_is_a_change_too(void **state)
{
    struct loop l;
    loop_init(&l, state);
    loop_know(&l, affects, 1);
    int64_t old = loop_install(&l, "lodash 1.4");
    loop_install(&l, "lodash 1.5");
    loop_sync(&l);
    work(&l, TICKET_COMPLETE);
    assert_ok(db_transact(l.world.t->db, loop_make_current, &old, err));
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    loop_done(&l);
}

static void test_a_regression_reopens_with_evidence(void **state)
{
    struct loop l;
    loop_init(&l, state);
    loop_know(&l, affects, 1);
    loop_install(&l, "lodash 1.5");
    loop_sync(&l);
    loop_install(&l, "lodash 2.0");
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_CLOSED);
    loop_install(&l, "lodash 1.4");
    l.former_digest = TEXT("abcdef");
    loop_sync(&l);
    struct ticket ticket = loop_ticket(&l, CVE);
    assert_int_equal(ticket.state, TICKET_OPEN);
    assert_int_equal(ticket.cause, TICKET_NO_CAUSE);
    assert_int_equal(ticket.closed_us, 0);
    assert_text(loop_events(&l, ticket.id), "opened closed reopened");
    loop_assert_has(loop_evidence(&l, ticket.id), "\"former_sbom_digest\":\"abcdef\"");
    loop_assert_has(loop_evidence(&l, ticket.id), "\"versions\":[\"1.4\"]");
    /* The package went away, and came back. */
    loop_install(&l, "flask 1.0");
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).cause, TICKET_REMOVED);
    loop_install(&l, "lodash 1.3");
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_OPEN);
    loop_done(&l);
}

static void test_a_mark_goes_when_the_answer_is_known_again(void **state)
{
    struct loop l;
    loop_init(&l, state);
    loop_know(&l, affects, 1);
    loop_install(&l, "lodash 1.5");
    loop_sync(&l);
    work(&l, TICKET_ACKNOWLEDGE);
    loop_know(&l, gone, 1);
    loop_sync(&l);
    assert_true(loop_ticket(&l, CVE).mark_reason.len > 0);
    assert_int_equal(l.counts.marked, 1);
    loop_know(&l, affects, 1);
    loop_sync(&l);
    struct ticket ticket = loop_ticket(&l, CVE);
    assert_int_equal(ticket.mark_reason.len, 0);
    assert_int_equal(ticket.state, TICKET_ACKNOWLEDGED);
    assert_text(loop_events(&l, ticket.id), "opened acknowledged marked unmarked");
    loop_know(&l, gone, 1);
    loop_sync(&l);
    loop_install(&l, "lodash 2.0");
    loop_know(&l, affects, 1);
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_CLOSED);
    assert_int_equal(loop_ticket(&l, CVE).mark_reason.len, 0);
    loop_done(&l);
}

static void test_versions_are_occurrences_of_one_ticket(void **state)
{
    struct loop l;
    struct ticket *tickets;
    struct ticket_occurrence *occurrences;
    size_t count;
    loop_init(&l, state);
    loop_know(&l, affects, 1);
    loop_install(&l, "lodash 1.4, lodash 1.5, lodash 2.0");
    loop_sync(&l);
    assert_int_equal(loop_tickets(&l, &tickets), 1);
    assert_ok(ticket_rows_occurrences(
        l.world.t->db, tickets[0].id, &l.world.t->arena, &occurrences, &count, err));
    assert_int_equal(count, 2);
    work(&l, TICKET_SCHEDULE);
    loop_install(&l, "lodash 1.9");
    loop_sync(&l);
    assert_int_equal(loop_tickets(&l, &tickets), 1);
    assert_text(tickets[0].versions, "[\"1.9\"]");
    assert_int_equal(tickets[0].state, TICKET_SCHEDULED);
    assert_true(tickets[0].due_us > 0);
    loop_done(&l);
}

/* Names of services and parts are only shown: the ticket goes by what they are. */
static void test_a_rename_keeps_the_ticket(void **state)
{
    struct loop l;
    struct ticket *tickets;
    loop_init(&l, state);
    loop_know(&l, affects, 1);
    loop_install(&l, "lodash 1.4");
    loop_sync(&l);
    struct ticket before = loop_ticket(&l, CVE);
    store_test_run(l.world.t, "UPDATE service SET name = 'store'");
    store_test_run(l.world.t, "UPDATE part SET name = 'image'");
    loop_install(&l, "lodash 1.5");
    loop_sync(&l);
    assert_int_equal(loop_tickets(&l, &tickets), 1);
    assert_int_equal(tickets[0].id, before.id);
    assert_text(loop_events(&l, before.id), "opened occurrences_changed");
    loop_done(&l);
}

static void test_a_version_beside_is_no_remedy(void **state)
{
    struct loop l;
    loop_init(&l, state);
    loop_know(&l, affects, 1);
    loop_install(&l, "lodash 1.5, lodash 2.1");
    loop_sync(&l);
    loop_know(&l, shrunk, 1);
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).cause, TICKET_NOT_AFFECTED);
    loop_done(&l);
}

static void test_what_was_never_decidable_opens_nothing(void **state)
{
    struct loop l;
    struct ticket *tickets;
    loop_init(&l, state);
    loop_know(&l, unreadable, 1);
    loop_install(&l, "lodash 1.5");
    loop_sync(&l);
    assert_int_equal(loop_tickets(&l, &tickets), 0);
    loop_know(&l, withdrawn, 1);
    loop_sync(&l);
    assert_int_equal(loop_tickets(&l, &tickets), 0);
    loop_done(&l);
}

static void test_another_priority_is_told(void **state)
{
    struct loop l;
    loop_init(&l, state);
    loop_know(&l, affects, 1);
    loop_install(&l, "lodash 1.5");
    loop_sync(&l);
    enum ssvc_decision before = loop_ticket(&l, CVE).decision.outcome;
    loop_know_kev(&l, affects, 1, CVE);
    loop_sync(&l);
    struct ticket ticket = loop_ticket(&l, CVE);
    assert_true(ticket.decision.outcome > before);
    assert_true(ticket.finding.facts.is_kev);
    assert_text(loop_events(&l, ticket.id), "opened decision_changed due_changed");
    loop_assert_has(loop_evidence(&l, ticket.id), "\"cause\":\"advisory\"");
    loop_done(&l);
}

/* CISA says that it is exploited before its catalogue has it: the priority stays, and the history says what is known now. */
static void test_exploited_at_the_same_priority(void **state)
{
    struct loop l;
    loop_init(&l, state);
    l.attacked = CVE;
    loop_know(&l, affects, 1);
    loop_install(&l, "lodash 1.5");
    loop_sync(&l);
    struct ticket before = loop_ticket(&l, CVE);
    assert_false(before.finding.facts.is_kev);
    loop_know_kev(&l, affects, 1, CVE);
    loop_sync(&l);
    struct ticket ticket = loop_ticket(&l, CVE);
    assert_int_equal(ticket.decision.outcome, before.decision.outcome);
    loop_assert_has(loop_events(&l, ticket.id), "opened exploited");
    assert_int_equal(store_test_number(l.world.t,
                         "SELECT count(*) FROM ticket_event"
                         " WHERE kind = 'exploited' AND text LIKE 'Known to be exploited%'"
                         " AND detail LIKE '%kev_due_at%'"),
        1);
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).version, ticket.version);
    loop_know(&l, affects, 1); /* it leaves the catalogue: nobody is told */
    loop_sync(&l);
    assert_int_equal(
        store_test_number(l.world.t, "SELECT count(*) FROM ticket_event WHERE kind = 'exploited'"),
        1);
    loop_done(&l);
}

static bool redecide(struct db *db, void *context, struct err *err)
{
    struct loop *l = context;
    struct ticket_cause_of_sync why = {.account_id = 1, .now_us = l->now_us};
    return ticket_redecide(db, &(struct ticket_redecide_of){.service_id = l->world.service_id},
        &(struct ticket_redecision){.cause = "service", .why = &why}, &l->world.t->arena, err);
}

static void test_a_service_that_says_more_decides_anew(void **state)
{
    struct loop l;
    loop_init(&l, state);
    loop_know_kev(&l, affects, 1, CVE);
    loop_install(&l, "lodash 1.5");
    loop_sync(&l);
    struct ticket before = loop_ticket(&l, CVE);
    store_test_run(
        l.world.t, "UPDATE service SET exposure = 'open', safety = 'catastrophic', mission = NULL");
    assert_ok(db_transact(l.world.t->db, redecide, &l, err));
    struct ticket after = loop_ticket(&l, CVE);
    assert_true(after.decision.outcome > before.decision.outcome);
    assert_true(after.rank > before.rank);
    assert_text(loop_events(&l, after.id), "opened decision_changed");
    loop_assert_has(loop_evidence(&l, after.id), "\"cause\":\"service\"");
    loop_assert_has(after.decision_json, "\"name\":\"safety_impact\",\"value\":\"catastrophic\"");
    loop_assert_has(after.decision_json,
        "\"mission_impact\",\"value\":\"mef failure\",\"source\":\"nobody has said\"");
    loop_sync(&l);
    assert_int_equal(loop_ticket(&l, CVE).version, after.version);
    loop_done(&l);
}

/* A CPE covers nothing, but the record of the CVE says that a version is none that it holds. */
static void test_products_by_cpe(void **state)
{
    static const struct loop_record product[] = {
        {CVE, "", "CPE/semver", "a:acme:shop", "2.0.0", false, NULL, NULL, 0}};
    static const struct {
        const char *installed;
        const struct loop_record *records;
        enum ticket_state state;
        enum ticket_cause cause;
    } cases[] = {
        {"a:acme:shop 1.0.0", product, TICKET_OPEN, TICKET_NO_CAUSE},
        {"a:acme:shop 2.0.0", product, TICKET_CLOSED, TICKET_FIXED},
        {"a:acme:other 1.0.0", product, TICKET_CLOSED, TICKET_REMOVED},
        {"a:acme:shop 1.0.0", gone, TICKET_OPEN, TICKET_NO_CAUSE},
    };
    struct loop l;
    loop_init(&l, state);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        loop_know(&l, product, 1);
        loop_install(&l, "a:acme:shop 1.0.0");
        loop_sync(&l);
        assert_int_equal(l.counts.opened, 1);
        loop_know(&l, cases[i].records, 1);
        loop_install(&l, cases[i].installed);
        loop_sync(&l);
        struct ticket ticket = loop_ticket(&l, CVE);
        assert_int_equal(ticket.state, cases[i].state);
        assert_int_equal(ticket.cause, cases[i].cause);
        assert_text(ticket.ecosystem, "CPE");
        clear_tickets(&l);
    }
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_each_rule),
        STORE_TEST(test_completed_is_believed_until_a_later_sbom),
        STORE_TEST(test_completed_and_found_fixed_closes),
        STORE_TEST(test_completed_and_unknown_is_marked),
        STORE_TEST(test_going_back_to_an_older_sbom_is_a_change_too),
        STORE_TEST(test_a_regression_reopens_with_evidence),
        STORE_TEST(test_a_mark_goes_when_the_answer_is_known_again),
        STORE_TEST(test_versions_are_occurrences_of_one_ticket),
        STORE_TEST(test_a_rename_keeps_the_ticket),
        STORE_TEST(test_a_version_beside_is_no_remedy),
        STORE_TEST(test_what_was_never_decidable_opens_nothing),
        STORE_TEST(test_products_by_cpe),
        STORE_TEST(test_another_priority_is_told),
        STORE_TEST(test_exploited_at_the_same_priority),
        STORE_TEST(test_a_service_that_says_more_decides_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
