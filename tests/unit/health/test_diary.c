/* SPDX-License-Identifier: Apache-2.0 */
#include "health/diary_world.h"

#include "account/account_delete.h"
#include "base/limits.h"
#include "health/diary.h"
#include "health/diary_coach.h"
#include "health/reading.h"
#include "health/sighting.h"
#include "health/trend_period.h"
#include "store/db_batch.h"

#define DAY CLOCK_DAY_US
#define HOUR (3600 * CLOCK_SECOND_US)

enum { LONG_DAY = 10000, PAGE = 200 };

/* -- days and weeks -- */

static void assert_span(const char *word, const char *zone, const char *first, int64_t hours)
{
    struct diary_span span;
    char name[TREND_PERIOD_NAME_SIZE];
    assert_ok(diary_span_read(&span, text_of(word), text_of(zone), NOW, err));
    assert_string_equal(trend_period_date(span.first_day, name), first);
    assert_int_equal(span.to_us - span.from_us, hours * HOUR);
}

static void test_days_and_weeks(void **state)
{
    (void)state;
    assert_span("", "UTC", "2026-01-02", 24);
    assert_span("", "Asia/Tokyo", "2026-01-02", 24);
    assert_span("", "America/Los_Angeles", "2026-01-01", 24);
    assert_span("2026-11-29", "UTC", "2026-11-29", 24);
    /* Clocks go forward, and back. */
    assert_span("2026-03-29", "Europe/Berlin", "2026-03-29", 23);
    assert_span("2026-10-25", "Europe/Berlin", "2026-10-25", 25);
    assert_span("2026-W13", "Europe/Berlin", "2026-03-23", 167);
    /* The first week of a year may begin in the year before; some years have 53. */
    assert_span("2026-W01", "UTC", "2025-12-29", 168);
    assert_span("2026-W53", "UTC", "2026-12-28", 168);
    static const char *const bad[] = {"2025-W53", "2026-W00", "2026-W54", "2026-W-1", "2026-w01",
        "2026-02-30", "2026-13-01", "1969-12-31", "W48", "2026", "2026-11-29T00:00", "9999-12-31",
        "2026-W99999", "....-W01"};
    struct diary_span span;
    for (size_t i = 0; i < LEN_OF(bad); i++)
        assert_err(ERR_USAGE, diary_span_read(&span, text_of(bad[i]), TEXT("UTC"), NOW, err));
    assert_err(ERR_USAGE, diary_span_read(&span, TEXT(""), TEXT("Mars/Base"), NOW, err));
}

/* -- a long day -- */

