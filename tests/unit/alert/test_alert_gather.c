/* SPDX-License-Identifier: Apache-2.0 */
/* From the events of tickets to the messages of channels, on a clock of the test's own. */
#include "alert/desk_told.h"

#include "alert/alert_plan.h"
#include "base/log.h"

#define CVE "CVE-2020-0001"
#define OTHER "CVE-2020-0002"
#define ROOM 500

static const struct loop_record records[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0},
    {"GHSA-2", OTHER, "npm", "flask", "2.0", false, NULL, NULL, 0}};

/* Three services with what nobody knows a flaw of yet. */
static void begin(struct desk *d, void **state)
{
    desk_init(d, state);
    desk_channel(d, ROOM, SSVC_DEFER);
    desk_know(d, records, 0, NULL);
    desk_service(d, "a", "lodash 1.0");
    desk_service(d, "b", "lodash 1.1, flask 1.0");
    desk_service(d, "c", "lodash 1.2");
    desk_run(d);
}

static void test_one_flaw_is_one_message(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    assert_int_equal(desk_told(&d, ROOM, &told), 0);
    desk_know(&d, records, 1, NULL);
    desk_wait(&d, 10 * CLOCK_SECOND_US); /* it is still being gathered */
    assert_int_equal(desk_told(&d, ROOM, &told), 0);
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    assert_int_equal(told[0].kind, ALERT_FLAW);
    assert_int_equal(told[0].cause, ALERT_BY_ADVISORY);
    assert_text(told[0].vulnerability, CVE);
    assert_int_equal(told[0].total, 3);
    assert_int_equal(told[0].service_count, 3);
    assert_int_equal(told[0].affected_count, 3);
    assert_text(told[0].fixed, "2.0");
    assert_text(told[0].affected[0].package, "lodash");
    desk_run(&d);
    desk_know(&d, records, 1, NULL);
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    desk_done(&d);
}

static void test_a_ticket_says_that_it_was_told(void **state)
{
    struct desk d;
    begin(&d, state);
    desk_channel(&d, ROOM + 1, SSVC_DEFER);
    desk_know(&d, records, 1, NULL);
    desk_run(&d);
    d.loop.world.part_id = d.parts[0];
    int64_t ticket_id = loop_ticket(&d.loop, CVE).id;
    assert_text(loop_events(&d.loop, ticket_id), "opened alerted");
    loop_assert_has(loop_evidence(&d.loop, ticket_id), "\"room 500\"");
    loop_assert_has(loop_evidence(&d.loop, ticket_id), "\"room 501\"");
    /* That it was told is itself nothing to tell: neither a note nor a notice comes of it. */
    assert_int_equal(store_test_number(d.loop.world.t, "SELECT count(*) FROM alert_note"), 0);
    assert_int_equal(
        store_test_number(d.loop.world.t, "SELECT count(*) FROM notice WHERE kind = 'alerted'"), 0);
    desk_done(&d);
}

static void test_the_threshold_and_what_crosses_it(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    desk_channel(&d, ROOM + 1, SSVC_IMMEDIATE);
    desk_know(&d, records, 1, NULL);
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    int before = told[0].priority;
    assert_int_equal(desk_told(&d, ROOM + 1, &told), 0);
    desk_know(&d, records, 1, CVE); /* exploited now */
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 2);
    assert_true(told[1].priority > before);
    assert_int_equal(told[1].cause, ALERT_BY_PRIORITY);
    assert_true(told[1].is_kev);
    assert_int_equal(desk_told(&d, ROOM + 1, &told), told[1].priority == SSVC_IMMEDIATE ? 1 : 0);
    desk_done(&d);
}

