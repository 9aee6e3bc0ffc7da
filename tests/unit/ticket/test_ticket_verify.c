/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that somebody changed behind the events: each difference is told with its place, and mended where that is possible. */
#include "ticket/loop_events.h"

#include "ticket/ticket_text.h"
#include "ticket/ticket_verify.h"
#include "ticket/ticket_work.h"

#define CVE "CVE-2020-0001"

static const struct loop_record affects[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0}};

struct told {
    char text[1024];
    struct ticket_verify_verdict verdict;
};

static void note(void *context, const struct ticket_verify_difference *d)
{
    struct told *told = context;
    size_t len = strlen(told->text);
    char expected[64] = "-", found[64] = "-";
    const struct db_value *values[] = {&d->expected, &d->found};
    char *out[] = {expected, found};
    for (int i = 0; i < 2; i++) {
        if (values[i]->kind == DB_KIND_TEXT)
            snprintf(out[i], 64, "%.*s", TEXT_ARG(values[i]->text));
        else if (values[i]->kind == DB_KIND_INT)
            snprintf(out[i], 64, "%lld", (long long)values[i]->number);
    }
    snprintf(told->text + len, sizeof told->text - len, "%s %s/%s;", d->column, expected, found);
}

static struct told verify(struct loop *l, bool repairs)
{
    struct told told = {.text = ""};
    struct ticket_verify_order order = {
        .repairs = repairs, .now_us = l->now_us, .tell = note, .context = &told};
    assert_ok(ticket_verify(l->world.t->db, &order, &told.verdict, err));
    return told;
}

/* A ticket with some history: opened, acknowledged, closed as fixed. */
static void begin(struct loop *l, void **state)
{
    loop_init(l, state);
    loop_know(l, affects, 1);
    loop_install(l, "lodash 1.5");
    loop_sync(l);
    assert_ok(ticket_work_run(l->world.t->db, &l->world.who,
        &(struct ticket_order){
            .verb = TICKET_ACKNOWLEDGE, .ticket_id = loop_ticket(l, CVE).id, .now_us = l->now_us},
        err));
    loop_install(l, "lodash 2.0");
    loop_sync(l);
    struct told told = verify(l, false);
    assert_string_equal(told.text, "");
    assert_int_equal(told.verdict.problems, 0);
    assert_int_equal(told.verdict.tickets, 1);
    assert_int_equal(told.verdict.events, 3);
}

static void test_each_column_is_told_and_mended(void **state)
{
    static const struct {
        const char *damage, *told;
    } cases[] = {
        {"UPDATE ticket SET state = 'completed'", "state closed/completed;"},
        {"UPDATE ticket SET cause = NULL", "cause fixed/-;"},
        {"UPDATE ticket SET cause = 'removed'", "cause fixed/removed;"},
        {"UPDATE ticket SET mark_reason = 'so'", "mark_reason -/so;"},
        {"UPDATE ticket SET assignee_id = 1", "assignee_id -/1;"},
        {"UPDATE ticket SET sbom_number = 7", "sbom_number 1/7;"},
        {"UPDATE ticket SET accepted_until_us = 5", "accepted_until_us -/5;"},
        {"UPDATE ticket SET mitigation = '[]'", "mitigation -/[];"},
        {"UPDATE ticket SET undone_facts = 'x'", "undone_facts -/x;"},
        {"UPDATE ticket SET is_done = 0", "is_done 1/0;"},
        {"UPDATE ticket SET state = 'open', cause = NULL, is_done = 0",
            "state closed/open;cause fixed/-;is_done 1/0;"},
    };
    struct loop l;
    begin(&l, state);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        store_test_run(l.world.t, cases[i].damage);
        assert_string_equal(verify(&l, false).text, cases[i].told);
        struct told told = verify(&l, true);
        assert_string_equal(told.text, cases[i].told);
        assert_int_equal(told.verdict.mended, told.verdict.problems);
        assert_string_equal(verify(&l, false).text, "");
    }
    struct ticket ticket = loop_ticket(&l, CVE);
    assert_int_equal(ticket.state, TICKET_CLOSED);
    assert_int_equal(ticket.cause, TICKET_FIXED);
    loop_assert_has(loop_events(&l, ticket.id), "repaired");
    loop_assert_has(loop_evidence(&l, ticket.id), "{\"was\":{\"state\":\"open\",\"cause\":null}}");
    loop_done(&l);
}

