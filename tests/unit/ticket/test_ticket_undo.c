/* SPDX-License-Identifier: Apache-2.0 */
/* What kenzen did by itself is taken back, and stays so until it sees something else; and the evidence that it gives. */
#include "ticket/loop_events.h"

#include "ticket/ticket_undo.h"
#include "ticket/ticket_verify.h"
#include "ticket/ticket_work.h"

#define CVE "CVE-2020-0001"

static const struct loop_record affects[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0}};
static const struct loop_record joined[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0},
    {"NODE-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0}};

static void begin(struct loop *l, void **state)
{
    loop_init(l, state);
    loop_know(l, affects, 1);
    loop_install(l, "lodash 1.5");
    loop_sync(l);
}

static void look(struct loop *l, const char *installed)
{
    loop_install(l, installed);
    loop_sync(l);
}

static bool work(struct loop *l, enum ticket_verb verb, struct err *err)
{
    struct arena *arena = &l->world.t->arena;
    struct ticket_undo_event *events;
    size_t count;
    int64_t id = loop_ticket(l, CVE).id;
    if (!ticket_undo_events(l->world.t->db, id, arena, &events, &count, err))
        return false;
    return ticket_work_run(l->world.t->db, &l->world.who,
        &(struct ticket_order){.verb = verb,
            .ticket_id = id,
            .text = TEXT("because"),
            .event_seq = ticket_undo_find(events, count),
            .due_us = l->now_us + CLOCK_DAY_US,
            .action = {.kind = ACTION_ELIMINATION, .text = TEXT("upgraded")},
            .now_us = l->now_us},
        err);
}

static void fail_on(void *context, const struct ticket_verify_difference *difference)
{
    (void)context;
    fail_msg("ticket %lld: %s is not what its events say", (long long)difference->ticket_id,
        difference->column);
}

/* Every test ends so: the tables are what the events add up to. */
static void done(struct loop *l)
{
    struct ticket_verify_verdict verdict;
    assert_ok(ticket_verify(
        l->world.t->db, &(struct ticket_verify_order){.tell = fail_on}, &verdict, err));
    assert_true(verdict.tickets > 0);
    loop_done(l);
}

static void assert_state(struct loop *l, enum ticket_state state, enum ticket_cause cause)
{
    struct ticket ticket = loop_ticket(l, CVE);
    assert_int_equal(ticket.state, state);
    assert_int_equal(ticket.cause, cause);
}

static void test_a_closing_is_taken_back_and_stays_so(void **state)
{
    struct loop l;
    begin(&l, state);
    assert_ok(work(&l, TICKET_SCHEDULE, err));
    int64_t due_us = loop_ticket(&l, CVE).due_us;
    look(&l, "lodash 2.0");
    assert_state(&l, TICKET_CLOSED, TICKET_FIXED);
    loop_assert_has(loop_evidence(&l, loop_ticket(&l, CVE).id), "\"facts\":\"close fixed");
    assert_ok(work(&l, TICKET_UNDO, err));
    assert_state(&l, TICKET_SCHEDULED, TICKET_NO_CAUSE);
    assert_int_equal(loop_ticket(&l, CVE).due_us, due_us);
    assert_int_equal(loop_ticket(&l, CVE).closed_us, 0);
    loop_assert_has(loop_evidence(&l, loop_ticket(&l, CVE).id), "\"undoes\":3");
    /* The same is seen again, also in another SBOM. */
    loop_sync(&l);
    look(&l, "lodash 2.0, flask 1.0");
    assert_state(&l, TICKET_SCHEDULED, TICKET_NO_CAUSE);
    /* Something else is. */
    look(&l, "lodash 2.1");
    assert_state(&l, TICKET_CLOSED, TICKET_FIXED);
    assert_int_equal(loop_ticket(&l, CVE).undone_facts.len, 0);
    assert_text(loop_events(&l, loop_ticket(&l, CVE).id), "opened scheduled closed undone closed");
    done(&l);
}

/* Who opens again what kenzen closed has decided so, and is not overruled by the same facts. */
static void test_what_a_person_opens_again_stays_open(void **state)
{
    struct loop l;
    begin(&l, state);
    look(&l, "lodash 2.0");
    assert_ok(work(&l, TICKET_REOPEN, err));
    assert_state(&l, TICKET_OPEN, TICKET_NO_CAUSE);
    loop_sync(&l);
    look(&l, "lodash 2.0, flask 1.0");
    assert_state(&l, TICKET_OPEN, TICKET_NO_CAUSE);
    assert_text(loop_events(&l, loop_ticket(&l, CVE).id), "opened closed reopened");
    /* Something else is seen. */
    look(&l, "lodash 2.1");
    assert_state(&l, TICKET_CLOSED, TICKET_FIXED);
    assert_int_equal(loop_ticket(&l, CVE).undone_facts.len, 0);
    /* A removed component too; and a flaw that is back is open as any. */
    look(&l, "lodash 1.5");
    look(&l, "flask 1.0");
    assert_state(&l, TICKET_CLOSED, TICKET_REMOVED);
    assert_ok(work(&l, TICKET_REOPEN, err));
    loop_sync(&l);
    assert_state(&l, TICKET_OPEN, TICKET_NO_CAUSE);
    look(&l, "lodash 1.5");
    assert_state(&l, TICKET_OPEN, TICKET_NO_CAUSE);
    look(&l, "lodash 2.0");
    assert_state(&l, TICKET_CLOSED, TICKET_FIXED);
    done(&l);
}

static void test_a_closing_that_was_taken_back_is_none_after_a_regression(void **state)
{
    struct loop l;
    begin(&l, state);
    look(&l, "lodash 2.0");
    assert_ok(work(&l, TICKET_UNDO, err));
    look(&l, "lodash 1.6");
    assert_int_equal(loop_ticket(&l, CVE).undone_facts.len, 0);
    loop_assert_has(loop_events(&l, loop_ticket(&l, CVE).id), "undo_ended");
    look(&l, "lodash 2.0");
    assert_state(&l, TICKET_CLOSED, TICKET_FIXED);
    done(&l);
}

static void test_a_reopening_is_taken_back_and_stays_so(void **state)
{
    struct loop l;
    begin(&l, state);
    assert_ok(work(&l, TICKET_COMPLETE, err));
    look(&l, "lodash 1.6");
    assert_state(&l, TICKET_OPEN, TICKET_NO_CAUSE);
    assert_ok(work(&l, TICKET_UNDO, err));
    assert_state(&l, TICKET_COMPLETED, TICKET_NO_CAUSE);
    loop_sync(&l);
    look(&l, "lodash 1.6, flask 1.0");
    assert_state(&l, TICKET_COMPLETED, TICKET_NO_CAUSE);
    /* Another record speaks for it. */
    loop_know(&l, joined, 2);
    loop_sync(&l);
    assert_state(&l, TICKET_OPEN, TICKET_NO_CAUSE);
    done(&l);
}

static void test_a_reopening_that_was_taken_back_is_none_when_it_comes_again(void **state)
{
    struct loop l;
    begin(&l, state);
    look(&l, "flask 1.0");
    assert_state(&l, TICKET_CLOSED, TICKET_REMOVED);
    int64_t closed_us = loop_ticket(&l, CVE).closed_us;
    look(&l, "lodash 1.5");
    assert_state(&l, TICKET_OPEN, TICKET_NO_CAUSE);
    assert_ok(work(&l, TICKET_UNDO, err));
    assert_state(&l, TICKET_CLOSED, TICKET_REMOVED);
    assert_int_equal(loop_ticket(&l, CVE).closed_us, closed_us);
    loop_sync(&l);
    assert_state(&l, TICKET_CLOSED, TICKET_REMOVED);
    look(&l, "flask 1.0");
    loop_assert_has(loop_events(&l, loop_ticket(&l, CVE).id), "undo_ended");
    look(&l, "lodash 1.5");
    assert_state(&l, TICKET_OPEN, TICKET_NO_CAUSE);
    done(&l);
}

static void test_what_cannot_be_taken_back(void **state)
{
    struct loop l;
    begin(&l, state);
    /* Nothing was done by kenzen but to open it. */
    assert_err(ERR_CONFLICT, work(&l, TICKET_UNDO, err));
    /* A person's own steps have verbs of their own. */
    assert_ok(work(&l, TICKET_COMPLETE, err));
    assert_err(ERR_CONFLICT, work(&l, TICKET_UNDO, err));
    /* What came before the last step stands. */
    look(&l, "lodash 1.6");
    assert_ok(work(&l, TICKET_ACKNOWLEDGE, err));
    assert_err(ERR_CONFLICT, work(&l, TICKET_UNDO, err));
    done(&l);
}

static void test_a_comment_does_not_hinder(void **state)
{
    struct loop l;
    begin(&l, state);
    look(&l, "lodash 2.0");
    assert_ok(work(&l, TICKET_COMMENT, err));
    assert_ok(work(&l, TICKET_UNDO, err));
    assert_state(&l, TICKET_OPEN, TICKET_NO_CAUSE);
    assert_err(ERR_CONFLICT, work(&l, TICKET_UNDO, err));
    done(&l);
}

static struct text last_text(struct loop *l)
{
    struct db_rows rows;
    assert_ok(db_query(l->world.t->db,
        "SELECT text FROM ticket_event WHERE ticket_id = $1 ORDER BY seq DESC LIMIT 1",
        DB_ARGS(DB_INT(loop_ticket(l, CVE).id)), &l->world.t->arena, &rows, err));
    return db_text(&rows, 0, 0);
}

static void test_sentences_have_both_versions(void **state)
{
    struct loop l;
    begin(&l, state);
    assert_ok(work(&l, TICKET_COMPLETE, err));
    look(&l, "lodash 1.6");
    assert_text(last_text(&l),
        "Reopened: it was completed with 1.5, but the next SBOM has 1.6, which is affected too");
    assert_ok(work(&l, TICKET_COMPLETE, err));
    look(&l, "lodash 1.6, flask 1.0");
    assert_text(last_text(&l),
        "Reopened: it was completed, but the next SBOM has 1.6 still, which is affected");
    l.former_digest = TEXT("abcdef");
    look(&l, "lodash 2.0");
    assert_text(last_text(&l), "Closed: fixed, 2.0 took the place of 1.6");
    struct text evidence = loop_evidence(&l, loop_ticket(&l, CVE).id);
    loop_assert_has(evidence, "\"former_sbom_digest\":\"abcdef\"");
    loop_assert_has(evidence, "\"sbom_digest\":\"");
    loop_assert_has(evidence, "\"versions_before\":[\"1.6\"],\"versions\":[\"2.0\"]");
    done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_closing_is_taken_back_and_stays_so),
        STORE_TEST(test_what_a_person_opens_again_stays_open),
        STORE_TEST(test_a_closing_that_was_taken_back_is_none_after_a_regression),
        STORE_TEST(test_a_reopening_is_taken_back_and_stays_so),
        STORE_TEST(test_a_reopening_that_was_taken_back_is_none_when_it_comes_again),
        STORE_TEST(test_what_cannot_be_taken_back),
        STORE_TEST(test_a_comment_does_not_hinder),
        STORE_TEST(test_sentences_have_both_versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