/* Every fourth was at the same instant as the one before, as many tickets changed at once are. */
static bool write_long_day(struct db *db, void *context, struct err *err)
{
    const struct api_principal *who = context;
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation) VALUES",
        8, "");
    for (int64_t i = 0; is_ok && i < LONG_DAY; i++) {
        const struct db_value values[] = {DB_INT(TICKET), DB_INT(i + 1),
            DB_INT(NOW - i / 4 * CLOCK_SECOND_US), DB_INT(who->account_id),
            DB_TEXT(i % 2 ? TEXT("commented") : TEXT("acknowledged")), DB_TEXT(TEXT("x")),
            DB_TEXT(TEXT("{\"from\":\"open\"}")), DB_TEXT(TEXT(""))};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

static bool is_before(const struct diary_bite *a, const struct diary_bite *b)
{
    if (a->at_us != b->at_us)
        return a->at_us > b->at_us;
    if (a->source != b->source)
        return a->source < b->source;
    return a->id != b->id ? a->id > b->id : a->seq > b->seq;
}

static void test_a_long_day_is_paged_and_counted(void **state)
{
    struct store_test *t = store_test(state);
    diary_world_make(t);
    struct api_principal kim = diary_world_member(t, "kim");
    assert_ok(db_transact(t->db, write_long_day, &kim, err));
    assert_ok(reading_note(
        t->db, &kim, &(struct reading_visit){.advisory = TEXT("GHSA-0001")}, NOW - 1, err));
    if (db_engine_of(t->db) == DB_POSTGRES)
        store_test_run(t, "ANALYZE");
    struct diary_query query = {.person_id = kim.account_id,
        .from_us = NOW - DAY,
        .to_us = NOW + 1,
        .after = {INT64_MAX, -1, INT64_MAX, INT64_MAX},
        .limit = PAGE};
    struct diary_bite *bites, last = {.at_us = INT64_MAX};
    size_t count, total = 0;
    int64_t slowest_us = 0;
    do {
        int64_t began_us = clock_steady_us();
        assert_ok(diary_list(t->db, &kim, &query, &t->arena, &bites, &count, err));
        int64_t took_us = clock_steady_us() - began_us;
        slowest_us = took_us > slowest_us ? took_us : slowest_us;
        for (size_t i = 0; i < count; i++) {
            assert_true(is_before(&last, &bites[i]));
            last = bites[i];
        }
        total += count;
        query.after = (struct diary_place){last.at_us, (int64_t)last.source, last.id, last.seq};
    } while (count == PAGE);
    assert_int_equal(total, LONG_DAY + 1);
    struct diary_mark *marks;
    int64_t sums[DIARY_KINDS] = {0}, began_us = clock_steady_us();
    assert_ok(
        diary_marks(t->db, &query, 15 * 60 * CLOCK_SECOND_US, &t->arena, &marks, &count, err));
    print_message("# %d bites: the slowest page of %d took %lld us, the marks %lld us\n", LONG_DAY,
        PAGE, (long long)slowest_us, (long long)(clock_steady_us() - began_us));
    for (size_t i = 0; i < count; i++)
        sums[marks[i].kind] += marks[i].count;
    assert_int_equal(sums[DIARY_READ], 1);
    assert_int_equal(sums[DIARY_DECIDED], LONG_DAY / 2);
    assert_int_equal(sums[DIARY_ACTED], LONG_DAY / 2);
}

/* What an upload or a tracker did in somebody's name is no bite of theirs, and what the action log has is one there. */
static void test_what_is_no_bite(void **state)
{
    struct store_test *t = store_test(state);
    diary_world_make(t);
    struct api_principal kim = diary_world_member(t, "kim");
    static const char *const kinds[] = {"opened", "closed", "decision_changed", "completed",
        "mitigated", "accepted", "wrong_match", "not_affected", "action_recorded", "marked"};
    int64_t seq = 1;
    for (size_t i = 0; i < LEN_OF(kinds); i++)
        diary_world_event(t, &kim, kinds[i], seq++, NOW);
    diary_world_event(t, &kim, "reopened", seq++, NOW);
    diary_world_event(t, &kim, "reopened", seq++, NOW);
    diary_world_event(t, &kim, "acknowledged", seq++, NOW);
    store_test_run(t, "UPDATE ticket_event SET detail = '{\"reason\":1}' WHERE seq = 11");
    store_test_run(
        t, "UPDATE ticket_event SET detail = '{\"from\":\"open\",\"tracker\":{}}' WHERE seq = 13");
    struct diary_bite *bites;
    size_t count;
    const struct diary_query query = {.person_id = kim.account_id,
        .from_us = NOW - DAY,
        .to_us = NOW + DAY,
        .after = {INT64_MAX, -1, INT64_MAX, INT64_MAX},
        .limit = PAGE};
    assert_ok(diary_list(t->db, &kim, &query, &t->arena, &bites, &count, err));
    assert_int_equal(count, 1);
    assert_text(bites[0].what, "reopened");
    assert_int_equal(bites[0].seq, 12);
}

/* -- reading -- */

static void read_of(
    struct store_test *t, const struct api_principal *who, const char *id, int64_t at_us)
{
    assert_ok(
        reading_note(t->db, who, &(struct reading_visit){.advisory = text_of(id)}, at_us, err));
}

static void test_a_day_of_reading_has_an_end(void **state)
{
    struct store_test *t = store_test(state);
    diary_world_make(t);
    struct api_principal kim = diary_world_member(t, "kim");
    char id[32];
    for (size_t i = 0; i < LIMIT_READINGS_OF_DAY; i++) {
        snprintf(id, sizeof id, "CVE-2099-%zu", 10000 + i);
        read_of(t, &kim, id, NOW);
    }
    struct reading_visit one_more = {.advisory = TEXT("CVE-2099-9")};
    assert_err(ERR_LIMIT, reading_note(t->db, &kim, &one_more, NOW, err));
    read_of(t, &kim, "CVE-2099-10000", NOW);
    read_of(t, &kim, "CVE-2099-9", NOW + DAY);
    assert_int_equal(
        store_test_number(t, "SELECT count FROM reading WHERE advisory = 'CVE-2099-10000'"), 2);
    struct reading_visit visits[] = {
        {.advisory = TEXT("CVE-1"), .seconds = LIMIT_READING_SECONDS + 1},
        {.advisory = TEXT("CVE-1"), .seconds = -1}, {.advisory = TEXT("")},
        {.advisory = TEXT("a b")}, {.advisory = TEXT("x\ny")}};
    for (size_t i = 0; i < LEN_OF(visits); i++)
        assert_err(ERR_USAGE, reading_note(t->db, &kim, &visits[i], NOW + DAY, err));
}

/* By the reader's clock, not the server's. */
static void test_a_day_is_the_readers(void **state)
{
    struct store_test *t = store_test(state);
    diary_world_make(t);
    struct api_principal kim = diary_world_member(t, "kim");
    assert_ok(account_set_zone(t->db, kim.account_id, TEXT("Asia/Tokyo"), err));
    int64_t midnight = NOW / DAY * DAY;
    read_of(t, &kim, "CVE-2099-0001", midnight + 14 * HOUR);
    read_of(t, &kim, "CVE-2099-0001", midnight + 16 * HOUR);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM reading"), 2);
    assert_int_equal(store_test_number(t, "SELECT max(day) - min(day) FROM reading"), 1);
}

static void test_reading_goes_to_the_teams_it_concerns(void **state)
{
    struct store_test *t = store_test(state);
    diary_world_make(t);
    struct api_principal kim = diary_world_member(t, "kim");
    store_test_run(t, "INSERT INTO team (id, name, created_us) VALUES (12, 'Other', 1)");
    store_test_run(t, "INSERT INTO team_member (team_id, account_id, role, created_us) "
                      "SELECT 12, account_id, 'viewer', 1 FROM team_member");
    read_of(t, &kim, "GHSA-0001", NOW);
    read_of(t, &kim, "CVE-2099-7777", NOW);
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM reading_team WHERE advisory = 'GHSA-0001'"), 1);
    assert_int_equal(
        store_test_number(t, "SELECT count(*) FROM reading_team WHERE advisory = 'CVE-2099-7777'"),
        2);
}

/* -- what others are told -- */

static struct diary_team_week week_at(struct store_test *t, int64_t now_us)
{
    struct diary_span week;
    struct diary_team_week sums;
    assert_ok(diary_span_read(&week, TEXT("2026-W01"), TEXT("UTC"), now_us, err));
    assert_ok(diary_team_week(t->db, TEAM, &week, now_us, &t->arena, &sums, err));
    return sums;
}

/* Somebody who looks at every sum at every moment never gets one of fewer than three people, nor the exact one of reading. */
static void test_sums_are_of_three(void **state)
{
    struct store_test *t = store_test(state);
    const int64_t later = NOW + 14 * DAY;
    diary_world_make(t);
    struct api_principal kim = diary_world_member(t, "kim"), lea = diary_world_member(t, "lea"),
                         max = diary_world_member(t, "max");
    assert_int_equal(week_at(t, later).sums[DIARY_READ].hidden, DIARY_FEW);
    read_of(t, &kim, "CVE-2099-0001", NOW);
    read_of(t, &kim, "CVE-2099-2", NOW);
    read_of(t, &lea, "CVE-2099-0001", NOW);
    /* Two, one and nobody look alike. */
    struct diary_team_week two = week_at(t, later);
    assert_int_equal(two.sums[DIARY_READ].hidden, DIARY_FEW);
    assert_int_equal(two.sums[DIARY_READ].count, 0);
    assert_int_equal(two.hidden, DIARY_FEW);
    assert_int_equal(two.people, 0);
    read_of(t, &max, "CVE-2099-0001", NOW);
    read_of(t, &max, "CVE-2099-3", NOW);
    read_of(t, &max, "CVE-2099-4", NOW);
    /* While the week runs nobody sees it grow by what one reads. */
    assert_int_equal(week_at(t, NOW + 1).sums[DIARY_READ].hidden, DIARY_RUNNING);
    assert_int_equal(week_at(t, NOW + 1).sums[DIARY_READ].count, 0);
    assert_int_equal(week_at(t, later).sums[DIARY_READ].hidden, DIARY_SHOWN);
    assert_int_equal(week_at(t, later).sums[DIARY_READ].count, 5); /* six, to the nearest five */
    /* Reading does not count among those who were there. */
    assert_int_equal(week_at(t, later).hidden, DIARY_FEW);
    diary_world_event(t, &kim, "acknowledged", 1, NOW);
    diary_world_event(t, &lea, "snoozed", 2, NOW);
    assert_int_equal(week_at(t, later).sums[DIARY_DECIDED].hidden, DIARY_FEW);
    diary_world_event(t, &max, "assigned", 3, NOW);
    assert_int_equal(week_at(t, later).sums[DIARY_DECIDED].count, 3);
    assert_int_equal(week_at(t, later).people, 3);
}

static void test_a_diary_goes_with_its_person(void **state)
{
    struct store_test *t = store_test(state);
    diary_world_make(t);
    struct account root = {.name = TEXT("root"), .roles = ACCOUNT_ADMINISTRATOR, .created_us = NOW};
    assert_ok(account_add(t->db, &root, &root.id, err));
    struct api_principal kim = diary_world_member(t, "kim"), lea = diary_world_member(t, "lea");
    const struct api_principal admin = {.account_id = root.id, .roles = ACCOUNT_ADMINISTRATOR};
    read_of(t, &kim, "CVE-2099-0001", NOW);
    read_of(t, &lea, "CVE-2099-0001", NOW);
    assert_ok(diary_coach_name(t->db, &kim, lea.account_id, NOW, err));
    assert_ok(diary_coach_name(t->db, &lea, kim.account_id, NOW, err));
    assert_ok(diary_coach_check(t->db, &lea, kim.account_id, err));
    assert_err(ERR_NOT_FOUND, diary_coach_check(t->db, &admin, kim.account_id, err));
    assert_err(ERR_USAGE, diary_coach_name(t->db, &kim, kim.account_id, NOW, err));
    struct sighting sighting = {.team_id = TEAM,
        .kind = SIGHTING_OTHER,
        .value = TEXT("x"),
        .indicator_type = TEXT(""),
        .asset = TEXT(""),
        .told_by = TEXT(""),
        .text = TEXT(""),
        .confidence = TEXT("low"),
        .severity = TEXT("low")};
    assert_ok(sighting_mark(t->db, &kim, &sighting, NOW, err));
    assert_ok(account_delete(t->db, kim.account_id, root.id, NOW, NULL, NULL, err));
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM reading"), 1);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM reading_team"), 1);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM diary_coach"), 0);
    assert_int_equal(store_test_number(t, "SELECT count(*) FROM sighting"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_and_weeks),
        STORE_TEST(test_a_long_day_is_paged_and_counted),
        STORE_TEST(test_what_is_no_bite),
        STORE_TEST(test_a_day_of_reading_has_an_end),
        STORE_TEST(test_a_day_is_the_readers),
        STORE_TEST(test_reading_goes_to_the_teams_it_concerns),
        STORE_TEST(test_sums_are_of_three),
        STORE_TEST(test_a_diary_goes_with_its_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
