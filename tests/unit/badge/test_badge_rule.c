/* SPDX-License-Identifier: Apache-2.0 */
#include "badge_deeds.h"

#include <pthread.h>

/* A rule that is on; those that are built in are off in these tests. */
static struct badge_rule add_rule(struct badge_world *w, const char *series, const char *condition)
{
    struct json doc = {0};
    struct badge_rule rule = {.name = TEXT("a rule"),
        .series = text_of(series),
        .is_enabled = true,
        .updated_by = w->root.account_id};
    assert_ok(json_read(&doc, text_of(condition), err));
    assert_ok(badge_condition_read(json_root(&doc), "condition", &rule.condition, err));
    json_done(&doc);
    assert_ok(badge_rule_add(w->t->db, &w->root, &rule, NOW, err));
    return rule;
}

static int64_t badges(struct badge_world *w, const char *slug)
{
    char sql[256];
    snprintf(sql, sizeof sql,
        "SELECT count(*) FROM badge b JOIN badge_class c ON c.id = b.class_id"
        " WHERE c.slug = '%s' AND b.revoked_us IS NULL",
        slug);
    return store_test_number(w->t, sql);
}

/* What a preview says is what is issued then, in the same order; and asked again, it says nothing. */
static void assert_previewed(struct badge_world *w, const struct badge_rule *rule, size_t expected)
{
    struct badge_preview before, after;
    struct badge_rule kept;
    struct db_rows rows;
    assert_ok(journal_tree_place_all(w->t->db, w->now_us, err));
    assert_ok(badge_rule_find(w->t->db, rule->id, &w->t->arena, &kept, err));
    int64_t badges_before = store_test_number(w->t, "SELECT count(*) FROM badge");
    int64_t acts_before = store_test_number(w->t, "SELECT count(*) FROM badge_act");
    assert_ok(badge_preview_run(w->t->db, &kept, w->now_us, &w->t->arena, &before, err));
    assert_int_equal(before.count, expected);
    assert_true(before.is_whole);
    assert_int_equal(store_test_number(w->t, "SELECT count(*) FROM badge"), badges_before);
    assert_int_equal(store_test_number(w->t, "SELECT count(*) FROM badge_act"), acts_before);
    badge_world_catch_up(w);
    assert_ok(db_query(w->t->db,
        "SELECT act_key, account_id, certifier, action_id FROM badge WHERE rule_id = $1 AND"
        " revoked_us IS NULL ORDER BY act_key",
        DB_ARGS(DB_INT(rule->id)), &w->t->arena, &rows, err));
    for (size_t i = 0; i < before.count; i++) {
        const struct badge *badge = &before.awards[i].badge;
        size_t row = 0;
        while (row < rows.count && !text_eq(db_text(&rows, row, 0), badge->act_key))
            row++;
        assert_true(row < rows.count);
        assert_int_equal(db_int(&rows, row, 1), badge->account_id);
        assert_int_equal(db_int(&rows, row, 2), badge->certifier);
        assert_int_equal(db_int(&rows, row, 3), badge->action_id);
    }
    assert_ok(badge_preview_run(w->t->db, &kept, w->now_us, &w->t->arena, &after, err));
    assert_int_equal(after.count, 0);
}

static void test_elimination_waits_until_a_later_sbom_confirms_it(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule rule = add_rule(&w, "eliminator",
        "{\"on\":\"action\",\"kinds\":[\"elimination\"],\"is_confirmed\":true,\"counts\":[1,3]}");
    for (int i = 0; i < 3; i++)
        badge_world_act(&w, &w.kim, badge_world_ticket(&w, i), ACTION_ELIMINATION, 0);
    assert_previewed(&w, &rule, 0);
    for (int i = 0; i < 3; i++)
        badge_world_close(&w, badge_world_ticket(&w, i), "fixed");
    assert_previewed(&w, &rule, 2);
    assert_int_equal(badges(&w, "eliminator-1"), 1);
    assert_int_equal(badges(&w, "eliminator-2"), 1);
    assert_int_equal(store_test_number(w.t, "SELECT min(certifier) FROM badge"), ACTION_SYSTEM);
    badge_world_catch_up(&w);
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM badge"), 2);
    /* Each has its entry, and the recipient is told. */
    assert_int_equal(
        store_test_number(w.t, "SELECT count(*) FROM badge b JOIN journal_entry e ON e.id = "
                               "b.entry_id AND e.kind = 'badge.issued' AND e.object_id = b.id"),
        2);
    assert_int_equal(
        store_test_number(w.t, "SELECT count(*) FROM notice WHERE kind = 'badge_issued'"), 2);
}

