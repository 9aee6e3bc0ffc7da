/* SPDX-License-Identifier: Apache-2.0 */
/* The trend of a team whose tickets come and go: days that are stored, today, and days made anew. */
#include "ticket/loop.h"

#include "health/trend.h"
#include "ticket/ticket_work.h"

#define CVE "CVE-2020-0001"
#define OTHER "CVE-2020-0002"
#define HOUR (CLOCK_DAY_US / 24)

static const struct loop_record records[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0},
    {"GHSA-2", OTHER, "npm", "lodash", "9.0", false, NULL, NULL, 0}};

static void order(struct loop *l, struct ticket_order order, const char *cve)
{
    order.ticket_id = loop_ticket(l, cve).id;
    order.now_us = l->now_us;
    assert_ok(ticket_work_run(l->world.t->db, &l->world.who, &order, err));
}

static struct trend_team team_of(struct loop *l)
{
    struct trend_team *teams;
    size_t count;
    assert_ok(trend_rows_teams(
        l->world.t->db, NULL, l->world.team_id, &l->world.t->arena, &teams, &count, err));
    assert_int_equal(count, 1);
    return teams[0];
}

/* A year of 27 hours' strides would be more of the same: five days, in which all that counts comes about. */
static void live(struct loop *l, void **state)
{
    loop_init(l, state);
    loop_know_kev(l, records, 2, OTHER);
    loop_install(l, "lodash 1.5");
    loop_sync(l); /* day 0, 03:04: both opened, by nobody */
    l->now_us += 30 * HOUR;
    order(l, (struct ticket_order){.verb = TICKET_ACKNOWLEDGE}, OTHER); /* day 1, 09:04 */
    l->now_us += 20 * HOUR;
    loop_install(l, "lodash 2.5");
    loop_sync(l); /* day 2, 05:04: CVE is fixed */
    l->now_us += 24 * HOUR;
    loop_install(l, "lodash 1.5");
    loop_sync(l);           /* day 3: CVE is back */
    l->now_us += 24 * HOUR; /* day 4 */
}

static struct trend read_days(struct loop *l, const struct api_principal *who, int64_t team_id,
    int64_t service_id, size_t count)
{
    struct trend trend;
    const struct trend_order asked = {.who = who,
        .team_id = team_id,
        .service_id = service_id,
        .period = TREND_DAY,
        .count = count,
        .until_day = TREND_NO_DAY,
        .now_us = l->now_us};
    assert_ok(trend_read(l->world.t->db, &asked, &l->world.t->arena, &trend, err));
    assert_int_equal(trend.count, count);
    return trend;
}

static int64_t backlog(const struct trend_point *point)
{
    return trend_fact_sum(&point->facts, TREND_BACKLOG, TREND_PRIORITIES * TREND_AGES);
}

static void check_days(const struct trend *trend)
{
    const struct trend_point *days = trend->points;
    assert_int_equal(trend_fact_sum(&days[0].facts, TREND_OPENED, 4), 2);
    assert_int_equal(backlog(&days[0]), 2);
    assert_int_equal(trend_fact_time_count(&days[1].facts, TREND_ACK), 1);
    assert_int_equal(trend_fact_percentile(&days[1].facts, TREND_ACK, 50), 30 * 60);
    assert_int_equal(days[2].facts.at[TREND_FIXED], 1);
    assert_int_equal(days[2].facts.at[TREND_ENDED + TICKET_FIXED], 1);
    assert_int_equal(trend_fact_percentile(&days[2].facts, TREND_FIX, 90), 51 * 60);
    assert_int_equal(backlog(&days[2]), 1);
    assert_int_equal(trend_fact_sum(&days[3].facts, TREND_CAME_BACK, 4), 1);
    assert_int_equal(backlog(&days[3]), 2);
    assert_int_equal(days[3].facts.at[TREND_KEV], 1);
    /* It was opened at 03:04:06 of the first day. */
    assert_int_equal(days[3].facts.at[TREND_KEV_LONGEST], 92);
    assert_int_equal(backlog(&days[4]), 2);
    assert_int_equal(trend_fact_sum(&days[4].facts, TREND_OPENED, 4), 0);
}

static void test_days_that_are_not_stored_are_counted(void **state)
{
    struct loop l;
    live(&l, state);
    struct trend trend = read_days(&l, &l.world.who, l.world.team_id, 0, 5);
    check_days(&trend);
    assert_false(trend.is_behind);
    assert_true(trend.points[4].is_running);
    assert_text(trend.zone, "UTC");
    loop_done(&l);
}

