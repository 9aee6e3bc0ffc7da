/* SPDX-License-Identifier: Apache-2.0 */
/* What is told of a flaw to a channel, and how many messages that makes. */
#include "unit_err.h"

#include "alert/alert_plan.h"

#define NOW INT64_C(1767323045000000) /* Friday 2026-01-02, 03:04 */

static const struct alert_plan_channel channel = {.id = 1,
    .least_priority = SSVC_OUT_OF_CYCLE,
    .tells = ALERT_TELLS_ALL,
    .quiet = ALERT_QUIET_NEVER};
static const struct alert_plan_flaw new_flaw = {.vulnerability_id = 7,
    .what = ALERT_NOTE_OPENED,
    .priority = SSVC_OUT_OF_CYCLE,
    .ticket_count = 40,
    .new_service_count = 40};

static struct alert_plan_choice choose(const struct alert_plan_channel *to,
    const struct alert_plan_flaw *flaw, const struct alert_plan_told *told)
{
    struct zone zone;
    assert_ok(zone_open(&zone, TEXT("UTC"), err));
    struct alert_plan_choice choice = alert_plan_choose(to, flaw, told, &zone, NOW);
    zone_close(&zone);
    return choice;
}

static void test_what_is_new_is_told(void **state)
{
    struct alert_plan_choice choice = choose(&channel, &new_flaw, NULL);
    struct alert_plan_flaw flaw = new_flaw;
    (void)state;
    assert_int_equal(choice.verdict, ALERT_PLAN_TELL);
    assert_int_equal(choice.kind, ALERT_FLAW);
    assert_int_equal(choice.cause, ALERT_BY_ADVISORY);
    flaw.what |= ALERT_NOTE_UPLOAD;
    assert_int_equal(choose(&channel, &flaw, NULL).cause, ALERT_BY_SBOM);
    flaw.what = ALERT_NOTE_EXPIRED;
    choice = choose(&channel, &flaw, NULL);
    assert_int_equal(choice.kind, ALERT_REOPENED);
    assert_int_equal(choice.cause, ALERT_BY_EXPIRED);
}

static void test_what_concerns_nobody_is_not(void **state)
{
    struct alert_plan_flaw flaw = new_flaw;
    struct alert_plan_channel deaf = channel;
    (void)state;
    flaw.priority = SSVC_SCHEDULED;
    assert_int_equal(choose(&channel, &flaw, NULL).verdict, ALERT_PLAN_SKIP);
    flaw = new_flaw;
    flaw.is_muted = true;
    assert_int_equal(choose(&channel, &flaw, NULL).verdict, ALERT_PLAN_SKIP);
    flaw = new_flaw;
    flaw.ticket_count = 0; /* closed, or snoozed, since */
    assert_int_equal(choose(&channel, &flaw, NULL).verdict, ALERT_PLAN_SKIP);
    deaf.tells = ALERT_TELLS_ALL & ~(unsigned)ALERT_TELLS_NEW;
    assert_int_equal(choose(&deaf, &new_flaw, NULL).verdict, ALERT_PLAN_SKIP);
}

static void test_what_was_told_is_told_again_when_it_got_worse(void **state)
{
    struct alert_plan_told told = {.priority = SSVC_OUT_OF_CYCLE, .told_us = NOW - 1};
    struct alert_plan_flaw flaw = new_flaw;
    (void)state;
    flaw.new_service_count = 0;
    assert_int_equal(choose(&channel, &flaw, &told).verdict, ALERT_PLAN_SKIP);
    flaw.priority = SSVC_IMMEDIATE;
    assert_int_equal(choose(&channel, &flaw, &told).verdict, ALERT_PLAN_TELL);
    assert_int_equal(choose(&channel, &flaw, &told).cause, ALERT_BY_PRIORITY);
    told.priority = SSVC_IMMEDIATE;
    assert_int_equal(choose(&channel, &flaw, &told).verdict, ALERT_PLAN_SKIP);
    flaw.is_kev = true;
    assert_int_equal(choose(&channel, &flaw, &told).verdict, ALERT_PLAN_TELL);
    assert_int_equal(choose(&channel, &flaw, &told).cause, ALERT_BY_EXPLOITED);
    told.is_kev = true;
    assert_int_equal(choose(&channel, &flaw, &told).verdict, ALERT_PLAN_SKIP);
}