static void test_what_is_said_after_the_flaw_was_gone_is_not_confirmed(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule rule =
        add_rule(&w, "eliminator", "{\"on\":\"action\",\"is_confirmed\":true,\"counts\":[1]}");
    int64_t ticket = badge_world_ticket(&w, 0);
    badge_world_close(&w, ticket, "fixed");
    w.now_us += CLOCK_SECOND_US;
    badge_world_act(&w, &w.kim, ticket, ACTION_ELIMINATION, 0);
    assert_previewed(&w, &rule, 0);
    /* Nor what a person closed, or what was never there. */
    int64_t other = badge_world_ticket(&w, 1);
    badge_world_act(&w, &w.kim, other, ACTION_ELIMINATION, 0);
    badge_world_close(&w, other, "not_affected");
    assert_previewed(&w, &rule, 0);
}

static void test_the_same_flaw_of_a_team_counts_once(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule rule = add_rule(&w, "eliminator", "{\"on\":\"action\",\"counts\":[1,2]}");
    int64_t ticket = badge_world_ticket(&w, 0);
    for (int i = 0; i < 5; i++)
        badge_world_act(&w, &w.kim, ticket, ACTION_ELIMINATION, 0);
    /* In another part, made for it. */
    int64_t again = badge_world_ticket_in(&w, 0, 32);
    badge_world_act(&w, &w.kim, again, ACTION_ELIMINATION, 0);
    assert_previewed(&w, &rule, 1);
    assert_int_equal(badges(&w, "eliminator-2"), 0);
    /* But for each who did it. */
    badge_world_act(&w, &w.lea, ticket, ACTION_ELIMINATION, 0);
    assert_previewed(&w, &rule, 1);
}

static void test_a_day_counts_so_much(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule rule =
        add_rule(&w, "eliminator", "{\"on\":\"action\",\"per_day\":2,\"counts\":[1,2,3]}");
    for (int i = 0; i < 4; i++)
        badge_world_act(&w, &w.kim, badge_world_ticket(&w, i), ACTION_DETECTION, 0);
    assert_previewed(&w, &rule, 2);
    w.now_us += CLOCK_DAY_US;
    badge_world_act(&w, &w.kim, badge_world_ticket(&w, 4), ACTION_DETECTION, 0);
    assert_previewed(&w, &rule, 1);
    assert_int_equal(badges(&w, "eliminator-3"), 1);
}

/* What comes together is looked at together, in several statements. */
static void test_hundreds_of_acts_at_once_count_as_one_by_one(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule rule =
        add_rule(&w, "eliminator", "{\"on\":\"action\",\"per_day\":150,\"counts\":[1,140,151]}");
    for (int i = 0; i < 200; i++) {
        badge_world_act(&w, &w.kim, badge_world_ticket(&w, i), ACTION_DETECTION, 0);
        if (i % 2)
            badge_world_act(&w, &w.lea, badge_world_ticket(&w, i), ACTION_DETECTION, 0);
    }
    assert_previewed(&w, &rule, 3);
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM badge_act"), 250);
    assert_int_equal(badges(&w, "eliminator-2"), 1);
    w.now_us += CLOCK_DAY_US;
    badge_world_act(&w, &w.kim, badge_world_ticket(&w, 0), ACTION_DETECTION, 0);
    badge_world_act(&w, &w.kim, badge_world_ticket(&w, 200), ACTION_DETECTION, 0);
    assert_previewed(&w, &rule, 1);
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM badge_act"), 251);
    assert_int_equal(badges(&w, "eliminator-3"), 1);
}

