/* SPDX-License-Identifier: Apache-2.0 */
/* What a preview says was told is what planning told: the same weeks, once lived and once replayed. */
#include "alert/desk_told.h"

#include "alert/alert_preview.h"
#include "base/limits.h"
#include "base/log.h"

#define CVE "CVE-2020-0001"
#define OTHER "CVE-2020-0002"
#define ROOM 500

static const struct loop_record records[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0},
    {"GHSA-2", OTHER, "npm", "flask", "2.0", false, NULL, NULL, 0}};

static void set_due(struct desk *d, size_t part, const char *cve, const char *date)
{
    struct ticket_order order = {.verb = TICKET_SCHEDULE, .now_us = d->loop.now_us};
    d->loop.world.part_id = d->parts[part];
    order.ticket_id = loop_ticket(&d->loop, cve).id;
    assert_true(clock_read(text_of(date), &order.due_us));
    assert_ok(ticket_work_run(d->db, &d->loop.world.who, &order, err));
}

/* Three weeks with a first upload, advisories, a service more, a night, dates that come and pass. */
static void live(struct desk *d, void **state)
{
    desk_init(d, state);
    desk_channel(d, ROOM, SSVC_DEFER);
    desk_channel(d, ROOM + 1, SSVC_IMMEDIATE);
    desk_channel(d, ROOM + 2, SSVC_DEFER);
    desk_quiet(
        d, ROOM + 2, (struct alert_quiet){.from_minute = 20 * 60, .to_minute = 7 * 60, .days = 31});
    desk_know(d, records, 1, NULL);
    desk_until(d, "2026-01-02T10:00:00Z");
    desk_service(d, "a", "lodash 1.0, flask 1.0");
    desk_service(d, "b", "lodash 1.0, flask 1.0");
    desk_until(d, "2026-01-05T22:00:00Z");
    desk_know(d, records, 2, NULL);
    desk_until(d, "2026-01-06T12:00:00Z");
    desk_service(d, "c", "lodash 1.3");
    desk_until(d, "2026-01-08T12:00:00Z");
    set_due(d, 0, CVE, "2026-01-14T12:00:00Z");
    set_due(d, 1, OTHER, "2026-01-16T12:00:00Z");
    desk_until(d, "2026-01-12T12:00:00Z");
    desk_know(d, records, 2, OTHER);
    desk_upload(d, 2, "left-pad 1.0");
    desk_until(d, "2026-01-15T12:00:00Z");
    desk_upload(d, 2, "lodash 1.3, left-pad 1.0");
    desk_until(d, "2026-01-23T12:30:00Z");
}

static void preview(
    struct desk *d, int64_t since_us, struct alert_scope *scope, struct alert_preview *ret_preview)
{
    bool is_there;
    assert_ok(alert_scope_open(scope, d->db, d->loop.world.team_id, d->loop.now_us,
        &d->loop.world.t->arena, &is_there, err));
    assert_true(is_there);
    assert_ok(alert_preview_run(scope, since_us, ret_preview, err));
}

static void test_it_says_what_was_told(void **state)
{
    struct desk d;
    struct alert_scope scope;
    struct alert_preview seen;
    struct alert_message *told;
    live(&d, state);
    preview(&d, STORE_TEST_NOW_US, &scope, &seen);
    assert_int_equal(scope.channel_count, 3);
    for (size_t i = 0; i < scope.channel_count; i++) {
        size_t count = desk_told(&d, scope.channels[i].id, &told);
        const struct alert_preview_channel *channel = &seen.channels[i];
        for (size_t at = 0; at < count && at < channel->shown_count; at++)
            if (told[at].kind != channel->shown[at].kind)
                fail_msg("channel %zu, message %zu: %s was told, %s was seen", i, at,
                    alert_kind_name(told[at].kind), alert_kind_name(channel->shown[at].kind));
        assert_int_equal(channel->message_count, count);
        assert_true(count > 0 || i == 1);
    }
    assert_true(seen.finding_count >= 6);
    assert_false(seen.is_cut);
    zone_close(&scope.zone);
    desk_done(&d);
}

static void test_other_settings_tell_otherwise(void **state)
{
    struct desk d;
    struct alert_scope scope;
    struct alert_preview before, after;
    live(&d, state);
    preview(&d, STORE_TEST_NOW_US, &scope, &before);
    memset(scope.policy.remind, 0, sizeof scope.policy.remind);
    scope.policy.overdue_every_days = 0;
    scope.plans[0].least_priority = SSVC_IMMEDIATE;
    scope.plans[0].tells = ALERT_TELLS_NEW;
    assert_ok(alert_preview_run(&scope, STORE_TEST_NOW_US, &after, err));
    assert_true(after.channels[0].message_count < before.channels[0].message_count);
    assert_int_equal(after.channels[0].by_kind[ALERT_REMINDER], 0);
    /* A time in which nothing happened. */
    assert_ok(alert_preview_run(&scope, d.loop.now_us - CLOCK_SECOND_US, &after, err));
    assert_int_equal(after.channels[0].message_count, 0);
    assert_int_equal(after.finding_count, 0);
    zone_close(&scope.zone);
    desk_done(&d);
}

static void test_a_team_without_anything(void **state)
{
    struct desk d;
    struct alert_scope scope;
    struct alert_preview seen;
    desk_init(&d, state);
    preview(&d, STORE_TEST_NOW_US - CLOCK_DAY_US, &scope, &seen);
    assert_int_equal(seen.finding_count, 0);
    zone_close(&scope.zone);
    desk_done(&d);
}

/* Events of a ticket that nothing comes of, so many that the oldest are left out. */
static void add_events(struct desk *d, size_t count)
{
    assert_ok(db_run(d->db,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, kind, text, detail, generation, sets)"
        " WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
        " SELECT (SELECT MIN(id) FROM ticket), 1000 + i, $2, 'noted', '', '{}', '',"
        " '{\"sbom_number\":1}' FROM n",
        DB_ARGS(DB_INT((int64_t)count), DB_INT(d->loop.now_us)), NULL, err));
}

static void test_too_many_events_are_cut(void **state)
{
    struct desk d;
    struct alert_scope scope;
    struct alert_preview seen;
    desk_init(&d, state);
    desk_channel(&d, ROOM, SSVC_DEFER);
    desk_know(&d, records, 1, NULL);
    desk_service(&d, "a", "lodash 1.0");
    desk_run(&d);
    add_events(&d, LIMIT_ALERT_PREVIEW_EVENTS - 1);
    preview(&d, STORE_TEST_NOW_US, &scope, &seen);
    assert_false(seen.is_cut);
    assert_int_equal(seen.finding_count, 1);
    zone_close(&scope.zone);
    assert_ok(db_run(d.db, "UPDATE ticket_event SET seq = seq + 1000000 WHERE seq >= 1000",
        DB_NO_ARGS, NULL, err));
    add_events(&d, 1);
    preview(&d, STORE_TEST_NOW_US, &scope, &seen);
    assert_true(seen.is_cut);
    assert_int_equal(seen.finding_count, 0);
    zone_close(&scope.zone);
    desk_done(&d);
}

int main(void)
{
    log_set_level(LOG_WARN);
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_it_says_what_was_told),
        STORE_TEST(test_other_settings_tell_otherwise),
        STORE_TEST(test_a_team_without_anything),
        STORE_TEST(test_too_many_events_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