static void test_more_services_are_told_once_a_day(void **state)
{
    struct alert_plan_told told = {.priority = SSVC_OUT_OF_CYCLE, .told_us = NOW - 1};
    struct alert_plan_choice choice = choose(&channel, &new_flaw, &told);
    (void)state;
    assert_int_equal(choice.verdict, ALERT_PLAN_HOLD);
    assert_int_equal(choice.release_us, NOW - 1 + CLOCK_DAY_US);
    told.told_us = NOW - CLOCK_DAY_US;
    assert_int_equal(choose(&channel, &new_flaw, &told).verdict, ALERT_PLAN_TELL);
    struct alert_plan_flaw back = new_flaw;
    back.what = ALERT_NOTE_REOPENED;
    back.new_service_count = 0;
    assert_int_equal(choose(&channel, &back, &told).kind, ALERT_REOPENED);
    told.told_us = NOW - 1; /* it comes and goes */
    assert_int_equal(choose(&channel, &back, &told).verdict, ALERT_PLAN_HOLD);
}

static void test_quiet_hours_hold_all_but_the_most_urgent(void **state)
{
    struct alert_plan_channel asleep = channel;
    struct alert_plan_flaw flaw = new_flaw;
    (void)state;
    asleep.quiet = (struct alert_quiet){.from_minute = 20 * 60,
        .to_minute = 7 * 60,
        .days = ALERT_QUIET_ALL_DAYS,
        .immediate_passes = true};
    struct alert_plan_choice choice = choose(&asleep, &flaw, NULL);
    assert_int_equal(choice.verdict, ALERT_PLAN_HOLD);
    assert_int_equal(choice.release_us, INT64_C(1767337200000000)); /* 07:00 */
    flaw.priority = SSVC_IMMEDIATE;
    assert_int_equal(choose(&asleep, &flaw, NULL).verdict, ALERT_PLAN_TELL);
    asleep.quiet.immediate_passes = false;
    assert_int_equal(choose(&asleep, &flaw, NULL).verdict, ALERT_PLAN_HOLD);
}

/* -- messages -- */

static size_t fold(
    size_t count, struct alert_plan_pick pick, unsigned tells, struct alert_plan_message *messages)
{
    struct alert_plan_pick picks[64];
    for (size_t i = 0; i < count; i++) {
        picks[i] = pick;
        picks[i].flaw = i;
        picks[i].rank = (int64_t)i;
    }
    size_t made = alert_plan_fold(picks, count, tells, messages);
    assert_true(count == 0 || picks[0].flaw == count - 1); /* the worst first */
    return made;
}

static void test_a_handful_comes_one_by_one(void **state)
{
    struct alert_plan_message messages[64];
    struct alert_plan_pick pick = {.kind = ALERT_FLAW, .cause = ALERT_BY_ADVISORY};
    (void)state;
    assert_int_equal(fold(0, pick, ALERT_TELLS_ALL, messages), 0);
    assert_int_equal(fold(ALERT_PLAN_HANDFUL, pick, ALERT_TELLS_ALL, messages), ALERT_PLAN_HANDFUL);
    assert_false(messages[0].is_digest);
    assert_int_equal(fold(ALERT_PLAN_HANDFUL + 1, pick, ALERT_TELLS_ALL, messages), 1);
    assert_true(messages[0].is_digest);
    assert_int_equal(messages[0].cause, ALERT_BY_ADVISORY);
    assert_int_equal(messages[0].count, ALERT_PLAN_HANDFUL + 1);
    /* Without digests: the worst ones. */
    assert_int_equal(fold(40, pick, ALERT_TELLS_ALL & ~(unsigned)ALERT_TELLS_DIGEST, messages),
        ALERT_PLAN_HANDFUL);
    assert_int_equal(messages[3].from, 3);
}

