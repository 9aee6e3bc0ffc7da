/* SPDX-License-Identifier: Apache-2.0 */
/* What counts in the history of a ticket, by hand; periods, and times as they are kept. */
#include "unit_err.h"

#include "base/clock.h"
#include "domain/ssvc.h"
#include "health/trend_fold.h"
#include "health/trend_period.h"

#define DAY CLOCK_DAY_US
#define HOUR (CLOCK_DAY_US / 24)
#define T0 (20000 * DAY)

/* What was told, one on a line: "2h opened.3". */
struct told {
    struct buf hits, stood;
};

static const char *name_of(enum trend_count at, char room[32])
{
    static const struct {
        enum trend_count from, to;
        const char *word;
    } groups[] = {{TREND_OPENED, TREND_CAME_BACK, "opened"},
        {TREND_CAME_BACK, TREND_STILL_THERE, "back"}, {TREND_STILL_THERE, TREND_REOPENED, "there"},
        {TREND_REOPENED, TREND_ENDED, "reopened"}, {TREND_ENDED, TREND_IN_TIME, "ended"},
        {TREND_IN_TIME, TREND_LATE, "in_time"}, {TREND_LATE, TREND_NOT_DUE, "late"},
        {TREND_NOT_DUE, TREND_FIXED, "not_due"}, {TREND_FIXED, TREND_MET_DAY, "fixed"},
        {TREND_MET_DAY, TREND_MISSED_DAY, "met"}, {TREND_MISSED_DAY, TREND_FLOWS, "missed"}};
    for (size_t i = 0; i < LEN_OF(groups); i++)
        if (at >= groups[i].from && at < groups[i].to)
            snprintf(room, 32, "%s.%d", groups[i].word, (int)(at - groups[i].from));
    return room;
}

static void take_hit(void *context, const struct trend_ticket *ticket, const struct trend_hit *hit)
{
    static const char *const times[] = {"know", "ack", "fix"};
    struct told *told = context;
    char room[32] = "";
    (void)ticket;
    buf_format(
        &told->hits, "%s%lldh ", told->hits.len ? ", " : "", (long long)((hit->at_us - T0) / HOUR));
    if (hit->at == TREND_COUNTS)
        buf_format(&told->hits, "%s=%lldh", times[hit->time], (long long)(hit->took_us / HOUR));
    else
        buf_add_z(&told->hits, name_of(hit->at, room));
}

static void take_stretch(
    void *context, const struct trend_ticket *ticket, const struct trend_stretch *stretch)
{
    struct told *told = context;
    (void)ticket;
    buf_format(&told->stood, "%s%lldh-", told->stood.len ? ", " : "",
        (long long)((stretch->from_us - T0) / HOUR));
    if (stretch->to_us != INT64_MAX)
        buf_format(&told->stood, "%lldh", (long long)((stretch->to_us - T0) / HOUR));
    buf_format(&told->stood, " p%lld", (long long)stretch->priority);
}

static void check(const struct trend_ticket *ticket, const struct trend_event *events, size_t count,
    int64_t until_us, const char *hits, const char *stood)
{
    struct told told = {0};
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    buf_init(&told.hits, SIZE_MAX);
    buf_init(&told.stood, SIZE_MAX);
    struct trend_sink sink = {&told, take_hit, take_stretch};
    assert_ok(trend_fold(ticket, events, count, until_us, &sink, &arena, err));
    assert_text(buf_text(&told.hits), hits);
    assert_text(buf_text(&told.stood), stood);
    buf_done(&told.hits);
    buf_done(&told.stood);
    arena_done(&arena);
}

#define EVENT(hour, who, what, set)                                                                \
    {.ticket_id = 7,                                                                               \
        .at_us = T0 + (hour) * HOUR,                                                               \
        .account_id = (who),                                                                       \
        .kind = TEXT(what),                                                                        \
        .sets = TEXT(set)}
static const struct trend_ticket plain = {.id = 7, .service_id = 3, .created_us = T0};

