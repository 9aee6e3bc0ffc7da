/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "codec/zone.h"

static int64_t at(const char *text)
{
    int64_t time_us = 0;
    assert_true(clock_read(text_of(text), &time_us));
    return time_us;
}

static struct zone open_zone(const char *name)
{
    struct zone zone = {0};
    struct err err;
    assert_true(zone_open(&zone, text_of(name), &err));
    return zone;
}

static void assert_shows(
    const char *name, const char *instant, const char *day, int weekday, int hour, int minute)
{
    struct zone zone = open_zone(name);
    struct zone_time shown = zone_time(&zone, at(instant));
    assert_int_equal(shown.day * CLOCK_DAY_US, at(day));
    assert_int_equal(shown.weekday, weekday);
    assert_int_equal(shown.minute, hour * 60 + minute);
    zone_close(&zone);
}

static void test_what_the_clock_shows(void **state)
{
    (void)state;
    assert_shows("UTC", "2026-11-29T17:30:59Z", "2026-11-29", 7, 17, 30);
    assert_shows("Asia/Tokyo", "2026-11-29T17:30:00Z", "2026-11-30", 1, 2, 30);
    assert_shows("America/New_York", "2026-07-01T03:00:00Z", "2026-06-30", 2, 23, 0);
    assert_shows("Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01", 4, 5, 45);
    assert_shows("UTC", "1969-12-31T23:59:59.999999Z", "1969-12-31", 3, 23, 59);
    assert_shows("Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29", 7, 1, 59);
    assert_shows("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29", 7, 3, 0);
}

static void assert_day(const char *name, const char *day, const char *start, int hours)
{
    struct zone zone = open_zone(name);
    int64_t number = at(day) / CLOCK_DAY_US;
    assert_int_equal(zone_day_start_us(&zone, number), at(start));
    assert_int_equal(zone_day_start_us(&zone, number + 1) - zone_day_start_us(&zone, number),
        hours * 3600 * CLOCK_SECOND_US);
    zone_close(&zone);
}

static void test_days_begin_and_end_with_the_clocks(void **state)
{
    (void)state;
    assert_day("UTC", "2026-11-29", "2026-11-29T00:00:00Z", 24);
    assert_day("Asia/Tokyo", "2026-11-29", "2026-11-28T15:00:00Z", 24);
    assert_day("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23);
    assert_day("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25);
    assert_day("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 23);
    /* Clocks jumped from midnight to one. */
    assert_day("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23);
    /* A day that never was: Samoa went from the 29th to the 31st. */
    assert_day("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0);
}

static void test_minutes_that_come_twice_or_never(void **state)
{
    (void)state;
    struct zone zone = open_zone("Europe/Berlin");
    int64_t spring = at("2026-03-29") / CLOCK_DAY_US, autumn = at("2026-10-25") / CLOCK_DAY_US;
    assert_int_equal(zone_minute_us(&zone, spring, 150), at("2026-03-29T01:00:00Z"));
    assert_int_equal(zone_minute_us(&zone, autumn, 150), at("2026-10-25T00:30:00Z"));
    assert_int_equal(zone_minute_us(&zone, spring, 540), at("2026-03-29T07:00:00Z"));
    zone_close(&zone);
}

static void test_weeks_begin_on_monday(void **state)
{
    (void)state;
    int64_t monday = at("2026-11-23") / CLOCK_DAY_US;
    for (int64_t i = 0; i < 7; i++)
        assert_int_equal(zone_monday(monday + i), monday);
    assert_int_equal(zone_monday(monday + 7), monday + 7);
    assert_int_equal(zone_monday(-1) * CLOCK_DAY_US, at("1969-12-29"));
}

static void test_what_is_no_zone(void **state)
{
    (void)state;
    static const char *const names[] = {"", "Europe/Atlantis", "GMT+3", "+02:00", "Europe/Berlin ",
        "ヨーロッパ", "../../etc/localtime",
        "Europe/BerlinEurope/BerlinEurope/BerlinEurope/BerlinEurope/Berlin"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct err err;
        assert_false(zone_check(text_of(names[i]), &err));
        assert_int_equal(err.code, ERR_USAGE);
        assert_non_null(strstr(err.text, "is no time zone"));
    }
    struct zone zone = {0};
    zone_close(&zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_clock_shows),
        cmocka_unit_test(test_days_begin_and_end_with_the_clocks),
        cmocka_unit_test(test_minutes_that_come_twice_or_never),
        cmocka_unit_test(test_weeks_begin_on_monday),
        cmocka_unit_test(test_what_is_no_zone),
    };
    return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