/* What attacks were known of before KEV has it is as urgent as it was: that it is in KEV now is told all the same, once to each channel. */
static void test_exploited_at_the_same_priority(void **state)
{
    struct desk d;
    struct alert_message *told;
    desk_init(&d, state);
    d.loop.attacked = CVE;
    desk_channel(&d, ROOM, SSVC_DEFER);
    desk_channel(&d, ROOM + 1, SSVC_DEFER);
    desk_know(&d, records, 0, NULL);
    desk_service(&d, "a", "lodash 1.0");
    desk_service(&d, "b", "lodash 1.1");
    desk_know(&d, records, 1, NULL);
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    int before = told[0].priority;
    assert_false(told[0].is_kev);
    desk_know(&d, records, 1, CVE);
    d.loop.world.part_id = d.parts[0];
    int64_t ticket_id = loop_ticket(&d.loop, CVE).id;
    loop_assert_has(loop_events(&d.loop, ticket_id), "opened alerted exploited");
    assert_int_equal(store_test_number(d.loop.world.t, "SELECT count(*) FROM alert_note"), 2);
    desk_run(&d);
    for (int64_t room = ROOM; room <= ROOM + 1; room++) {
        assert_int_equal(desk_told(&d, room, &told), 2);
        assert_int_equal(told[1].kind, ALERT_FLAW);
        assert_int_equal(told[1].cause, ALERT_BY_EXPLOITED);
        assert_int_equal(told[1].priority, before);
        assert_int_equal(told[1].total, 2);
        assert_true(told[1].is_kev);
    }
    /* It is no news any more, neither to its history nor to a channel. */
    desk_know(&d, records, 1, CVE);
    assert_int_equal(store_test_number(d.loop.world.t, "SELECT count(*) FROM alert_note"), 0);
    desk_wait(&d, 2 * CLOCK_DAY_US);
    assert_int_equal(desk_told(&d, ROOM, &told), 2);
    desk_done(&d);
}

static void test_a_first_upload_is_one_digest(void **state)
{
    struct desk d;
    struct alert_message *told;
    desk_init(&d, state);
    desk_channel(&d, ROOM, SSVC_DEFER);
    desk_channel(&d, ROOM + 1, SSVC_IMMEDIATE);
    desk_know(&d, records, 2, OTHER);
    desk_service(&d, "store", "lodash 1.0, flask 1.0");
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    assert_int_equal(told[0].kind, ALERT_DIGEST);
    assert_int_equal(told[0].cause, ALERT_BY_FIRST_SBOM);
    assert_text(told[0].subject, "store / main");
    assert_int_equal(told[0].total, 2);
    assert_int_equal(told[0].component_count, 6);
    assert_int_equal(told[0].affected_count, 2);
    assert_text(told[0].affected[0].vulnerability, OTHER); /* the exploited one first */
    /* The second SBOM is no first upload. */
    desk_upload(&d, 0, "lodash 1.0, flask 1.0, left-pad 1.0");
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    desk_done(&d);
}

/* Many more than are noted one by one. */
static void test_a_large_first_upload_is_one_note(void **state)
{
    struct desk d;
    struct alert_message *told;
    static struct loop_record many[600]; /* and more than are looked up by a list */
    desk_init(&d, state);
    struct arena *arena = &d.loop.world.t->arena;
    for (size_t i = 0; i < LEN_OF(many); i++)
        many[i] = (struct loop_record){.id = arena_format(arena, "GHSA-%zu", i).at,
            .other = arena_format(arena, "CVE-2021-%04zu", i).at,
            .ecosystem = "npm",
            .package = "lodash",
            .fixed = "2.0"};
    desk_channel(&d, ROOM, SSVC_DEFER);
    desk_know(&d, many, LEN_OF(many), NULL);
    desk_service(&d, "store", "lodash 1.0");
    assert_int_equal(store_test_number(d.loop.world.t, "SELECT count(*) FROM alert_note"), 1);
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    assert_int_equal(told[0].total, LEN_OF(many));
    assert_int_equal(told[0].affected_count, ALERT_PLAN_WORST);
    /* An advisory import of as many flaws elsewhere is one digest too. */
    desk_know(&d, many, 0, NULL);
    desk_service(&d, "other", "flask 1.0");
    for (size_t i = 0; i < LEN_OF(many); i++)
        many[i].package = "flask";
    desk_know(&d, many, LEN_OF(many), NULL);
    desk_run(&d);
    desk_wait(&d, CLOCK_DAY_US);
    size_t count = desk_told(&d, ROOM, &told);
    assert_int_equal(count, 2);
    assert_int_equal(told[1].kind, ALERT_DIGEST);
    desk_done(&d);
}

