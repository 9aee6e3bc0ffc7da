/* SPDX-License-Identifier: Apache-2.0 */
/* Advice that rests on what is there, is put aside, and comes back. The rules are also tried on the year of tests/history. */
#include "health/health_advice.h"

#include "health/health_rule.h"
#include "ticket/loop.h"

#define DAY CLOCK_DAY_US
#define HOUR (3600 * CLOCK_SECOND_US)

static struct team team_of(struct world *w)
{
    struct team team;
    assert_ok(
        team_find(w->t->db, &w->who, w->team_id, RIGHT_HEALTH_READ, &w->t->arena, &team, err));
    return team;
}

/* The advice of a rule; zeroes when there is none. */
static struct health_advice find(struct world *w, const char *rule, int64_t now_us)
{
    struct health_advice_list list;
    struct team team = team_of(w);
    bool is_of_organisation = health_rule_find(text_of(rule))->is_of_organisation;
    struct health_advice found = {0};
    assert_ok(health_advice_find(
        w->t->db, is_of_organisation ? NULL : &team, now_us, &w->t->arena, &list, err));
    for (size_t i = 0; i < list.len; i++)
        if (strcmp(list.at[i].rule->name, rule) == 0)
            found = list.at[i];
    VEC_DONE(&list);
    return found;
}

static void test_names(void **state)
{
    (void)state;
    for (const struct health_rule *rule = health_rule_table; rule->name; rule++) {
        assert_ptr_equal(health_rule_find(text_of(rule->name)), rule);
        assert_true((rule->sql != NULL) != (rule->look != NULL));
        assert_true(rule->sentence && rule->todo && rule->link[0]);
    }
    assert_null(health_rule_find(TEXT("")));
    assert_null(health_rule_find(TEXT("unsupported-systems")));
}

static void test_services(void **state)
{
    struct world w = world_make(state);
    const int64_t now = STORE_TEST_NOW_US;
    struct health_advice advice = find(&w, "inputs-not-said", now);
    /* The world's service begins with the first words of each. */
    assert_null(advice.rule);
    assert_null(find(&w, "service-without-sbom", now + 7 * DAY).rule);
    advice = find(&w, "service-without-sbom", now + 7 * DAY + 1);
    assert_text(advice.sentence, "1 service has no SBOM: what it runs, nobody knows");
    assert_int_equal(advice.evidence_count, 1);
    assert_text(advice.evidence[0].label, "shop");
    assert_text(
        advice.link, arena_format(&w.t->arena, "/services/%lld", (long long)w.service_id).at);
    struct service other = {
        .team_id = w.team_id, .name = TEXT("till"), .inputs = SERVICE_INPUTS_NOT_SAID};
    int64_t id;
    assert_ok(service_add(w.t->db, &w.who, &other, now, &id, err));
    assert_text(find(&w, "service-without-sbom", now + 8 * DAY).sentence,
        "2 services have no SBOM: what they run, nobody knows");
    advice = find(&w, "inputs-not-said", now);
    assert_text(advice.evidence[0].label, "till");
    assert_text(advice.link, arena_format(&w.t->arena, "/services/%lld", (long long)id).at);
    /* A stored SBOM ends the one, and ages into another. */
    struct sbom sbom = world_sbom(w.t, "shop", 0, 3);
    world_upload(&w, &sbom, "first", false);
    assert_int_equal(find(&w, "service-without-sbom", now + 8 * DAY).count, 1);
    assert_null(find(&w, "sbom-old", now + 90 * DAY).rule);
    assert_int_equal(find(&w, "sbom-old", now + 91 * DAY).count, 1);
}

static void test_systems(void **state)
{
    struct world w = world_make(state);
    struct sbom sbom = world_sbom(w.t, "shop", 0, 3);
    struct put put = world_upload(&w, &sbom, "first", false);
    struct {
        int64_t end_us, extended_us;
        bool is_told;
    } cases[] = {
        {STORE_TEST_NOW_US, 0, true},
        {STORE_TEST_NOW_US + 1, 0, false},
        {0, 0, false},
        {1, 0, true},
        {STORE_TEST_NOW_US - DAY, STORE_TEST_NOW_US + DAY, false},
        {STORE_TEST_NOW_US - DAY, STORE_TEST_NOW_US, true},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        assert_ok(db_run(w.t->db, "DELETE FROM sbom_summary", DB_NO_ARGS, NULL, err));
        assert_ok(db_run(w.t->db,
            "INSERT INTO sbom_summary (sbom_id, generation, checked, affected, not_covered, undecidable, os_ecosystem, os_label,"
            " support_end_us, extended_end_us) VALUES ($1, '', 3, 0, 0, 0, 'Debian:10', 'Debian 10', $2, $3)",
            DB_ARGS(DB_INT(put.row.id), DB_ID(cases[i].end_us), DB_ID(cases[i].extended_us)), NULL,
            err));
        assert_int_equal(find(&w, "unsupported-system", STORE_TEST_NOW_US).count, cases[i].is_told);
    }
    struct health_advice advice = find(&w, "unsupported-system", STORE_TEST_NOW_US);
    assert_text(advice.topic, "Debian 10");
    assert_text(advice.sentence, "1 part runs on Debian 10, out of support since 2026-01-01");
}