static void test_grounds_and_who_vouches(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule rule = add_rule(&w, "reason",
        "{\"on\":\"action\",\"kinds\":[\"detection\",\"rejection\"],\"with_grounds\":true,\"counts\":[1]}");
    badge_world_act(&w, &w.kim, badge_world_ticket(&w, 0), ACTION_REJECTION, 0);
    assert_previewed(&w, &rule, 0);
    badge_world_act(&w, &w.kim, badge_world_ticket(&w, 1), ACTION_REJECTION, 1);
    assert_previewed(&w, &rule, 1);
    assert_int_equal(store_test_number(w.t, "SELECT certifier FROM badge"), ACTION_MYSELF);
    /* Lea writes down what Kim did once more: a badge that a coworker vouches for. */
    badge_world_act_by(&w, &w.kim, &w.lea, 0, ACTION_DETECTION, 1);
    badge_world_act_by(&w, &w.lea, &w.kim, 0, ACTION_DETECTION, 1);
    assert_previewed(&w, &rule, 1);
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM badge WHERE certifier = 1"), 1);
}

static void test_a_correction_takes_back_and_gives_anew(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule rule = add_rule(
        &w, "eliminator", "{\"on\":\"action\",\"kinds\":[\"elimination\"],\"counts\":[1,2]}");
    int64_t first = badge_world_act(&w, &w.kim, badge_world_ticket(&w, 0), ACTION_ELIMINATION, 0);
    int64_t second = badge_world_act(&w, &w.kim, badge_world_ticket(&w, 1), ACTION_ELIMINATION, 0);
    assert_previewed(&w, &rule, 2);
    /* Another word for the same: it stands, and rests on the new entry. */
    int64_t better =
        badge_world_correct(&w, &w.kim, first, badge_world_ticket(&w, 0), ACTION_ELIMINATION);
    badge_world_catch_up(&w);
    assert_int_equal(badges(&w, "eliminator-2"), 1);
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM badge_act WHERE action_id = %lld",
        (long long)better);
    assert_int_equal(store_test_number(w.t, sql), 1);
    /* It was none: what rested on two has one. */
    int64_t none =
        badge_world_correct(&w, &w.kim, second, badge_world_ticket(&w, 1), ACTION_MITIGATION);
    badge_world_catch_up(&w);
    assert_int_equal(badges(&w, "eliminator-1"), 1);
    assert_int_equal(badges(&w, "eliminator-2"), 0);
    assert_int_equal(
        store_test_number(w.t, "SELECT count(*) FROM journal_entry WHERE kind = 'badge.revoked'"),
        1);
    /* And may be earned again. */
    badge_world_correct(&w, &w.kim, none, badge_world_ticket(&w, 1), ACTION_ELIMINATION);
    badge_world_catch_up(&w);
    assert_int_equal(badges(&w, "eliminator-2"), 1);
}

static void test_a_revoked_badge_stays_revoked(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule rule = add_rule(&w, "eliminator", "{\"on\":\"action\",\"counts\":[1]}");
    badge_world_act(&w, &w.kim, badge_world_ticket(&w, 0), ACTION_DETECTION, 0);
    assert_previewed(&w, &rule, 1);
    int64_t id = store_test_number(w.t, "SELECT id FROM badge");
    assert_ok(badge_revoke(w.t->db, &w.root, id, TEXT("It was another's work."), w.now_us, err));
    badge_world_act(&w, &w.kim, badge_world_ticket(&w, 1), ACTION_DETECTION, 0);
    struct badge_rule anew = rule;
    anew.since_us = 1; /* it looks at everything anew */
    assert_ok(badge_rule_change(w.t->db, &w.root, &anew, w.now_us, err));
    badge_world_catch_up(&w);
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM badge"), 1);
}

