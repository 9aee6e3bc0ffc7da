/* SPDX-License-Identifier: Apache-2.0 */
#include "health/diary_world.h"

#include "health/balance.h"
#include "health/reading.h"

#define DAY CLOCK_DAY_US

static struct balance balance_of(struct store_test *t, int64_t from_us, int64_t to_us)
{
    struct balance balance;
    const struct balance_query query = {
        .team_id = TEAM, .from_us = from_us, .to_us = to_us, .now_us = NOW + 30 * DAY};
    assert_ok(balance_read(&balance, t->db, NULL, &query, &t->arena, err));
    return balance;
}

static void test_an_empty_team_has_an_empty_balance(void **state)
{
    struct store_test *t = store_test(state);
    store_test_run(t, "INSERT INTO team (id, name, created_us) VALUES (11, 'Payments', 1)");
    struct balance balance = balance_of(t, NOW, NOW + DAY);
    assert_int_equal(balance.act_count + (size_t)balance.coverage.component_count, 0);
    for (int kind = 0; kind < BALANCE_GAPS; kind++)
        assert_int_equal(balance.gaps[kind].count, 0);
    const struct balance_query nobody = {.team_id = 7, .from_us = 0, .to_us = NOW, .now_us = NOW};
    assert_err(ERR_NOT_FOUND, balance_read(&balance, t->db, NULL, &nobody, &t->arena, err));
}

static void test_what_an_act_rests_on(void **state)
{
    struct store_test *t = store_test(state);
    diary_world_make(t);
    struct api_principal kim = diary_world_member(t, "kim");
    diary_world_event(t, &kim, "scheduled", 1, NOW);
    /* A database's record and a vendor's; no rating, no word, and no index at all. */
    struct balance balance = balance_of(t, NOW - DAY, NOW + DAY);
    assert_int_equal(balance.act_count, 1);
    assert_int_equal(balance.acts[0].sources, BALANCE_DATABASE | BALANCE_VENDOR);
    assert_int_equal(balance.acts[0].age_us, -1);
    assert_false(balance.acts[0].is_enough);
    assert_int_equal(balance.gaps[BALANCE_NO_GROUND].count, 1);
    assert_int_equal(balance.gaps[BALANCE_NO_GROUND].examples[0].ticket_id, TICKET);
    assert_int_equal(balance.gaps[BALANCE_UNRATED].count, 1);
    /* An hour before it came an index, and later the priority changed. */
    assert_ok(db_run(t->db,
        "INSERT INTO advisory_generation (digest, record_count, created_us, is_current) VALUES ($1, 1, $2, 1)",
        DB_ARGS(DB_BLOB(TEXT("x")), DB_INT(NOW - 3600 * CLOCK_SECOND_US)), NULL, err));
    diary_world_event(t, &kim, "decision_changed", 2, NOW + 5);
    balance = balance_of(t, NOW - DAY, NOW + DAY);
    assert_int_equal(balance.acts[0].age_us, 3600 * CLOCK_SECOND_US);
    assert_int_equal(balance.acts[0].changed_us, NOW + 5);
    assert_true(balance.acts[0].is_enough);
    assert_int_equal(balance.enough_count, 1);
    /* Somebody says why. */
    diary_world_event(t, &kim, "commented", 3, NOW - 5);
    balance = balance_of(t, NOW - DAY, NOW + DAY);
    assert_true(balance.acts[0].has_ground);
    assert_int_equal(balance.gaps[BALANCE_NO_GROUND].count, 0);
    /* Three days later the same index is stale. */
    diary_world_event(t, &kim, "snoozed", 4, NOW + 3 * DAY);
    balance = balance_of(t, NOW - DAY, NOW + 4 * DAY);
    assert_int_equal(balance.act_count, 2);
    assert_false(balance.acts[0].is_enough);
    assert_int_equal(balance.stale_count, 1);
    assert_int_equal(balance.gaps[BALANCE_STALE].count, 1);
    /* The end of a period is not of it. */
    assert_int_equal(balance_of(t, NOW - DAY, NOW).act_count, 0);
    assert_int_equal(balance_of(t, NOW, NOW + 1).act_count, 1);
}

static void read_of(
    struct store_test *t, const struct api_principal *who, const char *id, int64_t at_us)
{
    assert_ok(
        reading_note(t->db, who, &(struct reading_visit){.advisory = text_of(id)}, at_us, err));
}

static void test_reading_is_told_of_three_and_of_whole_weeks(void **state)
{
    struct store_test *t = store_test(state);
    const int64_t monday = NOW / DAY * DAY - 4 * DAY; /* 2025-12-29 */
    diary_world_make(t);
    struct api_principal kim = diary_world_member(t, "kim"), lea = diary_world_member(t, "lea"),
                         max = diary_world_member(t, "max");
    read_of(t, &kim, "CVE-2099-5", NOW);
    read_of(t, &kim, "CVE-2099-6", NOW);
    read_of(t, &lea, "CVE-2099-5", NOW);
    struct balance balance = balance_of(t, monday, monday + 7 * DAY);
    assert_true(balance.gaps[BALANCE_READ_UNUSED].is_hidden);
    assert_int_equal(balance.gaps[BALANCE_READ_UNUSED].count, 0);
    read_of(t, &max, "CVE-2099-5", NOW);
    read_of(t, &max, "CVE-2099-0001", NOW);
    read_of(t, &kim, "CVE-2099-0001", NOW);
    read_of(t, &lea, "CVE-2099-0001", NOW);
    /* What one or two read is never told, and neither is what all did. */
    balance = balance_of(t, monday, monday + 7 * DAY);
    assert_false(balance.gaps[BALANCE_READ_UNUSED].is_hidden);
    assert_int_equal(balance.gaps[BALANCE_READ_UNUSED].count, 0);
    assert_int_equal(balance.gaps[BALANCE_READ_UNUSED].of, 0);
    diary_world_member(t, "nao");
    balance = balance_of(t, monday, monday + 7 * DAY);
    assert_false(balance.gaps[BALANCE_READ_UNUSED].is_hidden);
    assert_int_equal(balance.gaps[BALANCE_READ_UNUSED].count, 2);
    assert_int_equal(balance.gaps[BALANCE_READ_UNUSED].of, 2);
    assert_int_equal(balance.gaps[BALANCE_READ_UNUSED].examples[0].count, 0);
    /* Bounds inside of the week tell nothing, whatever they are. */
    assert_true(balance_of(t, monday + 1, monday + 7 * DAY).gaps[BALANCE_READ_UNUSED].is_hidden);
    assert_true(balance_of(t, monday, monday + 7 * DAY - 1).gaps[BALANCE_READ_UNUSED].is_hidden);
    assert_true(balance_of(t, NOW, NOW + 1).gaps[BALANCE_READ_UNUSED].is_hidden);
    /* Something followed. */
    diary_world_event(t, &lea, "acknowledged", 1, NOW + 9);
    balance = balance_of(t, monday, monday + 7 * DAY);
    assert_int_equal(balance.gaps[BALANCE_READ_UNUSED].count, 1);
    assert_text(balance.gaps[BALANCE_READ_UNUSED].examples[0].label, "CVE-2099-5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_an_empty_team_has_an_empty_balance),
        STORE_TEST(test_what_an_act_rests_on),
        STORE_TEST(test_reading_is_told_of_three_and_of_whole_weeks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