static void test_administrators(void **state)
{
    struct world w = world_make(state);
    struct health_advice advice = find(&w, "administrators-without-code", STORE_TEST_NOW_US);
    assert_text(advice.sentence, "1 administrator signs in without a second factor");
    assert_int_equal(advice.team_id, 0);
    store_test_run(w.t,
        "INSERT INTO authenticator (account_id, secret, created_us, confirmed_us, last_step) VALUES (1, '', 1, NULL, 0)");
    assert_int_equal(find(&w, "administrators-without-code", STORE_TEST_NOW_US).count, 1);
    store_test_run(w.t, "UPDATE authenticator SET confirmed_us = 2");
    assert_null(find(&w, "administrators-without-code", STORE_TEST_NOW_US).rule);
}

static struct health_aside_order aside_order(const struct world *w, int64_t now_us)
{
    return (struct health_aside_order){.team_id = w->team_id,
        .rule = TEXT("service-without-sbom"),
        .topic = TEXT(""),
        .reason = TEXT("it is not built yet"),
        .until_us = now_us + 30 * DAY};
}

static void test_aside_refused(void **state)
{
    struct world w = world_make(state);
    const int64_t now = STORE_TEST_NOW_US + 10 * DAY;
    struct health_aside_order order = aside_order(&w, now);
    struct health_aside_order bad = order;
    const struct api_principal stranger = {.account_id = 1};
    bad.rule = TEXT("sbom-old");
    assert_err(
        ERR_NOT_FOUND, health_advice_put_aside(w.t->db, &w.who, &bad, now, &w.t->arena, err));
    bad.rule = TEXT("no-rule");
    assert_err(
        ERR_NOT_FOUND, health_advice_put_aside(w.t->db, &w.who, &bad, now, &w.t->arena, err));
    assert_err(ERR_NOT_FOUND, health_advice_take_up(w.t->db, &w.who, &bad, now, &w.t->arena, err));
    bad = order;
    bad.until_us = now;
    assert_err(ERR_USAGE, health_advice_put_aside(w.t->db, &w.who, &bad, now, &w.t->arena, err));
    bad.until_us = now + 732 * DAY + 1;
    assert_err(ERR_USAGE, health_advice_put_aside(w.t->db, &w.who, &bad, now, &w.t->arena, err));
    bad = order;
    bad.reason = TEXT("  ");
    assert_err(ERR_USAGE, health_advice_put_aside(w.t->db, &w.who, &bad, now, &w.t->arena, err));
    store_test_run(w.t, "DELETE FROM team_member");
    assert_err(
        ERR_NOT_FOUND, health_advice_put_aside(w.t->db, &stranger, &order, now, &w.t->arena, err));
    store_test_run(w.t,
        "INSERT INTO team_member (team_id, account_id, role, created_us) SELECT id, 1, 'viewer', 1 FROM team");
    assert_err(
        ERR_FORBIDDEN, health_advice_put_aside(w.t->db, &stranger, &order, now, &w.t->arena, err));
    assert_int_equal(store_test_number(w.t, "SELECT count(*) FROM health_aside"), 0);
}

static void test_aside(void **state)
{
    struct world w = world_make(state);
    const int64_t now = STORE_TEST_NOW_US + 10 * DAY;
    struct health_aside_order order = aside_order(&w, now);
    assert_ok(health_advice_put_aside(w.t->db, &w.who, &order, now, &w.t->arena, err));
    struct health_advice advice = find(&w, "service-without-sbom", now);
    assert_int_equal(advice.aside.account_id, 1);
    assert_text(advice.aside.reason, "it is not built yet");
    assert_int_equal(find(&w, "service-without-sbom", order.until_us - 1).aside.account_id, 1);
    assert_int_equal(find(&w, "service-without-sbom", order.until_us).aside.account_id, 0);
    /* When there is more to say, it is back; put aside anew, it is away. */
    struct service other = {.team_id = w.team_id, .name = TEXT("till")};
    int64_t id;
    assert_ok(service_add(w.t->db, &w.who, &other, STORE_TEST_NOW_US, &id, err));
    assert_int_equal(find(&w, "service-without-sbom", now).aside.account_id, 0);
    assert_ok(health_advice_put_aside(w.t->db, &w.who, &order, now, &w.t->arena, err));
    assert_int_equal(find(&w, "service-without-sbom", now).aside.account_id, 1);
    assert_ok(health_advice_take_up(w.t->db, &w.who, &order, now, &w.t->arena, err));
    assert_int_equal(find(&w, "service-without-sbom", now).aside.account_id, 0);
    assert_err(
        ERR_NOT_FOUND, health_advice_take_up(w.t->db, &w.who, &order, now, &w.t->arena, err));
    assert_int_equal(
        store_test_number(
            w.t, "SELECT count(*) FROM journal_entry WHERE kind = 'health.advice_put_aside'"),
        2);
    assert_int_equal(
        store_test_number(
            w.t, "SELECT count(*) FROM journal_entry WHERE kind = 'health.advice_taken_up'"),
        1);
}