static void test_more_services_come_once_a_day(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    desk_know(&d, records, 1, NULL);
    desk_run(&d);
    desk_service(&d, "d", "lodash 1.3");
    desk_run(&d);
    desk_service(&d, "e", "lodash 1.4");
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    desk_wait(&d, CLOCK_DAY_US);
    assert_int_equal(desk_told(&d, ROOM, &told), 2);
    assert_int_equal(told[1].kind, ALERT_FLAW);
    assert_int_equal(told[1].service_count, 5);
    desk_wait(&d, CLOCK_DAY_US);
    assert_int_equal(desk_told(&d, ROOM, &told), 2);
    desk_done(&d);
}

static void test_what_is_back_is_told(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    desk_know(&d, records, 1, NULL);
    desk_run(&d);
    desk_upload(&d, 0, "left-pad 1.0");
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    desk_wait(&d, 2 * CLOCK_DAY_US);
    desk_upload(&d, 0, "lodash 1.0, left-pad 1.0");
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 2);
    assert_int_equal(told[1].kind, ALERT_REOPENED);
    desk_done(&d);
}

static void test_what_was_closed_meanwhile_is_not_told(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    desk_know(&d, records, 2, NULL);
    for (size_t i = 0; i < d.part_count; i++)
        desk_upload(&d, i, "left-pad 1.0");
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 0);
    desk_done(&d);
}

static void snooze(struct desk *d, size_t part)
{
    d->loop.world.part_id = d->parts[part];
    struct ticket_order order = {.verb = TICKET_SNOOZE,
        .ticket_id = loop_ticket(&d->loop, CVE).id,
        .until_us = d->loop.now_us + 30 * CLOCK_DAY_US,
        .now_us = d->loop.now_us};
    assert_ok(ticket_work_run(d->db, &d->loop.world.who, &order, err));
}

static void test_snoozed_and_muted_ones_are_silent(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    desk_know(&d, records, 2, NULL);
    for (size_t i = 0; i < d.part_count; i++)
        snooze(&d, i);
    assert_ok(db_run(d.db,
        "INSERT INTO alert_mute (team_id, vulnerability_id, until_us, reason, account_id, at_us)"
        " SELECT $1, vulnerability_id, $2, '', 1, 1 FROM ticket WHERE name = 'CVE-2020-0002'",
        DB_ARGS(DB_INT(d.loop.world.team_id), DB_INT(d.loop.now_us + CLOCK_DAY_US)), NULL, err));
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 0);
    desk_done(&d);
}

