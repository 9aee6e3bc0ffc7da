/* SPDX-License-Identifier: Apache-2.0 */
/* What a message about one flaw says to do. */
#include "alert/desk_told.h"

#include "alert/alert_compose_rows.h"
#include "alert/alert_plan.h"
#include "alert/alert_remedy.h"
#include "base/log.h"
#include "ticket/advice.h"

#define CVE "CVE-2020-0001"
#define OTHER "CVE-2020-0002"
#define ROOM 500

static const struct loop_record one_fix[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0}};
static const struct loop_record no_fix[] = {
    {"GHSA-1", CVE, "npm", "lodash", NULL, false, NULL, NULL, 0}};
static const struct loop_record two_packages[] = {
    {"GHSA-1", CVE, "npm", "lodash", "2.0", false, NULL, NULL, 0},
    {"GHSA-2", CVE, "npm", "flask", "3.0", false, NULL, NULL, 0}};

static void begin(struct desk *d, void **state)
{
    log_set_level(LOG_WARN);
    desk_init(d, state);
    desk_channel(d, ROOM, SSVC_DEFER);
    desk_know(d, one_fix, 0, NULL);
    desk_service(d, "a", "lodash 1.0");
    desk_service(d, "b", "lodash 1.1");
    desk_run(d);
}

static void advise(
    struct desk *d, const char *text, const char *flaw, const char *package, int64_t id)
{
    struct text alias = arena_text_lower(&d->loop.world.t->arena, text_of(flaw));
    struct advice advice = {.id = id,
        .author_id = d->loop.world.who.account_id,
        .text = text_of(text),
        .vulnerability = text_of(flaw),
        .ecosystem = package[0] ? TEXT("npm") : TEXT(""),
        .package = text_of(package),
        .created_us = d->loop.now_us};
    assert_ok(advice_add(d->db, &advice, &alias, alias.len > 0, err));
}

/* What the room is told of the flaw, first by these records. */
static struct alert_message tell(struct desk *d, const struct loop_record *records, size_t count)
{
    struct alert_message *told;
    desk_know(d, records, count, NULL);
    desk_run(d);
    assert_int_equal(desk_told(d, ROOM, &told), 1);
    assert_int_equal(told[0].kind, ALERT_FLAW);
    return told[0];
}

static void test_one_version_is_said_once(void **state)
{
    struct desk d;
    begin(&d, state);
    struct alert_message message = tell(&d, one_fix, LEN_OF(one_fix));
    assert_text(message.fixed, "2.0");
    assert_text(message.remedy, "");
    desk_done(&d);
}

static void test_nothing_is_known_to_do(void **state)
{
    struct desk d;
    begin(&d, state);
    struct alert_message message = tell(&d, no_fix, LEN_OF(no_fix));
    assert_text(message.fixed, "");
    assert_text(message.remedy, "");
    desk_done(&d);
}

/* Two branches were mended, as the tickets of an advisory that has a range for each say: 1.5 in one, 2.3 in both. */
static void set_branches(struct desk *d, const char *first, const char *second)
{
    desk_know(d, one_fix, LEN_OF(one_fix), NULL);
    for (size_t i = 0; i < 2; i++) {
        d->loop.world.part_id = d->parts[i];
        struct db_value id = DB_INT(loop_ticket(&d->loop, CVE).id);
        struct db_value fixed = DB_TEXT(text_of(i ? second : first));
        assert_ok(db_run(
            d->db, "UPDATE ticket SET fixed = $2 WHERE id = $1", DB_ARGS(id, fixed), NULL, err));
        assert_ok(db_run(d->db, "UPDATE ticket_occurrence SET fixed = $2 WHERE ticket_id = $1",
            DB_ARGS(id, fixed), NULL, err));
    }
}

static void test_the_upgrade_that_mends_all(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    set_branches(&d, "[\"1.5\",\"2.3\"]", "[\"2.3\"]");
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    assert_text(told[0].fixed, "");
    assert_text(told[0].remedy, "lodash → 2.3");
    desk_done(&d);
}