/* Tickets about what came to be exploited then, in Tokyo, and when a person first touched them (0: nobody). */
static void exploit(struct loop *l, const char *id, int64_t known_us, int64_t touched_us)
{
    struct ticket ticket = loop_ticket(l, id);
    assert_ok(
        db_run(l->world.t->db, "UPDATE ticket SET is_kev = 1, kev_added_us = $2 WHERE id = $1",
            DB_ARGS(DB_INT(ticket.id), DB_INT(known_us)), NULL, err));
    if (touched_us)
        assert_ok(db_run(l->world.t->db,
            "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation)"
            " VALUES ($1, 99, $2, 1, 'acknowledged', '', '{}', '')",
            DB_ARGS(DB_INT(ticket.id), DB_INT(touched_us)), NULL, err));
}

static void test_weekend(void **state)
{
    struct loop l;
    loop_init(&l, state);
    struct world w = l.world;
    static const struct loop_record records[] = {
        {"CVE-2026-0001", "", "npm", "lodash", "1.1", false, NULL, NULL, 0},
        {"CVE-2026-0002", "", "npm", "lodash", "1.1", false, NULL, NULL, 0},
        {"CVE-2026-0003", "", "npm", "lodash", "1.1", false, NULL, NULL, 0},
        {"CVE-2026-0004", "", "npm", "lodash", "1.1", false, NULL, NULL, 0},
        {"CVE-2026-0005", "", "npm", "lodash", "1.1", false, NULL, NULL, 0}};
    loop_know(&l, records, LEN_OF(records));
    loop_install(&l, "lodash 1.0");
    loop_sync(&l);
    assert_ok(team_change(w.t->db, &w.who, w.team_id,
        &(struct team_change){.time_zone = TEXT("Asia/Tokyo")}, l.now_us, err));
    /* 2026-01-10 is a Saturday; in Tokyo it begins at 15:00 of Friday UTC. */
    const int64_t saturday = INT64_C(1767970800000000), monday = saturday + 2 * DAY,
                  now = monday + 10 * DAY;
    assert_null(find(&w, "weekend", now).rule);
    exploit(&l, "CVE-2026-0001", saturday, monday);
    assert_null(find(&w, "weekend", now).rule); /* one is no habit */
    exploit(&l, "CVE-2026-0002", monday - 1, 0);
    assert_text(find(&w, "weekend", now).sentence,
        "Nobody looks at npm advisories at weekends: 2 of 2 that are exploited waited until Monday or longer");
    exploit(&l, "CVE-2026-0003", saturday + HOUR, monday - HOUR); /* in time */
    exploit(&l, "CVE-2026-0004", saturday - 1, 0);                /* on a Friday */
    exploit(&l, "CVE-2026-0005", saturday + HOUR, saturday);      /* at work on it already */
    struct health_advice advice = find(&w, "weekend", now);
    assert_int_equal(advice.count, 2);
    assert_int_equal(advice.total, 3);
    assert_text(advice.topic, "npm");
    /* Monday has not come yet. */
    assert_null(find(&w, "weekend", monday - 1).rule);
    loop_done(&l);
}

static void rebuild_with(struct loop *l, const char *installed)
{
    l->now_us += DAY;
    loop_install(l, installed);
    loop_sync(l);
}

/* What an SBOM brings back is in the name of who uploaded it, and is no person's word. */
static void test_came_back(void **state)
{
    struct loop l;
    loop_init(&l, state);
    struct world w = l.world;
    static const struct loop_record record = {
        "CVE-2026-0001", "", "npm", "lodash", "1.1", false, NULL, NULL, 0};
    loop_know(&l, &record, 1);
    loop_install(&l, "lodash 1.0");
    loop_sync(&l);
    for (int i = 0; i < 2; i++) {
        assert_null(find(&w, "came-back", l.now_us).rule);
        rebuild_with(&l, "lodash 1.1");
        rebuild_with(&l, "lodash 1.0");
    }
    store_test_run(w.t, "UPDATE ticket_event SET account_id = 1 WHERE kind = 'reopened'");
    struct health_advice advice = find(&w, "came-back", l.now_us);
    assert_text(advice.sentence, "1 flaw came back more than once after it was mended");
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        STORE_TEST(test_services),
        STORE_TEST(test_systems),
        STORE_TEST(test_administrators),
        STORE_TEST(test_aside_refused),
        STORE_TEST(test_aside),
        STORE_TEST(test_weekend),
        STORE_TEST(test_came_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
