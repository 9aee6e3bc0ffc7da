/* SPDX-License-Identifier: Apache-2.0 */
/* Goals of a team in the database: set, ended by the job, told to its members. */
#include "ticket/loop.h"

#include "base/limits.h"
#include "health/goal.h"
#include "ticket/notice.h"

#define CVE "CVE-2020-0001"

static const struct loop_record records[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0}};

static struct goal set(struct loop *l, enum goal_kind kind, int64_t target, int64_t days)
{
    int64_t today = l->now_us / CLOCK_DAY_US;
    struct goal goal = {.team_id = l->world.team_id,
        .kind = kind,
        .target = target,
        .within_days = kind == GOAL_ACKNOWLEDGED ? 1 : 0,
        .until_day = today + days,
        .note = TEXT("")};
    assert_ok(goal_set(l->world.t->db, &l->world.who, &goal, today, l->now_us, err));
    return goal;
}

static struct goal find(struct loop *l, int64_t id)
{
    struct goal goal;
    assert_ok(goal_find(
        l->world.t->db, &l->world.who, id, RIGHT_HEALTH_READ, &l->world.t->arena, &goal, err));
    return goal;
}

static void end_decided(struct loop *l)
{
    struct trend_team *teams;
    size_t count;
    assert_ok(trend_rows_teams(
        l->world.t->db, NULL, l->world.team_id, &l->world.t->arena, &teams, &count, err));
    assert_ok(goal_end_decided(l->world.t->db, &teams[0], l->now_us, err));
}

static void begin(struct loop *l, void **state)
{
    loop_init(l, state);
    loop_know_kev(l, records, 1, CVE);
    loop_install(l, "lodash 1.5");
    loop_sync(l);
}

static void test_goals_end_when_they_are_decided(void **state)
{
    struct loop l;
    begin(&l, state);
    struct goal kept = set(&l, GOAL_KEV_DAYS, 2, 30), none = set(&l, GOAL_BACKLOG, 0, 30),
                acknowledged = set(&l, GOAL_ACKNOWLEDGED, 90, 1);
    end_decided(&l);
    assert_int_equal(find(&l, kept.id).state, GOAL_RUNNING);
    assert_int_equal(find(&l, none.id).state, GOAL_RUNNING);
    /* Two days and an hour: the flaw is open too long, and nobody has acknowledged it. */
    l.now_us += 2 * CLOCK_DAY_US + CLOCK_DAY_US / 24;
    end_decided(&l);
    assert_int_equal(find(&l, kept.id).state, GOAL_MISSED);
    assert_int_equal(find(&l, kept.id).value, 3);
    assert_int_equal(find(&l, none.id).state, GOAL_RUNNING);
    assert_int_equal(find(&l, acknowledged.id).state, GOAL_REACHED);
    assert_false(find(&l, acknowledged.id).has_value);
    /* It is fixed: no ticket is open. */
    loop_install(&l, "lodash 2.5");
    loop_sync(&l);
    end_decided(&l);
    assert_int_equal(find(&l, none.id).state, GOAL_REACHED);
    assert_int_equal(find(&l, none.id).value, 0);
    assert_int_equal(store_test_number(l.world.t,
                         "SELECT count(*) FROM journal_entry WHERE kind = 'goal.reached'"),
        2);
    loop_done(&l);
}

static void test_members_are_told(void **state)
{
    struct loop l;
    struct notice *notices;
    size_t count;
    begin(&l, state);
    struct goal goal = set(&l, GOAL_BACKLOG, 5, 30);
    end_decided(&l);
    end_decided(&l);
    struct notice_query query = {.before_us = INT64_MAX, .before_id = INT64_MAX, .limit = 10};
    assert_ok(
        notice_list(l.world.t->db, &l.world.who, &query, &l.world.t->arena, &notices, &count, err));
    assert_true(count >= 1);
    assert_text(notices[0].kind, "goal_reached");
    assert_text(notices[0].text, "At most 5 open tickets");
    assert_int_equal(notices[0].service_id, 0);
    assert_int_equal(notices[0].count, 1);
    assert_int_equal(
        store_test_number(l.world.t, "SELECT count(*) FROM notice WHERE kind = 'goal_reached'"), 1);
    assert_int_equal(find(&l, goal.id).ended_by, 0);
    loop_done(&l);
}

static void test_as_many_as_there_may_be(void **state)
{
    struct loop l;
    struct err refused = {0};
    begin(&l, state);
    for (size_t i = 0; i < LIMIT_GOALS; i++)
        set(&l, GOAL_KEV_DAYS, 7, 30);
    int64_t today = l.now_us / CLOCK_DAY_US;
    struct goal goal = {.team_id = l.world.team_id,
        .kind = GOAL_KEV_DAYS,
        .target = 7,
        .until_day = today,
        .note = TEXT("")};
    assert_false(goal_set(l.world.t->db, &l.world.who, &goal, today, l.now_us, &refused));
    assert_int_equal(refused.code, ERR_LIMIT);
    goal.until_day = today + LIMIT_GOAL_DAYS + 1;
    assert_false(goal_set(l.world.t->db, &l.world.who, &goal, today, l.now_us, &refused));
    assert_int_equal(refused.code, ERR_USAGE);
    loop_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_goals_end_when_they_are_decided),
        STORE_TEST(test_members_are_told),
        STORE_TEST(test_as_many_as_there_may_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
