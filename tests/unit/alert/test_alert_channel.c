/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include "account/account.h"
#include "alert/alert_channel.h"
#include "alert/alert_test.h"

#define NOW STORE_TEST_NOW_US

static const struct api_principal kim = {.account_id = 9}, stranger = {.account_id = 10};

/* A team of Kim's, and a stranger. */
static int64_t make_team(struct store_test *t, const char *name)
{
    int64_t id;
    assert_ok(db_run(t->db,
        "INSERT INTO account (id, name, is_administrator, created_us) "
        "VALUES (9, 'kim', 0, $1), (10, 'lee', 0, $1) ON CONFLICT DO NOTHING",
        DB_ARGS(DB_INT(NOW)), NULL, err));
    assert_ok(team_add(t->db, &kim, &(struct team_change){.name = text_of(name)}, NOW, &id, err));
    return id;
}

static struct alert_channel make(
    struct store_test *t, int64_t id, int64_t team_id, const char *name)
{
    struct alert_channel channel = {.id = id,
        .team_id = team_id,
        .kind = ALERT_CHANNEL_WEBHOOK,
        .name = text_of(name),
        .address = TEXT("sealed"),
        .place = TEXT("example.org"),
        .secret = TEXT("sealed too"),
        .least_priority = SSVC_OUT_OF_CYCLE,
        .tells = ALERT_TELLS_DEFAULT,
        .is_on = true,
        .created_by = 9,
        .created_us = NOW};
    assert_ok(alert_channel_add(t->db, &channel, err));
    return channel;
}

static size_t count_of(struct store_test *t, int64_t team_id)
{
    struct alert_channel *channels;
    size_t count;
    assert_ok(alert_channel_list(t->db, team_id, &t->arena, &channels, &count, err));
    return count;
}

static void test_a_channel_lives(void **state)
{
    struct store_test *t = store_test(state);
    struct alert_channel got, channel;
    bool is_there;
    int64_t team_id = make_team(t, "shop");
    channel = make(t, 5, team_id, "ops");
    assert_err(
        ERR_CONFLICT, alert_channel_add(t->db,
                          &(struct alert_channel){
                              .id = 6, .team_id = team_id, .name = TEXT("OPS"), .created_by = 9},
                          err));
    channel.name = TEXT("Ops");
    channel.is_japanese = true;
    channel.tells = ALERT_TELLS_NEW;
    channel.updated_by = 9;
    channel.updated_us = NOW + 1;
    assert_ok(alert_channel_write(t->db, &channel, err));
    assert_ok(alert_channel_find(t->db, &kim, 5, RIGHT_TEAM_MANAGE, &t->arena, &got, err));
    assert_text(got.name, "Ops");
    assert_text(got.created_by_name, "kim");
    assert_text(got.team_name, "shop");
    assert_true(got.is_japanese && got.tells == ALERT_TELLS_NEW && got.updated_us == NOW + 1);
    assert_err(ERR_NOT_FOUND,
        alert_channel_find(t->db, &stranger, 5, RIGHT_TEAM_READ, &t->arena, &got, err));
    assert_ok(alert_channel_delete(t->db, &channel, NOW, err));
    assert_ok(alert_channel_get(t->db, 5, &t->arena, &got, &is_there, err));
    assert_false(is_there);
    assert_int_equal(count_of(t, team_id), 0);
    make(t, 7, team_id, "ops"); /* its name is free again */
}

static void test_those_that_are_on(void **state)
{
    struct store_test *t = store_test(state);
    struct alert_channel *channels, channel;
    size_t count;
    int64_t teams[] = {make_team(t, "one"), make_team(t, "two")};
    make(t, 5, teams[0], "a");
    make(t, 6, teams[1], "b");
    channel = make(t, 7, teams[1], "c");
    channel.is_on = false;
    channel.updated_by = 9;
    assert_ok(alert_channel_write(t->db, &channel, err));
    assert_ok(alert_channel_list_on(t->db, teams, 2, &t->arena, &channels, &count, err));
    assert_int_equal(count, 2);
    assert_ok(alert_channel_list_on(t->db, teams, 0, &t->arena, &channels, &count, err));
    assert_int_equal(count, 0);
}