static void test_opened_acknowledged_fixed_in_time(void **state)
{
    (void)state;
    struct trend_ticket ticket = plain;
    ticket.published_us = T0 - 5 * HOUR;
    const struct trend_event events[] = {
        EVENT(0, 0, "opened", "{\"state\":\"open\",\"priority\":3,\"due_us\":1728259200000000}"),
        EVENT(2, 1, "commented", "{}"), EVENT(6, 1, "acknowledged", "{\"state\":\"acknowledged\"}"),
        EVENT(20, 0, "closed", "{\"state\":\"closed\",\"cause\":\"fixed\",\"closed_us\":1}")};
    /* It is due 72 hours after T0, 20000 days. */
    assert_int_equal(T0 + 72 * HOUR, 1728259200000000);
    check(&ticket, events, LEN_OF(events), T0 + 30 * HOUR,
        "0h opened.3, 0h know=5h, 6h met.0, 6h ack=6h, 20h ended.4, 20h in_time.3, 20h fixed.0,"
        " 20h fix=20h",
        "0h-20h p3");
    /* A part that came later than the advisory could not be hit before. */
    ticket.part_us = T0 - 2 * HOUR;
    check(&ticket, events, 1, T0 + HOUR, "0h opened.3, 0h know=2h", "0h- p3");
}

static void test_an_upload_waits_for_nobody(void **state)
{
    (void)state;
    struct trend_ticket ticket = plain;
    ticket.published_us = T0 - 5 * HOUR;
    const struct trend_event events[] = {
        EVENT(0, 1, "opened", "{\"state\":\"open\",\"priority\":1}")};
    check(&ticket, events, 1, T0 + HOUR, "0h opened.1", "0h- p1");
}

static void test_late_and_back_again(void **state)
{
    (void)state;
    const struct trend_event events[] = {
        EVENT(0, 0, "opened", "{\"state\":\"open\",\"priority\":2,\"due_us\":1728007200000000}"),
        EVENT(5, 0, "closed", "{\"state\":\"closed\",\"cause\":\"removed\"}"),
        /* By an SBOM that somebody uploaded. */
        EVENT(9, 7, "reopened",
            "{\"state\":\"open\",\"cause\":null,\"due_us\":null,\"sbom_number\":3}"),
        EVENT(10, 4, "completed", "{\"state\":\"completed\"}"),
        EVENT(11, 0, "reopened", "{\"state\":\"open\"}"),
        EVENT(12, 4, "accepted", "{\"state\":\"closed\",\"cause\":\"accepted\"}"),
        EVENT(13, 0, "reopened", "{\"state\":\"open\",\"cause\":null}")};
    assert_int_equal(T0 + 2 * HOUR, 1728007200000000);
    check(&plain, events, LEN_OF(events), T0 + 14 * HOUR,
        "0h opened.2, 5h ended.1, 5h late.2, 5h fixed.0, 5h fix=5h, 9h back.2, 10h ack=1h,"
        " 10h ended.0, 10h not_due.0, 10h fixed.0, 10h fix=1h, 11h there.0, 12h ack=1h,"
        " 12h ended.7, 12h not_due.0, 13h reopened.0",
        "0h-5h p2, 9h-10h p2, 11h-12h p2, 13h- p2");
}

static void test_a_day_for_immediate_ones(void **state)
{
    (void)state;
    const struct trend_event late[] = {EVENT(0, 0, "opened", "{\"state\":\"open\",\"priority\":1}"),
        EVENT(3, 0, "decision_changed", "{\"priority\":3}"),
        EVENT(40, 1, "started", "{\"state\":\"in_progress\"}")};
    check(&plain, late, LEN_OF(late), T0 + 41 * HOUR, "0h opened.1, 27h missed.0, 40h ack=40h",
        "0h-3h p1, 3h- p3");
    /* Nothing happens, and still the day goes by. */
    check(&plain, late, 2, T0 + 26 * HOUR, "0h opened.1", "0h-3h p1, 3h- p3");
    check(&plain, late, 2, T0 + 27 * HOUR, "0h opened.1, 27h missed.0", "0h-3h p1, 3h- p3");
}

static void test_what_was_never_open(void **state)
{
    (void)state;
    const struct trend_event events[] = {
        EVENT(0, 0, "opened", "{\"state\":\"open\",\"priority\":3}"),
        EVENT(0, 0, "closed", "{\"state\":\"closed\",\"cause\":\"not_affected\"}"),
        EVENT(4, 1, "reopened", "{\"state\":\"open\",\"cause\":null}")};
    check(&plain, events, LEN_OF(events), T0 + 5 * HOUR, "4h reopened.0", "4h- p3");
}