static void test_a_mended_priority_has_its_rank(void **state)
{
    struct loop l;
    begin(&l, state);
    int64_t rank = loop_ticket(&l, CVE).rank;
    store_test_run(
        l.world.t, "UPDATE ticket SET priority = 3, rank = 3 * 2147483648 + rank % 2147483648");
    assert_int_equal(verify(&l, true).verdict.mended, 1);
    assert_int_equal(loop_ticket(&l, CVE).rank, rank);
    loop_done(&l);
}

static void test_a_history_with_a_hole_is_told_and_left(void **state)
{
    static const struct {
        const char *damage, *told;
    } cases[] = {
        {"DELETE FROM ticket_event WHERE seq = 2", "events 2/3;"},
        {"UPDATE ticket_event SET seq = 9 WHERE seq = 3", "events 2/9;"},
        {"UPDATE ticket_event SET sets = 'no JSON' WHERE seq = 9", "events 2/9;events 9/no JSON;"},
        {"DELETE FROM ticket_event", "events 1/-;"},
    };
    struct loop l;
    begin(&l, state);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        store_test_run(l.world.t, cases[i].damage);
        struct told told = verify(&l, true);
        assert_string_equal(told.text, cases[i].told);
        assert_int_equal(told.verdict.mended, 0);
    }
    assert_int_equal(loop_ticket(&l, CVE).state, TICKET_CLOSED);
    loop_done(&l);
}

static void test_a_changed_event_is_a_difference(void **state)
{
    struct loop l;
    begin(&l, state);
    store_test_run(
        l.world.t, "UPDATE ticket_event SET sets = '{\"state\":\"scheduled\"}' WHERE seq = 3");
    loop_assert_has(text_of(verify(&l, false).text), "state scheduled/closed;");
    loop_done(&l);
}

static void test_nothing_is_whole(void **state)
{
    struct loop l;
    loop_init(&l, state);
    struct told told = verify(&l, false);
    assert_int_equal(told.verdict.tickets, 0);
    assert_int_equal(told.verdict.problems, 0);
    loop_done(&l);
}

/* -- words -- */

static void note_words(void *context, int64_t ticket_id, const char *what)
{
    struct told *told = context;
    size_t len = strlen(told->text);
    snprintf(told->text + len, sizeof told->text - len, "%s %s;", ticket_id ? "one" : "all", what);
}

static struct told verify_words(struct loop *l, bool repairs, int64_t mended)
{
    struct told told = {.text = ""};
    struct ticket_text_verdict verdict;
    struct ticket_text_order order = {.repairs = repairs, .tell = note_words, .context = &told};
    assert_ok(ticket_text_verify(l->world.t->db, &order, &verdict, err));
    assert_int_equal(verdict.tickets, 1);
    assert_int_equal(verdict.mended, mended);
    return told;
}

#define OWN "one is found by other words than its own;"

/* Words that are not those of the ticket, of none, and none: told, mended, and then whole. */
static void test_words_are_told_and_mended(void **state)
{
    static const struct {
        const char *breaks, *told;
    } cases[] = {
        {"UPDATE ticket_text SET own = ' wother'", OWN},
        {"UPDATE ticket_text SET said = ''", OWN},
        {"UPDATE ticket_text SET said = said || ' x wmore'", OWN},
        {"DELETE FROM ticket_text", "one is not found by words;"},
        {"INSERT INTO ticket_text (rowid, own, said) VALUES (7, ' wstray', '')",
            "one is found by words, but is not there;"},
    };
    struct loop l;
    begin(&l, state);
    assert_ok(ticket_work_run(l.world.t->db, &l.world.who,
        &(struct ticket_order){.verb = TICKET_COMMENT,
            .ticket_id = loop_ticket(&l, CVE).id,
            .text = TEXT("Seen in production, \"twice\""),
            .now_us = l.now_us},
        err));
    assert_string_equal(verify_words(&l, true, 0).text, "");
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        store_test_run(l.world.t, cases[i].breaks);
        assert_string_equal(verify_words(&l, false, 0).text, cases[i].told);
        assert_string_equal(verify_words(&l, true, 1).text, cases[i].told);
        assert_string_equal(verify_words(&l, false, 0).text, "");
    }
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_each_column_is_told_and_mended),
        STORE_TEST(test_a_mended_priority_has_its_rank),
        STORE_TEST(test_a_history_with_a_hole_is_told_and_left),
        STORE_TEST(test_a_changed_event_is_a_difference),
        STORE_TEST(test_nothing_is_whole),
        STORE_TEST(test_words_are_told_and_mended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