static void test_completions_within_the_hour_and_before_they_are_due(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule hour = add_rule(&w, "hour",
        "{\"on\":\"completion\",\"within_minutes\":60,\"is_confirmed\":true,\"counts\":[1]}");
    struct badge_rule kev = add_rule(
        &w, "kev", "{\"on\":\"completion\",\"is_kev\":true,\"is_before_due\":true,\"counts\":[2]}");
    int64_t swift = badge_world_ticket(&w, 0), slow = badge_world_ticket(&w, 1);
    badge_world_event(&w, &w.kim, swift, "acknowledged");
    badge_world_event(&w, &w.kim, slow, "acknowledged");
    w.now_us += 3600 * CLOCK_SECOND_US;
    badge_world_event(&w, &w.kim, swift, "completed");
    w.now_us += CLOCK_SECOND_US;
    badge_world_event(&w, &w.kim, slow, "completed");
    badge_world_close(&w, slow, "fixed");
    assert_previewed(&w, &kev, 1);
    assert_previewed(&w, &hour, 0);
    badge_world_close(&w, swift, "removed");
    assert_previewed(&w, &hour, 1);
    assert_int_equal(badges(&w, "hour-1"), 1);
    assert_int_equal(badges(&w, "kev-1"), 1);
}

static int64_t opened_ticket(struct badge_world *w, int flaw, int64_t due_us)
{
    int64_t ticket = badge_world_ticket(w, flaw);
    badge_world_event_sets(w, NULL, ticket, "opened",
        arena_format(&w->t->arena,
            "{\"state\":\"open\",\"priority\":2,\"due_us\":%lld,\"due_source\":\"kev\"}",
            (long long)due_us));
    return ticket;
}

/* Whoever looks late finds the ticket open again, or closed for the second time: it was mended all the same. */
static void test_a_ticket_that_comes_back_takes_nothing_away(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    int64_t due_us = NOW + CLOCK_DAY_US;
    int64_t gone = opened_ticket(&w, 0, due_us), again = opened_ticket(&w, 1, due_us);
    const int64_t tickets[] = {gone, again};
    for (size_t i = 0; i < LEN_OF(tickets); i++) {
        badge_world_act(&w, &w.kim, tickets[i], ACTION_ELIMINATION, 0);
        badge_world_act(&w, &w.kim, tickets[i], ACTION_ACCEPTANCE, 0);
        badge_world_event(&w, &w.kim, tickets[i], "completed");
        badge_world_close(&w, tickets[i], "fixed");
    }
    w.now_us += 5 * CLOCK_DAY_US;
    badge_world_reopen(&w, gone, NOW);
    badge_world_reopen(&w, again, NOW);
    badge_world_close(&w, again, "fixed");
    struct badge_rule acts = add_rule(&w, "eliminator",
        "{\"on\":\"action\",\"priorities\":[\"out_of_cycle\"],\"is_confirmed\":true,\"counts\":[2]}");
    struct badge_rule kev = add_rule(&w, "kev",
        "{\"on\":\"completion\",\"is_before_due\":true,\"is_confirmed\":true,\"counts\":[2]}");
    assert_previewed(&w, &acts, 1);
    assert_previewed(&w, &kev, 0); /* issued with the other's */
    assert_int_equal(badges(&w, "kev-1"), 1);
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM badge_act"), 4);
    assert_int_equal(store_test_number(w.t, "SELECT min(certifier) FROM badge_act"), ACTION_SYSTEM);
    assert_int_equal(store_test_number(w.t, "SELECT max(certifier) FROM badge_act"), ACTION_SYSTEM);
}

/* Of two rounds, the second was late: the first was not. */
static void test_each_round_of_a_ticket_is_looked_at(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    int64_t ticket = opened_ticket(&w, 0, NOW + CLOCK_DAY_US);
    badge_world_event(&w, &w.kim, ticket, "completed");
    badge_world_close(&w, ticket, "fixed");
    w.now_us += 5 * CLOCK_DAY_US;
    badge_world_reopen(&w, ticket, NOW + CLOCK_DAY_US);
    badge_world_event(&w, &w.kim, ticket, "completed");
    badge_world_close(&w, ticket, "fixed");
    struct badge_rule kev = add_rule(&w, "kev",
        "{\"on\":\"completion\",\"is_before_due\":true,\"is_confirmed\":true,\"counts\":[1]}");
    assert_previewed(&w, &kev, 1);
    /* What shows it is the entry of its own round. */
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM badge_act a JOIN journal_entry e"
                                            " ON e.id = a.evidence_id AND e.at_us = a.at_us"
                                            " AND e.kind = 'ticket.completed'"),
        1);
}

