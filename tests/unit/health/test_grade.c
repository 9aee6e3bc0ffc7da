/* SPDX-License-Identifier: Apache-2.0 */
/* Grades, streaks and what goals come to, worked out by hand as docs/health.md says. */
#include "unit_err.h"

#include "domain/ssvc.h"
#include "health/goal.h"
#include "health/grade.h"
#include "health/streak.h"

/* -- grades -- */

static void test_nothing_is_no_grade(void **state)
{
    struct trend_facts facts = {0};
    struct grade grade;
    (void)state;
    grade_of(&facts, NULL, &grade);
    assert_false(grade.is_given);
    assert_int_equal(grade.letter, 0);
    assert_int_equal(grade.best, -1);
    int weight = 0;
    for (size_t i = 0; i < GRADE_PARTS; i++) {
        assert_false(grade.parts[i].has_data);
        assert_int_equal(grade.parts[i].step, GRADE_STEP_NONE);
        weight += grade.parts[i].weight;
    }
    assert_int_equal(weight, GRADE_WEIGHT_SUM);
}

/* An SBOM, nothing found: KEV and backlog are at their best, coverage and freshness say what is; nothing else has data. */
static void test_a_clean_service(void **state)
{
    struct trend_facts facts = {0};
    struct grade grade;
    (void)state;
    facts.at[TREND_PARTS] = facts.at[TREND_FRESH] = 1;
    facts.at[TREND_COVERED] = 10;
    grade_of(&facts, NULL, &grade);
    /* KEV 20 + backlog 15 + coverage 15 + freshness 10. */
    assert_int_equal(grade.weight, 60);
    assert_true(grade.is_given);
    assert_int_equal(grade.value, 100);
    assert_int_equal(grade.letter, 'A');
    assert_int_equal(grade.best, -1);
    assert_false(grade.parts[GRADE_TIMELINESS].has_data);
    assert_false(grade.parts[GRADE_REGRESSION].has_data);
    assert_false(grade.parts[GRADE_BALANCE].has_data);
}

static struct trend_facts busy(void)
{
    struct trend_facts facts = {0};
    /* In time: 1 immediate (8), 2 scheduled (4). Late: 1 out-of-cycle (4). Overdue: 1 immediate (8). 12 of 24. */
    facts.at[TREND_IN_TIME + SSVC_IMMEDIATE] = 1;
    facts.at[TREND_IN_TIME + SSVC_SCHEDULED] = 2;
    facts.at[TREND_LATE + SSVC_OUT_OF_CYCLE] = 1;
    facts.at[TREND_OVERDUE + SSVC_IMMEDIATE] = 1;
    /* Two exploited, 7 days together: 3.5 of 14 days on average. */
    facts.at[TREND_KEV] = 2;
    facts.at[TREND_KEV_HOURS] = 7 * 24;
    /* Young immediate (8 × 100), a month-old immediate (8 × 75), an old deferred (1 × 0): 1400 of 1700. */
    facts.at[TREND_BACKLOG + SSVC_IMMEDIATE * TREND_AGES] = 1;
    facts.at[TREND_BACKLOG + SSVC_IMMEDIATE * TREND_AGES + 1] = 1;
    facts.at[TREND_BACKLOG + SSVC_DEFER * TREND_AGES + 3] = 1;
    facts.at[TREND_COVERED] = 90;
    facts.at[TREND_NOT_COVERED] = 6;
    facts.at[TREND_UNDECIDABLE] = 4;
    facts.at[TREND_PARTS] = 4;
    facts.at[TREND_FRESH] = 1;
    facts.at[TREND_FIXED] = 20;
    facts.at[TREND_CAME_BACK + SSVC_DEFER] = 1;
    facts.at[TREND_STILL_THERE] = 1;
    return facts;
}