static void note(struct store_test *t, const char *trouble, bool is_gone, int64_t at_us)
{
    const struct alert_channel_outcome outcome = {text_of(trouble), is_gone, at_us};
    assert_ok(alert_channel_note(t->db, 5, &outcome, err));
}

static void test_what_failed_is_told_once(void **state)
{
    struct store_test *t = store_test(state);
    struct alert_channel got;
    bool is_there, is_first;
    make(t, 5, make_team(t, "shop"), "ops");
    note(t, "timed out", false, NOW);
    note(t, "timed out", false, NOW + 1);
    assert_ok(alert_channel_get(t->db, 5, &t->arena, &got, &is_there, err));
    assert_int_equal(got.failures, 2);
    assert_text(got.trouble, "timed out");
    assert_false(alert_channel_is_failing(&got));
    note(t, "410 Gone", true, NOW + 1);
    assert_ok(alert_channel_get(t->db, 5, &t->arena, &got, &is_there, err));
    assert_true(alert_channel_is_failing(&got));
    assert_ok(alert_channel_note_told(t->db, 5, NOW, &is_first, err));
    assert_true(is_first);
    assert_ok(alert_channel_note_told(t->db, 5, NOW, &is_first, err));
    assert_false(is_first);
    note(t, "", false, NOW + 2);
    assert_ok(alert_channel_get(t->db, 5, &t->arena, &got, &is_there, err));
    assert_true(got.failures == 0 && got.trouble.len == 0 && got.delivered_us == NOW + 2);
    assert_ok(alert_channel_note_told(t->db, 5, NOW, &is_first, err));
    assert_true(is_first);
}

static void test_what_it_takes(void **state)
{
    (void)state;
    struct alert_channel channel = {.is_on = true,
        .tells = ALERT_TELLS_NEW | ALERT_TELLS_DIGEST,
        .least_priority = SSVC_OUT_OF_CYCLE};
    assert_true(alert_channel_takes(&channel, ALERT_FLAW, SSVC_IMMEDIATE));
    assert_true(alert_channel_takes(&channel, ALERT_REOPENED, SSVC_OUT_OF_CYCLE));
    assert_false(alert_channel_takes(&channel, ALERT_FLAW, SSVC_SCHEDULED));
    assert_false(alert_channel_takes(&channel, ALERT_OVERDUE, SSVC_IMMEDIATE));
    assert_true(alert_channel_takes(&channel, ALERT_DIGEST, -1));
    assert_true(alert_channel_takes(&channel, ALERT_TEST, -1));
    channel.is_on = false;
    assert_false(alert_channel_takes(&channel, ALERT_FLAW, SSVC_IMMEDIATE));
}

static void test_a_message_is_told_once(void **state)
{
    struct store_test *t = store_test(state);
    struct alert_affected rows[1];
    struct alert_message got, message = alert_test_message(TEXT("x"), rows, 1);
    struct alert_channel channel = make(t, 5, make_team(t, "shop"), "ops");
    const struct outbox_query query = {ALERT_CHANNEL, 5, 0, -1, INT64_MAX, 100};
    struct outbox_message *messages;
    size_t count;
    assert_ok(alert_channel_tell(t->db, &channel, &message, TEXT("k"), NOW, err));
    assert_ok(alert_channel_tell(t->db, &channel, &message, TEXT("k"), NOW, err));
    assert_ok(outbox_list(t->db, &query, &t->arena, &messages, &count, err));
    assert_int_equal(count, 1);
    assert_text(messages[0].kind, "flaw");
    assert_text(messages[0].title, "x in 3 services");
    assert_ok(alert_message_read(&got, messages[0].body, &t->arena, err));
    assert_ok(alert_channel_name_people(t->db, &got, &t->arena, err));
    assert_text(got.affected[0].assignee, "kim");
    /* What waits for a channel that goes is not sent. */
    assert_ok(alert_channel_delete(t->db, &channel, NOW, err));
    assert_ok(outbox_list(t->db, &query, &t->arena, &messages, &count, err));
    assert_int_equal(messages[0].state, OUTBOX_SKIPPED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_channel_lives),
        STORE_TEST(test_those_that_are_on),
        STORE_TEST(test_what_failed_is_told_once),
        cmocka_unit_test(test_what_it_takes),
        STORE_TEST(test_a_message_is_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