/* What would leave a ticket as it is, is no remedy of the flaw. */
static void test_half_a_remedy_is_none(void **state)
{
    struct desk d;
    struct alert_message *told;
    begin(&d, state);
    set_branches(&d, "[\"2.3\"]", "[]");
    desk_run(&d);
    assert_int_equal(desk_told(&d, ROOM, &told), 1);
    assert_text(told[0].remedy, "");
    desk_done(&d);
}

static void test_two_packages_have_no_one_upgrade(void **state)
{
    struct desk d;
    begin(&d, state);
    desk_service(&d, "c", "flask 1.0");
    struct alert_message message = tell(&d, two_packages, LEN_OF(two_packages));
    assert_int_equal(message.total, 3);
    assert_text(message.remedy, "");
    desk_done(&d);
}

/* One row too many is no upgrade, rather than one that was not looked at whole. */
static void test_rows_are_bounded(void **state)
{
    struct desk d;
    begin(&d, state);
    desk_know(&d, one_fix, LEN_OF(one_fix), NULL);
    struct alert_scope scope = {.db = d.db, .arena = &d.loop.world.t->arena};
    struct alert_ticket tickets[2] = {0};
    struct remedy_row *rows;
    size_t count;
    for (size_t i = 0; i < 2; i++) {
        d.loop.world.part_id = d.parts[i];
        tickets[i].affected.ticket_id = loop_ticket(&d.loop, CVE).id;
    }
    assert_ok(alert_compose_rows_fixes(&scope, tickets, 2, 1, &rows, &count, err));
    assert_int_equal(count, 1);
    assert_ok(alert_compose_rows_fixes(&scope, tickets, 2, 3, &rows, &count, err));
    assert_int_equal(count, 2);
    assert_text(rows[0].package, "lodash");
    assert_ok(alert_compose_rows_fixes(&scope, tickets, 0, 3, &rows, &count, err));
    assert_int_equal(count, 0);
    desk_done(&d);
}

static void test_an_analyst_is_quoted(void **state)
{
    struct desk d;
    begin(&d, state);
    advise(&d, "Never mind", OTHER, "", 1);
    advise(&d, "Take lodash out", "", "lodash", 2);
    advise(&d, "Block the template function", CVE, "", 3);
    advise(&d, "Pin what you have", "", "lodash", 4);
    advise(&d, "Withdrawn", CVE, "lodash", 5);
    assert_ok(advice_end(d.db, 5, d.loop.world.who.account_id, d.loop.now_us, err));
    struct alert_message message = tell(&d, one_fix, LEN_OF(one_fix));
    assert_text(message.remedy, "Block the template function");
    desk_done(&d);
}

static void test_advice_for_the_package_serves_too(void **state)
{
    struct desk d;
    begin(&d, state);
    advise(&d, "Take lodash out", "", "lodash", 2);
    advise(&d, " Pin what you have ", "", "lodash", 4);
    assert_text(tell(&d, one_fix, LEN_OF(one_fix)).remedy, "Pin what you have");
    desk_done(&d);
}

static void test_long_advice_is_cut(void **state)
{
    struct desk d;
    char text[ALERT_TEXT_BYTES + 100];
    begin(&d, state);
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    advise(&d, text, CVE, "", 3);
    struct alert_message message = tell(&d, one_fix, LEN_OF(one_fix));
    assert_true(
        message.remedy.len > ALERT_TEXT_BYTES / 2 && message.remedy.len <= ALERT_TEXT_BYTES);
    desk_done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_one_version_is_said_once),
        STORE_TEST(test_nothing_is_known_to_do),
        STORE_TEST(test_the_upgrade_that_mends_all),
        STORE_TEST(test_half_a_remedy_is_none),
        STORE_TEST(test_two_packages_have_no_one_upgrade),
        STORE_TEST(test_rows_are_bounded),
        STORE_TEST(test_an_analyst_is_quoted),
        STORE_TEST(test_advice_for_the_package_serves_too),
        STORE_TEST(test_long_advice_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