static void test_parts_by_hand(void **state)
{
    struct trend_facts facts = busy();
    struct grade grade;
    (void)state;
    grade_of(&facts, &(struct grade_balance){.enough = 3, .of = 4}, &grade);
    assert_int_equal(grade.parts[GRADE_TIMELINESS].value, 50);
    assert_int_equal(grade.parts[GRADE_KEV].value, 75);
    assert_int_equal(grade.parts[GRADE_BACKLOG].value, 82);
    assert_int_equal(grade.parts[GRADE_COVERAGE].value, 90);
    assert_int_equal(grade.parts[GRADE_FRESHNESS].value, 25);
    assert_int_equal(grade.parts[GRADE_BALANCE].value, 75);
    /* 2 of 20 came back, each tenth costs half. */
    assert_int_equal(grade.parts[GRADE_REGRESSION].value, 50);
    /* 25×50 + 20×75 + 15×82 + 15×90 + 10×25 + 10×75 + 5×50 = 6580 of 100. */
    assert_int_equal(grade.weight, 100);
    assert_int_equal(grade.value, 65);
    assert_int_equal(grade.letter, 'C');
    assert_int_equal(grade.best, GRADE_TIMELINESS);
    assert_int_equal(grade.parts[GRADE_TIMELINESS].raise_tenths, 125);
    assert_int_equal(grade.parts[GRADE_TIMELINESS].step, GRADE_STEP_OVERDUE);
    assert_int_equal(grade.parts[GRADE_TIMELINESS].step_count, 1);
    assert_int_equal(grade.parts[GRADE_BACKLOG].step_count, 1);
    assert_int_equal(grade.parts[GRADE_FRESHNESS].step_count, 3);
    /* Without the balance its weight is nobody's: 5830 of 90. */
    grade_of(&facts, NULL, &grade);
    assert_int_equal(grade.weight, 90);
    assert_int_equal(grade.value, 64);
}

static void test_the_worst_is_zero(void **state)
{
    struct trend_facts facts = {0};
    struct grade grade;
    (void)state;
    facts.at[TREND_PARTS] = 1;
    facts.at[TREND_UNDECIDABLE] = 1;
    facts.at[TREND_KEV] = 1;
    facts.at[TREND_KEV_HOURS] = 400 * 24;
    facts.at[TREND_BACKLOG + SSVC_IMMEDIATE * TREND_AGES + 3] = 1;
    facts.at[TREND_OVERDUE + SSVC_IMMEDIATE] = 1;
    facts.at[TREND_CAME_BACK] = 3;
    grade_of(&facts, NULL, &grade);
    assert_int_equal(grade.value, 0);
    assert_int_equal(grade.letter, 'E');
}

static int timeliness(const struct trend *trend, size_t at)
{
    struct grade grade;
    grade_point(trend, at, NULL, &grade);
    return grade.parts[GRADE_TIMELINESS].has_data ? grade.parts[GRADE_TIMELINESS].value : -1;
}

/* On a Monday nothing has ended yet: the week before counts too, until the week is over; what stands is as it stands now. */
static void test_a_week_that_runs_reaches_back(void **state)
{
    struct trend_point points[3] = {{.has_facts = true}, {.has_facts = true}, {.has_facts = true}};
    const struct trend trend = {.points = points, .count = 3};
    struct grade grade;
    (void)state;
    points[0].facts.at[TREND_LATE + SSVC_DEFER] = 8;
    points[1].facts.at[TREND_IN_TIME + SSVC_DEFER] = 3;
    points[1].facts.at[TREND_LATE + SSVC_DEFER] = 1;
    points[1].facts.at[TREND_PARTS] = points[2].facts.at[TREND_PARTS] = 1;
    points[1].facts.at[TREND_KEV] = 1;
    points[1].facts.at[TREND_KEV_HOURS] = 7 * 24;
    assert_int_equal(timeliness(&trend, 2), -1);
    points[2].is_running = true;
    assert_int_equal(timeliness(&trend, 2), 75);
    points[2].facts.at[TREND_IN_TIME + SSVC_DEFER] = 4;
    assert_int_equal(timeliness(&trend, 2), 87);
    grade_point(&trend, 2, NULL, &grade);
    assert_int_equal(grade.parts[GRADE_KEV].value, 100);
    assert_int_equal(timeliness(&trend, 1), 75);
    assert_int_equal(timeliness(&trend, 0), 0);
    points[1].has_facts = false;
    assert_int_equal(timeliness(&trend, 2), 100);
    points[0].is_running = true;
    assert_int_equal(timeliness(&trend, 0), 0);
}