static void test_a_duplicate_is_no_fix(void **state)
{
    (void)state;
    const struct trend_event events[] = {
        EVENT(0, 0, "opened", "{\"state\":\"open\",\"priority\":0}"),
        EVENT(4, 0, "closed", "{\"state\":\"closed\",\"cause\":\"duplicate\"}")};
    check(&plain, events, LEN_OF(events), T0 + 5 * HOUR, "0h opened.0, 4h ended.5", "0h-4h p0");
}

static void test_a_service_that_was_deleted(void **state)
{
    (void)state;
    struct trend_ticket ticket = plain;
    ticket.gone_us = T0 + 3 * HOUR;
    const struct trend_event events[] = {
        EVENT(0, 0, "opened", "{\"state\":\"open\",\"priority\":3}"),
        EVENT(4, 1, "acknowledged", "{\"state\":\"acknowledged\"}")};
    check(&ticket, events, LEN_OF(events), T0 + 50 * HOUR, "0h opened.3", "0h-3h p3");
}

static void test_histories_of_before(void **state)
{
    (void)state;
    const struct trend_event events[] = {EVENT(0, 0, "opened", "{}"),
        EVENT(1, 1, "acknowledged", "{}"), EVENT(2, 0, "closed", "{}"),
        EVENT(9, 0, "noted", "{\"state\":\"closed\",\"cause\":\"fixed\",\"priority\":2}")};
    struct trend_ticket ticket = plain;
    ticket.priority = 2;
    check(&ticket, events, LEN_OF(events), T0 + 10 * HOUR,
        "0h opened.2, 1h ack=1h, 2h ended.4, 2h not_due.0, 2h fixed.0, 2h fix=2h", "0h-2h p2");
}

static void test_what_cannot_be_read(void **state)
{
    (void)state;
    struct arena arena;
    struct err why = {0};
    struct told told = {0};
    arena_init(&arena, SIZE_MAX);
    buf_init(&told.hits, SIZE_MAX);
    const struct trend_event events[] = {EVENT(0, 0, "opened", "{\"state\":")};
    struct trend_sink sink = {&told, take_hit, NULL};
    assert_false(trend_fold(&plain, events, 1, T0, &sink, &arena, &why));
    assert_int_equal(why.code, ERR_SYNTAX);
    arena_done(&arena);
}

/* -- times -- */

static void test_steps(void **state)
{
    static const struct {
        int64_t minutes, kept;
    } cases[] = {{0, 0}, {1, 1}, {60, 60}, {61, 75}, {75, 75}, {1440, 1440}, {1441, 1500},
        {2880, 2880}, {20160, 20160}, {20161, 14 * 1440 + 1440}, {30 * 1440, 30 * 1440},
        {366 * 1440, 366 * 1440}, {366 * 1440 + 1, 373 * 1440}};
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++)
        assert_int_equal(trend_fact_step_minutes(trend_fact_step(cases[i].minutes)), cases[i].kept);
    for (size_t step = 0; step < TREND_STEPS; step++)
        assert_int_equal(trend_fact_step(trend_fact_step_minutes(step)), step);
    assert_int_equal(trend_fact_step(INT64_MAX / 2), TREND_STEPS - 1);
}

static void test_percentiles(void **state)
{
    struct trend_facts facts = {0};
    struct arena arena;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    assert_int_equal(trend_fact_percentile(&facts, TREND_FIX, 50), 0);
    for (int64_t hours = 1; hours <= 10; hours++)
        trend_fact_time(&facts, TREND_FIX, hours * HOUR, &arena);
    assert_int_equal(trend_fact_time_count(&facts, TREND_FIX), 10);
    assert_int_equal(trend_fact_percentile(&facts, TREND_FIX, 50), 5 * 60);
    assert_int_equal(trend_fact_percentile(&facts, TREND_FIX, 90), 9 * 60);
    assert_int_equal(trend_fact_percentile(&facts, TREND_FIX, 100), 10 * 60);
    assert_int_equal(trend_fact_time_within(&facts, TREND_FIX, 4 * 60), 4);
    /* The clock went back: no time at all. */
    trend_fact_time(&facts, TREND_ACK, -HOUR, &arena);
    assert_int_equal(trend_fact_percentile(&facts, TREND_ACK, 50), 0);
    arena_done(&arena);
}

