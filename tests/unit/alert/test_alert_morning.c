/* SPDX-License-Identifier: Apache-2.0 */
/* A day's line-up, what is late, and what is told higher up. The clock begins on Friday 2026-01-02 at 03:04 UTC. */
#include "alert/desk_told.h"

#include "base/log.h"

#define CVE "CVE-2020-0001"
#define OTHER "CVE-2020-0002"
#define ROOM 500

static const struct loop_record records[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0},
    {"GHSA-2", OTHER, "npm", "flask", "2.0", false, NULL, NULL, 0}};

/* One service with two flaws, of which the channel was told. */
static size_t begin(struct desk *d, void **state)
{
    struct alert_message *told;
    desk_init(d, state);
    desk_channel(d, ROOM, SSVC_DEFER);
    desk_know(d, records, 2, NULL);
    desk_service(d, "store", "lodash 1.0, flask 1.0");
    desk_run(d);
    d->loop.world.part_id = d->parts[0];
    return desk_told(d, ROOM, &told);
}

static void order(struct desk *d, const char *cve, struct ticket_order order)
{
    order.ticket_id = loop_ticket(&d->loop, cve).id;
    order.now_us = d->loop.now_us;
    assert_ok(ticket_work_run(d->db, &d->loop.world.who, &order, err));
}

static void set_due(struct desk *d, const char *cve, const char *date)
{
    int64_t due_us;
    assert_true(clock_read(text_of(date), &due_us));
    order(d, cve, (struct ticket_order){.verb = TICKET_SCHEDULE, .due_us = due_us});
}

static void set_zone(struct desk *d, const char *zone)
{
    assert_ok(db_run(
        d->db, "UPDATE team SET time_zone = $1", DB_ARGS(DB_TEXT(text_of(zone))), NULL, err));
}

/* Each priority is reminded of three days and one day before. */
static struct alert_policy policy_of(struct desk *d)
{
    struct alert_policy policy = alert_policy_default;
    (void)d;
    for (size_t i = 0; i < ALERT_PRIORITIES; i++)
        policy.remind[i] = 1U << 3 | 1U << 1;
    policy.escalate_overdue_days = policy.escalate_unseen_hours = 0;
    return policy;
}

static bool write_policy(struct db *db, void *context, struct err *err)
{
    const struct alert_policy *policy = context;
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok =
        db_query(db, "SELECT team_id FROM service LIMIT 1", DB_NO_ARGS, &arena, &rows, err) &&
        alert_policy_write(db, db_int(&rows, 0, 0), policy, 1, 1, err);
    arena_done(&arena);
    return is_ok;
}

static void set_policy(struct desk *d, struct alert_policy policy)
{
    assert_ok(db_transact(d->db, write_policy, &policy, err));
}