static void test_letters(void **state)
{
    static const struct {
        int64_t covered;
        char letter;
    } cases[] = {{100, 'A'}, {60, 'A'}, {59, 'B'}, {0, 'B'}};
    (void)state;
    /* KEV, backlog, freshness at 100 weigh 45, coverage 15: 60 of 100 covered give (4500 + 900) / 60 = 90. */
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct trend_facts facts = {0};
        struct grade grade;
        facts.at[TREND_PARTS] = facts.at[TREND_FRESH] = 1;
        facts.at[TREND_COVERED] = cases[i].covered;
        facts.at[TREND_NOT_COVERED] = 100 - cases[i].covered;
        grade_of(&facts, NULL, &grade);
        assert_int_equal(grade.letter, cases[i].letter);
    }
}

static void test_sentences(void **state)
{
    struct trend_facts facts = busy();
    struct grade grade;
    struct arena arena;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    grade_of(&facts, NULL, &grade);
    assert_text(grade_why(GRADE_REGRESSION, &grade.parts[GRADE_REGRESSION], &arena),
        "2 came back, of 20 fixed.");
    assert_text(grade_why(GRADE_BALANCE, &grade.parts[GRADE_BALANCE], &arena),
        "No decision of the period was looked at.");
    arena_done(&arena);
}

/* -- streaks -- */

enum { DAYS = 21 };

/* Three weeks from Monday 2026-01-05. */
static void fill(struct trend_point days[DAYS])
{
    for (int i = 0; i < DAYS; i++)
        days[i] = (struct trend_point){.first = 20458 + i, .last = 20458 + i, .has_facts = true};
    assert_int_equal(trend_period_first(TREND_WEEK, days[0].first), days[0].first);
}

static void test_weeks_in_a_row(void **state)
{
    struct trend_point days[DAYS];
    struct streak streak;
    (void)state;
    fill(days);
    streak_of(days, DAYS, STREAK_NO_OVERDUE, &streak);
    assert_false(streak.has_data);
    assert_int_equal(streak.length, 3);
    days[1].facts.at[TREND_IN_TIME] = 2;
    days[9].facts.at[TREND_OVERDUE] = 5; /* Wednesday of the second week */
    days[15].facts.at[TREND_IN_TIME] = 1;
    streak_of(days, DAYS, STREAK_NO_OVERDUE, &streak);
    assert_true(streak.has_data);
    assert_int_equal(streak.length, 1);
    assert_int_equal(streak.best, 1);
    assert_int_equal(streak.since_day, days[14].first);
    assert_int_equal(streak.broken_day, days[9].first);
    assert_int_equal(streak.broken_count, 5);
    assert_int_equal(streak.rests_on, 1);
    /* A running week counts while nothing breaks it, and not when something did. */
    streak_of(days, 17, STREAK_NO_OVERDUE, &streak);
    assert_int_equal(streak.length, 1);
    streak_of(days, 12, STREAK_NO_OVERDUE, &streak);
    assert_int_equal(streak.length, 0);
    assert_int_equal(streak.best, 1);
}

static void test_days_in_a_row(void **state)
{
    struct trend_point days[DAYS];
    struct streak streak;
    (void)state;
    fill(days);
    days[0].has_facts = days[1].has_facts = false; /* the team was not there yet */
    days[4].facts.at[TREND_MISSED_DAY] = 1;
    days[5].facts.at[TREND_MET_DAY] = 3;
    streak_of(days, DAYS, STREAK_ACKNOWLEDGED, &streak);
    assert_int_equal(streak.length, 16);
    assert_int_equal(streak.since_day, days[5].first);
    assert_int_equal(streak.rests_on, 3);
    streak_of(days, 4, STREAK_ACKNOWLEDGED, &streak);
    assert_int_equal(streak.length, 2);
    assert_false(streak.has_data);
}

/* -- goals -- */

static struct goal measured(enum goal_kind kind, int64_t target, const struct trend_facts *facts)
{
    struct goal goal = {.kind = kind, .target = target, .within_days = 2, .until_day = 100};
    goal_value(&goal, facts, true, 1);
    return goal;
}