static void test_facts_are_kept(void **state)
{
    struct trend_facts facts = {0}, read = {0};
    struct arena arena;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    facts.at[TREND_OPENED + SSVC_IMMEDIATE] = 2;
    facts.at[TREND_KEV_LONGEST] = 50;
    facts.at[TREND_FRESH] = 4;
    trend_fact_time(&facts, TREND_FIX, HOUR, &arena);
    struct text flows = trend_fact_print(&facts, TREND_OF_FLOWS, &arena);
    assert_text(flows, "opened.3=2 fix.60=1");
    assert_text(trend_fact_print(&facts, TREND_OF_STOCKS | TREND_OF_SEEN, &arena),
        "kev_longest.0=50 fresh.0=4");
    trend_fact_read(flows, &read, &arena);
    trend_fact_read(flows, &read, &arena);
    trend_fact_read(
        TEXT("kev_longest.0=9 kev_longest.0=7 new_word.3=1 opened.99=1 fix.99999=1 = . x"), &read,
        &arena);
    assert_int_equal(read.at[TREND_OPENED + SSVC_IMMEDIATE], 4);
    assert_int_equal(read.at[TREND_KEV_LONGEST], 9);
    assert_int_equal(trend_fact_time_count(&read, TREND_FIX), 2);
    arena_done(&arena);
}

/* -- periods -- */

static int64_t day_of(const char *date)
{
    int64_t day = 0;
    assert_true(trend_period_read_date(text_of(date), &day));
    return day;
}

static void test_periods(void **state)
{
    static const struct {
        enum trend_period period;
        const char *day, *first, *name, *next;
    } cases[] = {{TREND_DAY, "2026-03-31", "2026-03-31", "2026-03-31", "2026-04-01"},
        {TREND_WEEK, "2026-01-01", "2025-12-29", "2026-W01", "2026-01-05"},
        {TREND_WEEK, "2027-01-03", "2026-12-28", "2026-W53", "2027-01-04"},
        {TREND_MONTH, "2024-02-29", "2024-02-01", "2024-02", "2024-03-01"},
        {TREND_MONTH, "2026-12-31", "2026-12-01", "2026-12", "2027-01-01"},
        {TREND_QUARTER, "2026-12-31", "2026-10-01", "2026-Q4", "2027-01-01"},
        {TREND_QUARTER, "2026-05-15", "2026-04-01", "2026-Q2", "2026-07-01"}};
    char name[TREND_PERIOD_NAME_SIZE];
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        int64_t first = trend_period_first(cases[i].period, day_of(cases[i].day));
        assert_string_equal(trend_period_date(first, name), cases[i].first);
        assert_string_equal(trend_period_name(cases[i].period, first, name), cases[i].name);
        int64_t next = trend_period_move(cases[i].period, first, 1);
        assert_string_equal(trend_period_date(next, name), cases[i].next);
        assert_int_equal(trend_period_move(cases[i].period, next, -1), first);
    }
    int64_t day;
    assert_false(trend_period_read_date(TEXT("2026-02-30"), &day));
    assert_false(trend_period_read_date(TEXT("2026-02-03T00:00:00Z"), &day));
    assert_false(trend_period_read_date(TEXT("yesterday!"), &day));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opened_acknowledged_fixed_in_time),
        cmocka_unit_test(test_an_upload_waits_for_nobody),
        cmocka_unit_test(test_late_and_back_again),
        cmocka_unit_test(test_a_day_for_immediate_ones),
        cmocka_unit_test(test_what_was_never_open),
        cmocka_unit_test(test_a_duplicate_is_no_fix),
        cmocka_unit_test(test_a_service_that_was_deleted),
        cmocka_unit_test(test_histories_of_before),
        cmocka_unit_test(test_what_cannot_be_read),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_percentiles),
        cmocka_unit_test(test_facts_are_kept),
        cmocka_unit_test(test_periods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