/* It was completed late. That it came back, and had a due date anew until the next SBOM closed it, makes nobody faster. */
static void test_a_ticket_that_comes_back_makes_nobody_faster(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    int64_t ticket = opened_ticket(&w, 0, NOW + CLOCK_DAY_US);
    w.now_us += 2 * CLOCK_DAY_US;
    badge_world_event(&w, &w.kim, ticket, "completed");
    badge_world_close(&w, ticket, "fixed");
    badge_world_reopen(&w, ticket, w.now_us + 30 * CLOCK_DAY_US);
    badge_world_close(&w, ticket, "fixed");
    struct badge_rule kev = add_rule(&w, "kev",
        "{\"on\":\"completion\",\"is_before_due\":true,\"is_confirmed\":true,\"counts\":[1]}");
    assert_previewed(&w, &kev, 0);
}

static void test_a_due_date_that_a_person_gave_proves_nothing(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule kev =
        add_rule(&w, "kev", "{\"on\":\"completion\",\"is_before_due\":true,\"counts\":[1]}");
    int64_t ticket = badge_world_ticket(&w, 0);
    store_test_run(w.t, "UPDATE ticket SET due_source = 'person'");
    badge_world_event(&w, &w.kim, ticket, "completed");
    assert_previewed(&w, &kev, 0);
}

static void test_a_badge_for_each_act_and_for_a_team(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule each = add_rule(&w, "reason", "{\"on\":\"action\"}");
    struct badge_rule team = add_rule(
        &w, "team-eliminator", "{\"on\":\"action\",\"recipient\":\"team\",\"counts\":[3]}");
    int64_t first = badge_world_act(&w, &w.kim, badge_world_ticket(&w, 0), ACTION_DETECTION, 0);
    badge_world_act(&w, &w.kim, badge_world_ticket(&w, 1), ACTION_DETECTION, 0);
    badge_world_act(&w, &w.lea, badge_world_ticket(&w, 2), ACTION_DETECTION, 0);
    assert_previewed(&w, &team, 1);
    assert_previewed(&w, &each, 0); /* issued with the other's */
    assert_int_equal(badges(&w, "reason-1"), 3);
    assert_int_equal(
        store_test_number(w.t, "SELECT count(*) FROM badge WHERE account_id IS NULL"), 1);
    /* It was of no ticket: another act, and another badge; the team has its three by that one again. */
    badge_world_correct(&w, &w.kim, first, 0, ACTION_DETECTION);
    badge_world_catch_up(&w);
    assert_int_equal(
        store_test_number(w.t, "SELECT count(*) FROM badge WHERE revoked_us IS NOT NULL"), 2);
    assert_int_equal(badges(&w, "reason-1"), 3);
    assert_int_equal(badges(&w, "team-eliminator-1"), 1);
}

static void test_advice_counts_while_it_stands(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule rule = add_rule(&w, "advisory", "{\"on\":\"advice\",\"counts\":[1]}");
    int64_t id = badge_world_advise(&w, "CVE-2099-0001");
    assert_previewed(&w, &rule, 1);
    assert_int_equal(badges(&w, "advisory-1"), 1);
    badge_world_withdraw_advice(&w, id);
    badge_world_catch_up(&w);
    assert_int_equal(badges(&w, "advisory-1"), 0);
}

static void test_what_was_before_does_not_count(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    struct badge_rule rule = add_rule(&w, "eliminator", "{\"on\":\"action\",\"counts\":[1]}");
    badge_world_act(&w, &w.kim, badge_world_ticket(&w, 0), ACTION_DETECTION, 0);
    rule.since_us = w.now_us + 1;
    assert_ok(badge_rule_change(w.t->db, &w.root, &rule, w.now_us, err));
    assert_previewed(&w, &rule, 0);
    w.now_us += CLOCK_DAY_US;
    badge_world_act(&w, &w.kim, badge_world_ticket(&w, 1), ACTION_DETECTION, 0);
    assert_previewed(&w, &rule, 1);
}