static void test_goals_are_measured(void **state)
{
    struct trend_facts facts = busy();
    struct arena arena;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    facts.at[TREND_KEV_LONGEST] = 7 * 24 + 1;
    trend_fact_time(&facts, TREND_ACK, 2 * CLOCK_DAY_US, &arena);
    trend_fact_time(&facts, TREND_ACK, 2 * CLOCK_DAY_US + 1, &arena);
    struct goal goal = measured(GOAL_KEV_DAYS, 7, &facts);
    assert_int_equal(goal.value, 8);
    assert_false(goal.is_met);
    /* One of two was acknowledged within two days, a third waits. */
    goal = measured(GOAL_ACKNOWLEDGED, 33, &facts);
    assert_int_equal(goal.value, 33);
    assert_int_equal(goal.good, 1);
    assert_int_equal(goal.of, 3);
    assert_true(goal.is_met);
    /* 3 in time, 1 late, 1 overdue. */
    goal = measured(GOAL_IN_TIME, 61, &facts);
    assert_int_equal(goal.value, 60);
    assert_false(goal.is_met);
    goal = measured(GOAL_BACKLOG, 3, &facts);
    assert_int_equal(goal.value, 3);
    assert_true(goal.is_met);
    goal = measured(GOAL_OVERDUE, 0, &facts);
    assert_int_equal(goal.value, 1);
    assert_false(goal.is_met);
    goal = measured(GOAL_COVERED, 90, &facts);
    assert_int_equal(goal.value, 90);
    assert_true(goal.is_met);
    /* A team that runs nothing has reached nothing. */
    struct trend_facts nothing = {0};
    goal = measured(GOAL_BACKLOG, 3, &nothing);
    assert_false(goal.has_value);
    assert_false(goal.is_met);
    arena_done(&arena);
}

static void test_goals_are_judged(void **state)
{
    static const struct {
        enum goal_kind kind;
        bool has_value, is_met;
        int64_t today;
        enum goal_state state;
    } cases[] = {
        /* What must hold is missed when it breaks, and reached at the end. */
        {GOAL_KEV_DAYS, true, true, 100, GOAL_RUNNING},
        {GOAL_KEV_DAYS, true, false, 50, GOAL_MISSED},
        {GOAL_KEV_DAYS, true, true, 101, GOAL_REACHED},
        {GOAL_KEV_DAYS, false, false, 101, GOAL_REACHED},
        /* Where one wants to get to is reached when one is there. */
        {GOAL_BACKLOG, true, true, 50, GOAL_REACHED},
        {GOAL_BACKLOG, true, false, 100, GOAL_RUNNING},
        {GOAL_BACKLOG, true, false, 101, GOAL_MISSED},
        {GOAL_COVERED, false, false, 50, GOAL_RUNNING},
        {GOAL_OVERDUE, false, false, 101, GOAL_MISSED},
        /* A share is of the whole time. */
        {GOAL_ACKNOWLEDGED, true, false, 100, GOAL_RUNNING},
        {GOAL_ACKNOWLEDGED, true, true, 100, GOAL_RUNNING},
        {GOAL_ACKNOWLEDGED, true, false, 101, GOAL_MISSED},
        {GOAL_IN_TIME, true, true, 101, GOAL_REACHED},
        {GOAL_IN_TIME, false, false, 101, GOAL_REACHED},
    };
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct goal goal = {.kind = cases[i].kind,
            .until_day = 100,
            .has_value = cases[i].has_value,
            .is_met = cases[i].is_met};
        assert_int_equal(goal_judge(&goal, cases[i].today), cases[i].state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_no_grade),
        cmocka_unit_test(test_a_clean_service),
        cmocka_unit_test(test_parts_by_hand),
        cmocka_unit_test(test_the_worst_is_zero),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_a_week_that_runs_reaches_back),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_weeks_in_a_row),
        cmocka_unit_test(test_days_in_a_row),
        cmocka_unit_test(test_goals_are_measured),
        cmocka_unit_test(test_goals_are_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
