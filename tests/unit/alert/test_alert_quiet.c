/* SPDX-License-Identifier: Apache-2.0 */
/* Quiet hours by the clock on the wall, over both changes of summer time. */
#include "unit_err.h"

#include "alert/alert_quiet.h"

static int64_t at(const char *time)
{
    int64_t time_us;
    if (!clock_read(text_of(time), &time_us))
        fail_msg("%s is no time", time);
    return time_us;
}

static struct zone zone_of(const char *name)
{
    struct zone zone;
    assert_ok(zone_open(&zone, text_of(name), err));
    return zone;
}

/* From when on it is not quiet any more, from a time on. */
static void ends(
    const struct alert_quiet *quiet, const char *zone_name, const char *from, const char *expected)
{
    char found[CLOCK_TEXT_SIZE];
    struct zone zone = zone_of(zone_name);
    int64_t end_us = alert_quiet_end_us(quiet, &zone, at(from));
    assert_false(alert_quiet_is(quiet, &zone, end_us));
    assert_int_equal(alert_quiet_is(quiet, &zone, at(from)), end_us != at(from));
    zone_close(&zone);
    if (end_us != at(expected))
        fail_msg("quiet from %s ends %s, not %s", from, clock_print(end_us, found), expected);
}

static const struct alert_quiet nights = {
    .from_minute = 20 * 60, .to_minute = 7 * 60, .days = ALERT_QUIET_ALL_DAYS};

static void test_hours_go_over_midnight(void **state)
{
    (void)state;
    ends(&nights, "UTC", "2026-01-02T19:59:59Z", "2026-01-02T19:59:59Z");
    ends(&nights, "UTC", "2026-01-02T20:00:00Z", "2026-01-03T07:00:00Z");
    ends(&nights, "UTC", "2026-01-03T06:59:59Z", "2026-01-03T07:00:00Z");
    ends(&nights, "UTC", "2026-01-03T07:00:00Z", "2026-01-03T07:00:00Z");
    ends(&nights, "Asia/Tokyo", "2026-01-02T12:00:00Z", "2026-01-02T22:00:00Z");
}

static void test_hours_of_one_day(void **state)
{
    struct alert_quiet noon = {
        .from_minute = 12 * 60, .to_minute = 13 * 60, .days = ALERT_QUIET_ALL_DAYS};
    (void)state;
    ends(&noon, "UTC", "2026-01-02T12:30:00Z", "2026-01-02T13:00:00Z");
    ends(&noon, "UTC", "2026-01-02T13:00:00Z", "2026-01-02T13:00:00Z");
    ends(&noon, "UTC", "2026-01-02T11:59:00Z", "2026-01-02T11:59:00Z");
}

/* 2026-01-02 is a Friday. */
static void test_days_off(void **state)
{
    struct alert_quiet weekdays = {.days = 1 | 2 | 4 | 8 | 16};
    struct alert_quiet weekday_hours = nights;
    (void)state;
    ends(&weekdays, "UTC", "2026-01-02T23:59:00Z", "2026-01-02T23:59:00Z");
    ends(&weekdays, "UTC", "2026-01-03T00:00:00Z", "2026-01-05T00:00:00Z");
    weekday_hours.days = weekdays.days;
    ends(&weekday_hours, "UTC", "2026-01-02T21:00:00Z", "2026-01-05T07:00:00Z");
    struct alert_quiet mondays = {.days = 1};
    ends(&mondays, "UTC", "2026-01-06T00:00:00Z", "2026-01-12T00:00:00Z");
}

/* Europe/Berlin goes from 02:00 to 03:00 on 2026-03-29, and from 03:00 back to 02:00 on 2026-10-25. */
static void test_summer_time_in_berlin(void **state)
{
    struct alert_quiet in_the_gap = {
        .from_minute = 22 * 60, .to_minute = 2 * 60 + 30, .days = ALERT_QUIET_ALL_DAYS};
    (void)state;
    ends(&nights, "Europe/Berlin", "2026-03-28T20:00:00Z", "2026-03-29T05:00:00Z");
    ends(&nights, "Europe/Berlin", "2026-03-27T20:00:00Z", "2026-03-28T06:00:00Z");
    ends(&nights, "Europe/Berlin", "2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z");
    ends(&nights, "Europe/Berlin", "2026-10-23T20:00:00Z", "2026-10-24T05:00:00Z");
    /* 02:30 does not come that night: it ends where the gap does. In autumn it comes twice: between the two it is quiet once more. */
    ends(&in_the_gap, "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z");
    ends(&in_the_gap, "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T00:30:00Z");
}

/* America/New_York changes on 2026-03-08 and 2026-11-01. */
static void test_summer_time_in_new_york(void **state)
{
    (void)state;
    ends(&nights, "America/New_York", "2026-03-08T02:00:00Z", "2026-03-08T11:00:00Z");
    ends(&nights, "America/New_York", "2026-03-07T02:00:00Z", "2026-03-07T12:00:00Z");
    ends(&nights, "America/New_York", "2026-11-01T01:00:00Z", "2026-11-01T12:00:00Z");
}

/* America/Sao_Paulo had days that begin at 01:00 until 2018. */
static void test_a_day_without_midnight(void **state)
{
    struct alert_quiet sundays_off = {.days = ALERT_QUIET_ALL_DAYS & ~64U};
    struct alert_quiet saturdays_off = {.days = ALERT_QUIET_ALL_DAYS & ~32U};
    (void)state;
    ends(&saturdays_off, "America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-04T03:00:00Z");
    ends(&sundays_off, "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hours_go_over_midnight),
        cmocka_unit_test(test_hours_of_one_day),
        cmocka_unit_test(test_days_off),
        cmocka_unit_test(test_summer_time_in_berlin),
        cmocka_unit_test(test_summer_time_in_new_york),
        cmocka_unit_test(test_a_day_without_midnight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
