/* SPDX-License-Identifier: Apache-2.0 */
#include "badge_deeds.h"

#include "health/trend.h"

/* NOW is 2026-01-02: the quarter before is over, and so are the hours for the last zone. */
#define QUARTER_START_US (INT64_C(1759276800) * CLOCK_SECOND_US) /* 2025-10-01 */

static void tell(
    struct badge_world *w, int64_t ticket_id, const char *kind, int64_t at_us, const char *sets)
{
    assert_ok(db_run(w->t->db,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation, sets) "
        "VALUES ($1, $2, $3, NULL, $4, '', '{}', '', $5)",
        DB_ARGS(DB_INT(ticket_id), DB_INT(++w->seq), DB_INT(at_us), DB_TEXT(text_of(kind)),
            DB_TEXT(text_of(sets))),
        NULL, err));
}

/* A ticket of the quarter that was due on its tenth day and ended on a day of it. */
static void live(struct badge_world *w, int flaw, int64_t opened_us, int64_t ended_day)
{
    char sets[128];
    int64_t id = badge_world_ticket(w, flaw), due_us = opened_us + 10 * CLOCK_DAY_US;
    int64_t closed_us = opened_us + ended_day * CLOCK_DAY_US;
    snprintf(sets, sizeof sets, "{\"state\":\"open\",\"priority\":2,\"due_us\":%lld}",
        (long long)due_us);
    tell(w, id, "opened", opened_us, sets);
    snprintf(sets, sizeof sets, "{\"state\":\"closed\",\"cause\":\"fixed\",\"closed_us\":%lld}",
        (long long)closed_us);
    tell(w, id, "closed", closed_us, sets);
    assert_ok(db_run(w->t->db,
        "UPDATE ticket SET created_us = $2, due_us = $3, closed_us = $4, updated_us = $4, state = 'closed', "
        "cause = 'fixed', is_done = 1 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_INT(opened_us), DB_INT(due_us), DB_INT(closed_us)), NULL, err));
}

static void count_days(struct badge_world *w)
{
    struct trend_team *teams;
    size_t count;
    assert_ok(trend_rows_teams(w->t->db, NULL, TEAM, &w->t->arena, &teams, &count, err));
    assert_int_equal(count, 1);
    int64_t days;
    assert_ok(trend_rebuild(w->t->db, &teams[0], w->now_us, &days, err));
    assert_true(days > 0);
}

static int64_t catch_up(struct badge_world *w)
{
    return badge_world_catch_up(w).issued;
}

static void ask_for(struct badge_world *w, const char *condition)
{
    assert_ok(db_run(w->t->db,
        "UPDATE badge_rule SET is_enabled = 1, condition = $1 WHERE series = 'quarter'",
        DB_ARGS(DB_TEXT(text_of(condition))), NULL, err));
}

static void test_a_quarter_in_time_is_praised_once(void **state)
{
    struct badge_world w;
    struct badge_rule rule;
    struct badge_preview preview;
    badge_world_make(&w, state);
    ask_for(&w, "{\"on\":\"quarter\",\"least\":2}");
    live(&w, 0, QUARTER_START_US + CLOCK_DAY_US, 5);
    live(&w, 1, QUARTER_START_US + 40 * CLOCK_DAY_US, 9);
    /* While the days are not counted, nobody can say. */
    assert_int_equal(catch_up(&w), 0);
    count_days(&w);
    assert_ok(badge_rule_find(w.t->db, 6, &w.t->arena, &rule, err));
    assert_ok(badge_preview_run(w.t->db, &rule, w.now_us, &w.t->arena, &preview, err));
    assert_int_equal(preview.count, 1);
    assert_text(preview.awards[0].badge.act_key, "quarter t11 2025-Q4");
    assert_int_equal(catch_up(&w), 1);
    assert_int_equal(catch_up(&w), 0);
    assert_int_equal(
        store_test_number(w.t, "SELECT count(*) FROM badge WHERE account_id IS NULL AND team_id = "
                               "11 AND act_key = 'quarter t11 2025-Q4'"),
        1);
    /* Its people are told. */
    assert_int_equal(
        store_test_number(w.t, "SELECT count(*) FROM notice WHERE kind = 'badge_issued'"), 3);
}

static void test_one_that_ended_late_spoils_it(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    ask_for(&w, "{\"on\":\"quarter\"}");
    live(&w, 0, QUARTER_START_US + CLOCK_DAY_US, 5);
    live(&w, 1, QUARTER_START_US + 40 * CLOCK_DAY_US, 11);
    count_days(&w);
    assert_int_equal(catch_up(&w), 0);
}

static void test_a_team_of_the_quarter_has_no_whole_one(void **state)
{
    struct badge_world w;
    badge_world_make(&w, state);
    ask_for(&w, "{\"on\":\"quarter\"}");
    assert_ok(db_run(w.t->db, "UPDATE team SET created_us = $1",
        DB_ARGS(DB_INT(QUARTER_START_US + 1)), NULL, err));
    live(&w, 0, QUARTER_START_US + CLOCK_DAY_US, 5);
    count_days(&w);
    assert_int_equal(catch_up(&w), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_quarter_in_time_is_praised_once),
        STORE_TEST(test_one_that_ended_late_spoils_it),
        STORE_TEST(test_a_team_of_the_quarter_has_no_whole_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