static void test_a_first_upload_and_a_night_are_one(void **state)
{
    struct alert_plan_message messages[64];
    struct alert_plan_pick first = {.cause = ALERT_BY_FIRST_SBOM, .is_first = true};
    struct alert_plan_pick held = {.cause = ALERT_BY_ADVISORY, .was_held = true};
    (void)state;
    assert_int_equal(fold(2, first, ALERT_TELLS_ALL, messages), 1);
    assert_int_equal(messages[0].cause, ALERT_BY_FIRST_SBOM);
    assert_int_equal(fold(1, first, ALERT_TELLS_ALL, messages), 1);
    assert_false(messages[0].is_digest);
    assert_int_equal(fold(2, held, ALERT_TELLS_ALL, messages), 1);
    assert_int_equal(messages[0].cause, ALERT_BY_QUIET_HOURS);
    struct alert_plan_pick mixed[] = {{.flaw = 0, .rank = 9}, {.flaw = 1, .is_first = true},
        {.flaw = 2, .was_held = true}, {.flaw = 3, .is_first = true}, {.flaw = 4}};
    assert_int_equal(alert_plan_fold(mixed, LEN_OF(mixed), ALERT_TELLS_ALL, messages), 4);
    assert_true(messages[0].is_digest);
    assert_int_equal(messages[0].count, 2);
    assert_false(messages[1].is_digest);
    assert_int_equal(mixed[messages[2].from].flaw, 0);
}

/* -- days -- */

static enum alert_plan_line line(int64_t due, int64_t from, int64_t to)
{
    return alert_plan_line(&alert_policy_default, SSVC_OUT_OF_CYCLE, due, from, to);
}

static void test_lines_of_days(void **state)
{
    (void)state;
    assert_int_equal(line(104, 100, 100), ALERT_PLAN_NOT);
    assert_int_equal(line(103, 100, 100), ALERT_PLAN_SOON);
    assert_int_equal(line(102, 100, 100), ALERT_PLAN_NOT);
    assert_int_equal(line(101, 100, 100), ALERT_PLAN_SOON);
    assert_int_equal(line(100, 100, 100), ALERT_PLAN_NOT);
    assert_int_equal(line(99, 100, 100), ALERT_PLAN_LATE);
    assert_int_equal(line(98, 100, 100), ALERT_PLAN_NOT);
    assert_int_equal(line(92, 100, 100), ALERT_PLAN_LATE);
    assert_int_equal(line(85, 100, 100), ALERT_PLAN_LATE);
    /* A weekend without line-ups: Monday makes up for it. */
    assert_int_equal(line(102, 98, 100), ALERT_PLAN_SOON);
    assert_int_equal(line(101, 98, 100), ALERT_PLAN_SOON);
    assert_int_equal(line(99, 98, 100), ALERT_PLAN_LATE);
    assert_int_equal(line(98, 98, 100), ALERT_PLAN_LATE);
    assert_int_equal(line(97, 98, 100), ALERT_PLAN_LATE);
    /* What can be deferred is not announced, but is late like all else. */
    assert_int_equal(
        alert_plan_line(&alert_policy_default, SSVC_DEFER, 101, 100, 100), ALERT_PLAN_NOT);
    assert_int_equal(
        alert_plan_line(&alert_policy_default, SSVC_DEFER, 99, 100, 100), ALERT_PLAN_LATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_new_is_told),
        cmocka_unit_test(test_what_concerns_nobody_is_not),
        cmocka_unit_test(test_what_was_told_is_told_again_when_it_got_worse),
        cmocka_unit_test(test_more_services_are_told_once_a_day),
        cmocka_unit_test(test_quiet_hours_hold_all_but_the_most_urgent),
        cmocka_unit_test(test_a_handful_comes_one_by_one),
        cmocka_unit_test(test_a_first_upload_and_a_night_are_one),
        cmocka_unit_test(test_lines_of_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