/* The test's clock begins at 03:04 on a Friday. */
static void test_a_night_is_one_digest(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    desk_quiet(&d, ROOM,
        (struct alert_quiet){
            .from_minute = 20 * 60, .to_minute = 7 * 60, .days = ALERT_QUIET_ALL_DAYS});
    desk_know(&d, records, 1, NULL);
    desk_run(&d);
    desk_know(&d, records, 2, NULL);
    desk_run(&d);
    desk_until(&d, "2026-01-02T06:59:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), 0);
    desk_until(&d, "2026-01-02T07:00:01Z");
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    assert_int_equal(told[0].kind, ALERT_DIGEST);
    assert_int_equal(told[0].cause, ALERT_BY_QUIET_HOURS);
    assert_int_equal(told[0].total, 4);
    desk_done(&d);
}

static void test_done_twice_it_tells_once(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    desk_know(&d, records, 2, NULL);
    d.loop.now_us += 90 * CLOCK_SECOND_US;
    struct job job = {
        .topic = arena_format(&d.loop.world.t->arena, "%lld", (long long)d.loop.world.team_id)};
    struct job_call call = {
        .db = d.db, .job = &job, .arena = &d.loop.world.t->arena, .now_us = d.loop.now_us};
    assert_ok(alert_job_run(&call, err));
    call.now_us++;
    assert_ok(alert_job_run(&call, err));
    assert_int_equal(desk_told(&d, ROOM, &told), 2);
    desk_done(&d);
}

static void test_a_team_without_channels_and_one_that_is_gone(void **state)
{
    struct desk d;
    desk_init(&d, state);
    desk_know(&d, records, 2, NULL);
    desk_service(&d, "store", "lodash 1.0");
    desk_run(&d);
    assert_int_equal(store_test_number(d.loop.world.t, "SELECT count(*) FROM alert_note"), 0);
    desk_channel(&d, ROOM, SSVC_DEFER); /* it does not hear what was before it */
    desk_run(&d);
    struct alert_message *told;
    assert_int_equal(desk_told(&d, ROOM, &told), 0);
    assert_ok(db_run(d.db, "UPDATE team SET deleted_us = 1", DB_NO_ARGS, NULL, err));
    desk_upload(&d, 0, "lodash 1.0, flask 1.0");
    desk_wait(&d, CLOCK_DAY_US);
    assert_int_equal(store_test_number(d.loop.world.t, "SELECT count(*) FROM alert_note"), 0);
    desk_done(&d);
}

/* What waited for its day, in a channel that is never quiet, did not wait for quiet hours. */
static void test_later_services_come_with_their_cause(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    desk_know(&d, records, 2, NULL);
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 2);
    desk_service(&d, "d", "lodash 1.3, flask 1.2");
    desk_run(&d);
    desk_wait(&d, CLOCK_DAY_US);
    assert_int_equal(desk_told(&d, ROOM, &told), 4);
    assert_int_equal(told[3].kind, ALERT_FLAW);
    assert_int_equal(told[3].cause, ALERT_BY_SBOM);
    desk_done(&d);
}

static int64_t kept(struct desk *d, const char *table)
{
    return store_test_number(d->loop.world.t,
        arena_format(&d->loop.world.t->arena, "SELECT count(*) FROM %s", table).at);
}

static void test_what_is_over_is_forgotten(void **state)
{
    struct desk d;
    begin(&d, state);
    desk_channel(&d, ROOM + 1, SSVC_DEFER);
    desk_know(&d, records, 1, NULL);
    desk_run(&d);
    assert_int_equal(kept(&d, "alert_told"), 2);
    assert_ok(db_run(d.db,
        "INSERT INTO alert_mute (team_id, vulnerability_id, until_us, reason, account_id, at_us)"
        " SELECT DISTINCT team_id, vulnerability_id, CAST($1 AS BIGINT), '', 1, 1 FROM ticket",
        DB_ARGS(DB_INT(d.loop.now_us)), NULL, err));
    assert_ok(db_run(d.db, "UPDATE alert_channel SET deleted_us = 1 WHERE id = $1",
        DB_ARGS(DB_INT(ROOM)), NULL, err));
    assert_ok(alert_job_begin_teams(d.db, d.loop.now_us, err));
    assert_int_equal(kept(&d, "alert_told"), 1);
    assert_int_equal(kept(&d, "alert_mute"), 1);
    assert_ok(alert_job_begin_teams(d.db, d.loop.now_us + 1, err));
    assert_int_equal(kept(&d, "alert_mute"), 0);
    assert_int_equal(kept(&d, "alert_team"), 1);
    desk_done(&d);
}

int main(void)
{
    log_set_level(LOG_WARN);
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_one_flaw_is_one_message),
        STORE_TEST(test_a_ticket_says_that_it_was_told),
        STORE_TEST(test_the_threshold_and_what_crosses_it),
        STORE_TEST(test_exploited_at_the_same_priority),
        STORE_TEST(test_a_first_upload_is_one_digest),
        STORE_TEST(test_a_large_first_upload_is_one_note),
        STORE_TEST(test_more_services_come_once_a_day),
        STORE_TEST(test_what_is_back_is_told),
        STORE_TEST(test_what_was_closed_meanwhile_is_not_told),
        STORE_TEST(test_snoozed_and_muted_ones_are_silent),
        STORE_TEST(test_a_night_is_one_digest),
        STORE_TEST(test_done_twice_it_tells_once),
        STORE_TEST(test_a_team_without_channels_and_one_that_is_gone),
        STORE_TEST(test_later_services_come_with_their_cause),
        STORE_TEST(test_what_is_over_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