static void test_stored_days_say_the_same(void **state)
{
    struct loop l;
    live(&l, state);
    struct trend_team team = team_of(&l);
    assert_ok(trend_close_days(l.world.t->db, &team, l.now_us, err));
    struct trend trend = read_days(&l, &l.world.who, l.world.team_id, 0, 5);
    check_days(&trend);
    trend = read_days(&l, &l.world.who, l.world.team_id, l.world.service_id, 5);
    check_days(&trend);
    trend = read_days(&l, &l.world.who, 0, 0, 5);
    check_days(&trend);
    assert_int_equal(
        store_test_number(l.world.t, "SELECT count(*) FROM health_day WHERE service_id = 0"), 4);
    /* Once more: nothing is left to do. */
    team = team_of(&l);
    assert_ok(trend_close_days(l.world.t->db, &team, l.now_us, err));
    assert_int_equal(
        store_test_number(l.world.t, "SELECT count(*) FROM health_day WHERE service_id = 0"), 4);
    loop_done(&l);
}

static void test_a_week_adds_days_up(void **state)
{
    struct loop l;
    struct trend trend;
    live(&l, state);
    struct trend_team team = team_of(&l);
    assert_ok(trend_close_days(l.world.t->db, &team, l.now_us, err));
    /* 2 January 2026 is a Friday, and day 4 a Tuesday. */
    const struct trend_order asked = {.who = &l.world.who,
        .team_id = l.world.team_id,
        .period = TREND_WEEK,
        .count = 2,
        .until_day = TREND_NO_DAY,
        .now_us = l.now_us};
    assert_ok(trend_read(l.world.t->db, &asked, &l.world.t->arena, &trend, err));
    assert_int_equal(trend_fact_sum(&trend.points[0].facts, TREND_OPENED, 4), 2);
    assert_int_equal(trend.points[0].facts.at[TREND_FIXED], 1);
    assert_int_equal(backlog(&trend.points[0]), 1);
    assert_int_equal(trend_fact_sum(&trend.points[1].facts, TREND_CAME_BACK, 4), 1);
    assert_int_equal(backlog(&trend.points[1]), 2);
    loop_done(&l);
}

static struct text dump(struct loop *l)
{
    struct db_rows rows;
    struct text all = {"", 0};
    struct arena *arena = &l->world.t->arena;
    assert_ok(db_query(l->world.t->db,
        "SELECT team_id, service_id, day, flows, stocks, seen FROM health_day ORDER BY 1, 2, 3",
        DB_NO_ARGS, arena, &rows, err));
    for (size_t i = 0; i < rows.count; i++)
        all = arena_format(arena, "%.*s\n%lld %lld %lld [%.*s] [%.*s] [%.*s]", TEXT_ARG(all),
            (long long)db_int(&rows, i, 0), (long long)db_int(&rows, i, 1),
            (long long)db_int(&rows, i, 2), TEXT_ARG(db_text(&rows, i, 3)),
            TEXT_ARG(db_text(&rows, i, 4)), TEXT_ARG(db_text(&rows, i, 5)));
    return all;
}

/* Day by day, as a server does, and all at once from the events: the same, to the letter. */
static void test_days_made_anew_are_the_same(void **state)
{
    struct loop l;
    int64_t days;
    live(&l, state);
    int64_t end_us = l.now_us;
    for (int64_t at_us = STORE_TEST_NOW_US; at_us <= end_us; at_us += 7 * HOUR) {
        struct trend_team team = team_of(&l);
        assert_ok(trend_close_days(l.world.t->db, &team, at_us, err));
    }
    struct text stored = dump(&l);
    struct trend_team team = team_of(&l);
    assert_ok(trend_rebuild(l.world.t->db, &team, end_us, &days, err));
    assert_int_equal(days, 4);
    assert_text(dump(&l), arena_text(&l.world.t->arena, stored).at);
    store_test_run(l.world.t, "UPDATE health_day SET flows = 'opened.0=77', stocks = ''");
    assert_ok(trend_rebuild(l.world.t->db, &team, end_us, &days, err));
    assert_text(dump(&l), arena_text(&l.world.t->arena, stored).at);
    loop_done(&l);
}

static void test_a_stranger_sees_nothing(void **state)
{
    struct loop l;
    live(&l, state);
    struct api_principal stranger = {.account_id = 1};
    store_test_run(l.world.t, "DELETE FROM team_member");
    struct trend trend = read_days(&l, &stranger, 0, 0, 5);
    assert_int_equal(trend.team_count, 0);
    for (size_t i = 0; i < trend.count; i++)
        assert_false(trend.points[i].has_facts);
    loop_done(&l);
}

static void test_days_are_those_of_the_zone(void **state)
{
    struct loop l;
    live(&l, state);
    store_test_run(l.world.t, "UPDATE team SET time_zone = 'America/Los_Angeles'");
    struct trend trend = read_days(&l, &l.world.who, l.world.team_id, 0, 6);
    /* 03:04 UTC is the evening before. */
    assert_text(trend.zone, "America/Los_Angeles");
    assert_int_equal(trend_fact_sum(&trend.points[1].facts, TREND_OPENED, 4), 2);
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_days_that_are_not_stored_are_counted),
        STORE_TEST(test_stored_days_say_the_same),
        STORE_TEST(test_a_week_adds_days_up),
        STORE_TEST(test_days_made_anew_are_the_same),
        STORE_TEST(test_a_stranger_sees_nothing),
        STORE_TEST(test_days_are_those_of_the_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