static void test_a_rule_needs_its_levels(void **state)
{
    struct badge_world w;
    struct err err = {0};
    badge_world_make(&w, state);
    struct badge_rule rule = {.name = TEXT("x"),
        .series = TEXT("advisory"),
        .condition = {.source = BADGE_ON_ADVICE, .counts = {1, 2, 3}, .levels = 3}};
    assert_false(badge_rule_add(w.t->db, &w.root, &rule, NOW, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_string_equal(err.text, "condition.counts[2]: the series has 2 levels");
    rule.series = TEXT("elimination");
    rule.condition.levels = 1;
    assert_false(badge_rule_add(w.t->db, &w.root, &rule, NOW, &err));
    assert_string_equal(err.text, "series: is one that people give");
    rule.series = TEXT("nothing");
    assert_false(badge_rule_add(w.t->db, &w.root, &rule, NOW, &err));
    assert_string_equal(err.text, "series: there is no class in it");
    assert_false(badge_rule_add(w.t->db, &w.kim, &rule, NOW, &err));
    assert_int_equal(err.code, ERR_FORBIDDEN);
}

/* -- at the same time -- */

static void *catch_up(void *context)
{
    struct badge_world *w = context;
    struct db *db;
    struct badge_job_counts counts;
    struct err err = {0};
    if (!db_open(&db, w->t->url, &err))
        return err.text[0] ? w : NULL;
    bool is_ok = badge_job_catch_up(db, w->now_us, &counts, &err);
    if (!is_ok)
        fprintf(stderr, "%s\n", err.text);
    db_free(db);
    return is_ok ? NULL : w;
}

static void test_two_servers_issue_nothing_twice(void **state)
{
    enum { SERVERS = 4, ACTS = 20 };
    struct badge_world w;
    pthread_t threads[SERVERS];
    badge_world_make(&w, state);
    add_rule(&w, "reason", "{\"on\":\"action\"}");
    add_rule(&w, "eliminator", "{\"on\":\"action\",\"counts\":[1,10,20]}");
    for (int i = 0; i < ACTS; i++)
        badge_world_act(&w, &w.kim, badge_world_ticket(&w, i), ACTION_DETECTION, 0);
    assert_ok(journal_tree_place_all(w.t->db, w.now_us, err));
    for (int i = 0; i < SERVERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, catch_up, &w), 0);
    for (int i = 0; i < SERVERS; i++) {
        void *failed;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    assert_int_equal(badges(&w, "reason-1"), ACTS);
    assert_int_equal(badges(&w, "eliminator-1"), 1);
    assert_int_equal(badges(&w, "eliminator-3"), 1);
    assert_int_equal(
        store_test_number(w.t, "SELECT count(*) FROM journal_entry WHERE kind = 'badge.issued'"),
        ACTS + 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_elimination_waits_until_a_later_sbom_confirms_it),
        STORE_TEST(test_what_is_said_after_the_flaw_was_gone_is_not_confirmed),
        STORE_TEST(test_the_same_flaw_of_a_team_counts_once),
        STORE_TEST(test_a_day_counts_so_much),
        STORE_TEST(test_hundreds_of_acts_at_once_count_as_one_by_one),
        STORE_TEST(test_grounds_and_who_vouches),
        STORE_TEST(test_a_correction_takes_back_and_gives_anew),
        STORE_TEST(test_a_revoked_badge_stays_revoked),
        STORE_TEST(test_completions_within_the_hour_and_before_they_are_due),
        STORE_TEST(test_a_ticket_that_comes_back_takes_nothing_away),
        STORE_TEST(test_each_round_of_a_ticket_is_looked_at),
        STORE_TEST(test_a_ticket_that_comes_back_makes_nobody_faster),
        STORE_TEST(test_a_due_date_that_a_person_gave_proves_nothing),
        STORE_TEST(test_a_badge_for_each_act_and_for_a_team),
        STORE_TEST(test_advice_counts_while_it_stands),
        STORE_TEST(test_what_was_before_does_not_count),
        STORE_TEST(test_a_rule_needs_its_levels),
        STORE_TEST(test_two_servers_issue_nothing_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