static void test_reminders_come_in_the_morning(void **state)
{
    struct desk d;
    struct alert_message *told;
    size_t before = begin(&d, state);
    set_policy(&d, policy_of(&d));
    set_due(&d, CVE, "2026-01-06T12:00:00Z");
    set_due(&d, OTHER, "2026-02-20T12:00:00Z");
    desk_until(&d, "2026-01-03T07:59:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before);
    desk_until(&d, "2026-01-03T08:01:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 1);
    assert_int_equal(told[before].kind, ALERT_REMINDER);
    assert_int_equal(told[before].days, 3);
    assert_text(told[before].vulnerability, CVE);
    desk_until(&d, "2026-01-04T23:00:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 1);
    desk_until(&d, "2026-01-05T09:00:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 2);
    assert_int_equal(told[before + 1].days, 1);
    /* Late: on the next morning, then each week. */
    desk_until(&d, "2026-01-07T09:00:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 3);
    assert_int_equal(told[before + 2].kind, ALERT_OVERDUE);
    desk_until(&d, "2026-01-14T07:00:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 3);
    desk_until(&d, "2026-01-14T09:00:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 4);
    assert_int_equal(told[before + 3].days, 8);
    desk_done(&d);
}

static void test_all_of_a_day_is_one_message(void **state)
{
    struct desk d;
    struct alert_message *told;
    size_t before = begin(&d, state);
    set_policy(&d, policy_of(&d));
    set_due(&d, CVE, "2026-01-06T12:00:00Z");
    set_due(&d, OTHER, "2026-01-04T12:00:00Z");
    desk_until(&d, "2026-01-03T09:00:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 1);
    assert_int_equal(told[before].kind, ALERT_DIGEST);
    assert_int_equal(told[before].cause, ALERT_BY_SCHEDULE);
    assert_int_equal(told[before].total, 2);
    assert_int_equal(told[before].service_count, 1);
    desk_done(&d);
}

/* The morning is the team's own, and so is the day that a date falls on. */
static void test_zones(void **state)
{
    struct desk d;
    struct alert_message *told;
    size_t before = begin(&d, state);
    set_zone(&d, "Asia/Tokyo");
    set_policy(&d, policy_of(&d));
    set_due(&d, CVE, "2026-01-06T16:00:00Z"); /* the 7th in Tokyo */
    desk_until(&d, "2026-01-03T22:59:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before);
    desk_until(&d, "2026-01-03T23:01:00Z"); /* 08:01 on the 4th */
    assert_int_equal(desk_told(&d, ROOM, &told), before + 1);
    assert_int_equal(told[before].days, 3);
    assert_text(told[before].time_zone, "Asia/Tokyo");
    desk_done(&d);
}

/* In Berlin 08:00 is 07:00 UTC in winter, and 06:00 from 2026-03-29 on. */
static void test_summer_time_moves_the_morning(void **state)
{
    struct desk d;
    struct alert_message *told;
    size_t before = begin(&d, state);
    set_zone(&d, "Europe/Berlin");
    set_policy(&d, policy_of(&d));
    desk_until(&d, "2026-03-27T12:00:00Z");
    before = desk_told(&d, ROOM, &told);
    set_due(&d, CVE, "2026-03-29T12:00:00Z");   /* told of on the 28th */
    set_due(&d, OTHER, "2026-03-30T12:00:00Z"); /* on the 29th, the day of 23 hours */
    desk_until(&d, "2026-03-28T06:59:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before);
    desk_until(&d, "2026-03-28T07:00:01Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 1);
    desk_until(&d, "2026-03-29T05:59:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 1);
    desk_until(&d, "2026-03-29T06:00:01Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 2);
    desk_done(&d);
}

/* Saturday and Sunday are made up for on Monday. */
static void test_a_quiet_weekend(void **state)
{
    struct desk d;
    struct alert_message *told;
    size_t before = begin(&d, state);
    set_policy(&d, policy_of(&d));
    desk_quiet(&d, ROOM, (struct alert_quiet){.days = 1 | 2 | 4 | 8 | 16});
    set_due(&d, CVE, "2026-01-06T12:00:00Z");   /* three days before is Saturday */
    set_due(&d, OTHER, "2026-01-03T12:00:00Z"); /* late on Sunday; one day before is Friday */
    desk_until(&d, "2026-01-02T09:00:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 1);
    desk_until(&d, "2026-01-05T07:59:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 1);
    desk_until(&d, "2026-01-05T08:01:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 2);
    assert_int_equal(told[before + 1].total, 2);
    assert_text(told[before + 1].affected[0].vulnerability, OTHER); /* what is late comes first */
    desk_done(&d);
}

static void test_snoozed_and_muted_ones_are_not_lined_up(void **state)
{
    struct desk d;
    struct alert_message *told;
    size_t before = begin(&d, state);
    set_policy(&d, policy_of(&d));
    set_due(&d, CVE, "2026-01-06T12:00:00Z");
    set_due(&d, OTHER, "2026-01-06T12:00:00Z");
    order(&d, CVE,
        (struct ticket_order){.verb = TICKET_SNOOZE, .until_us = d.loop.now_us + 9 * CLOCK_DAY_US});
    assert_ok(db_run(d.db,
        "INSERT INTO alert_mute (team_id, vulnerability_id, until_us, reason, account_id, at_us)"
        " SELECT team_id, vulnerability_id, $1, '', 1, 1 FROM ticket WHERE name = 'CVE-2020-0002'",
        DB_ARGS(DB_INT(d.loop.now_us + 9 * CLOCK_DAY_US)), NULL, err));
    desk_until(&d, "2026-01-05T12:00:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before);
    desk_done(&d);
}

static int64_t notices(struct desk *d, const char *kind)
{
    struct db_rows rows;
    assert_ok(db_query(d->db,
        "SELECT COALESCE(SUM(count), 0) FROM notice WHERE account_id = 1 AND kind = $1",
        DB_ARGS(DB_TEXT(text_of(kind))), &d->loop.world.t->arena, &rows, err));
    return db_int(&rows, 0, 0);
}

static void test_assignees_get_notices(void **state)
{
    struct desk d;
    begin(&d, state);
    set_policy(&d, policy_of(&d));
    set_due(&d, CVE, "2026-01-06T12:00:00Z");
    set_due(&d, OTHER, "2026-01-06T12:00:00Z");
    order(&d, CVE, (struct ticket_order){.verb = TICKET_ASSIGN, .assignee_id = 1});
    desk_until(&d, "2026-01-03T12:00:00Z");
    assert_int_equal(notices(&d, "due_soon"), 1);
    assert_int_equal(notices(&d, "overdue"), 0);
    desk_until(&d, "2026-01-07T12:00:00Z");
    assert_int_equal(notices(&d, "due_soon"), 2);
    assert_int_equal(notices(&d, "overdue"), 1);
    desk_done(&d);
}

/* What is overdue for two days is told in a room of its own. */
static void escalate_after_two_days(struct desk *d)
{
    struct alert_policy policy = policy_of(d);
    desk_channel(d, ROOM + 1, SSVC_IMMEDIATE);
    policy.escalate_overdue_days = 2;
    policy.escalate_channel_id = ROOM + 1;
    set_policy(d, policy);
}

static void test_what_is_late_is_escalated_once(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    escalate_after_two_days(&d);
    set_due(&d, CVE, "2026-01-06T12:00:00Z");
    desk_until(&d, "2026-01-08T11:00:00Z");
    assert_int_equal(desk_told(&d, ROOM + 1, &told), 0);
    desk_until(&d, "2026-01-08T14:00:00Z");
    assert_int_equal(desk_told(&d, ROOM + 1, &told), 1);
    assert_int_equal(told[0].kind, ALERT_ESCALATION);
    assert_int_equal(told[0].cause, ALERT_BY_OVERDUE);
    assert_int_equal(told[0].days, 2);
    assert_int_equal(notices(&d, "escalated"), 1); /* who made the team is its admin */
    desk_until(&d, "2026-01-12T14:00:00Z");
    assert_int_equal(desk_told(&d, ROOM + 1, &told), 1);
    /* Another date, and late again. */
    set_due(&d, CVE, "2026-01-14T12:00:00Z");
    desk_until(&d, "2026-01-17T14:00:00Z");
    assert_int_equal(desk_told(&d, ROOM + 1, &told), 2);
    desk_done(&d);
}

/* A first SBOM brings flaws whose date by CISA was years ago: those in charge are told once the team had its days. */
static void test_what_was_late_before_it_was_known_is_given_its_days(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    escalate_after_two_days(&d);
    assert_ok(db_run(d.db, "UPDATE ticket SET due_us = 1651536000000000 WHERE name = $1",
        DB_ARGS(DB_TEXT(TEXT(CVE))), NULL, err));
    desk_until(&d, "2026-01-04T03:00:00Z");
    assert_int_equal(desk_told(&d, ROOM + 1, &told), 0);
    assert_int_equal(notices(&d, "escalated"), 0);
    desk_until(&d, "2026-01-04T04:00:00Z");
    assert_int_equal(desk_told(&d, ROOM + 1, &told), 1);
    assert_int_equal(notices(&d, "escalated"), 1);
    desk_done(&d);
}

static void make_immediate(struct desk *d)
{
    assert_ok(db_run(d->db, "UPDATE ticket SET priority = 3 WHERE name = 'CVE-2020-0001'",
        DB_NO_ARGS, NULL, err));
}

static void test_what_nobody_sees_is_escalated(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    struct alert_policy policy = policy_of(&d);
    desk_channel(&d, ROOM + 1, SSVC_IMMEDIATE);
    policy.escalate_unseen_hours = 4;
    policy.escalate_admins = false;
    policy.escalate_channel_id = ROOM + 1;
    set_policy(&d, policy);
    make_immediate(&d);
    desk_until(&d, "2026-01-02T06:00:00Z");
    assert_int_equal(desk_told(&d, ROOM + 1, &told), 0);
    desk_until(&d, "2026-01-02T09:00:00Z");
    assert_int_equal(desk_told(&d, ROOM + 1, &told), 1);
    assert_int_equal(told[0].cause, ALERT_BY_UNACKNOWLEDGED);
    assert_int_equal(notices(&d, "escalated"), 0);
    desk_done(&d);
}

/* The most urgent does not wait for the morning. */
static void test_an_immediate_date_is_told_when_it_comes(void **state)
{
    struct desk d;
    struct alert_message *told;
    size_t before = begin(&d, state);
    struct alert_policy policy = policy_of(&d);
    memset(policy.remind, 0, sizeof policy.remind);
    set_policy(&d, policy);
    set_due(&d, CVE, "2026-01-02T15:00:00Z");
    make_immediate(&d);
    desk_until(&d, "2026-01-02T14:59:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before);
    desk_until(&d, "2026-01-02T15:00:01Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 1);
    assert_int_equal(told[before].kind, ALERT_OVERDUE);
    desk_until(&d, "2026-01-09T07:59:00Z");
    assert_int_equal(desk_told(&d, ROOM, &told), before + 1);
    desk_until(&d, "2026-01-10T09:00:00Z"); /* a week after the morning that had no more to say */
    assert_int_equal(desk_told(&d, ROOM, &told), before + 2);
    desk_done(&d);
}

int main(void)
{
    log_set_level(LOG_WARN);
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_reminders_come_in_the_morning),
        STORE_TEST(test_all_of_a_day_is_one_message),
        STORE_TEST(test_zones),
        STORE_TEST(test_summer_time_moves_the_morning),
        STORE_TEST(test_a_quiet_weekend),
        STORE_TEST(test_snoozed_and_muted_ones_are_not_lined_up),
        STORE_TEST(test_assignees_get_notices),
        STORE_TEST(test_what_is_late_is_escalated_once),
        STORE_TEST(test_what_was_late_before_it_was_known_is_given_its_days),
        STORE_TEST(test_what_nobody_sees_is_escalated),
        STORE_TEST(test_an_immediate_date_is_told_when_it_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
