/* SPDX-License-Identifier: Apache-2.0 */
#include "job/outbox.h"

#include "base/log.h"
#include "job/outbox_run.h"
#include "store/store_test.h"

#define NOW STORE_TEST_NOW_US
#define SECOND CLOCK_SECOND_US

enum { TARGET = 7 };

static void add_to(struct store_test *t, int64_t target_id, int64_t lane, const char *key)
{
    struct outbox_order order = {.channel = "test",
        .target_id = target_id,
        .kind = "note",
        .key = text_of(key),
        .lane = lane,
        .title = text_of(key),
        .body = TEXT("{\"a\":1}")};
    assert_ok(outbox_add(t->db, &order, NOW, err));
}

static bool take(struct store_test *t, int64_t now_us, struct outbox_message *ret_message)
{
    bool is_taken;
    assert_ok(outbox_take(t->db, now_us, &t->arena, ret_message, &is_taken, err));
    return is_taken;
}

static void end(struct store_test *t, const struct outbox_message *message, int64_t now_us,
    enum outbox_state state, int64_t wait_us)
{
    const struct outbox_result result = {.state = state, .wait_us = wait_us, .words = "so it was"};
    assert_ok(outbox_end(t->db, message, now_us, &result, err));
}

static struct outbox_message *list(struct store_test *t, int state, size_t expected)
{
    struct outbox_message *messages;
    size_t count;
    const struct outbox_query query = {"test", TARGET, 0, state, INT64_MAX, 100};
    assert_ok(outbox_list(t->db, &query, &t->arena, &messages, &count, err));
    assert_int_equal(count, expected);
    return messages;
}

static void test_a_key_is_sent_once(void **state)
{
    struct store_test *t = store_test(state);
    struct outbox_message message;
    assert_false(take(t, NOW, &message));
    add_to(t, TARGET, 1, "a");
    add_to(t, TARGET, 1, "a");
    assert_true(take(t, NOW, &message));
    assert_text(message.body, "{\"a\":1}");
    assert_int_equal(message.attempts, 1);
    end(t, &message, NOW, OUTBOX_SENT, 0);
    add_to(t, TARGET, 1, "a");
    assert_false(take(t, NOW + SECOND, &message));
    add_to(t, TARGET + 1, 1, "a");
    assert_true(take(t, NOW, &message));
    struct outbox_message *sent = list(t, OUTBOX_SENT, 1);
    assert_text(sent->outcome, "so it was");
    assert_true(sent->ended_us == NOW);
}

static void test_a_lane_keeps_its_order(void **state)
{
    struct store_test *t = store_test(state);
    struct outbox_message first, other, message;
    add_to(t, TARGET, 1, "a");
    add_to(t, TARGET, 1, "b");
    add_to(t, TARGET, 1, "c");
    add_to(t, TARGET, 2, "d");
    assert_true(take(t, NOW, &first) && take(t, NOW, &other));
    if (text_is(first.key, "d")) {
        message = first;
        first = other;
        other = message;
    }
    assert_text(first.key, "a");
    assert_text(other.key, "d");
    assert_false(take(t, NOW, &message));
    end(t, &first, NOW, OUTBOX_WAITING, 10 * SECOND);
    assert_false(take(t, NOW + 9 * SECOND, &message));
    assert_true(take(t, NOW + 10 * SECOND, &message));
    assert_text(message.key, "a");
    end(t, &message, NOW, OUTBOX_SENT, 0);
    assert_true(take(t, NOW, &message));
    assert_text(message.key, "b");
    end(t, &message, NOW, OUTBOX_FAILED, 0);
    assert_true(take(t, NOW, &message));
    assert_text(message.key, "c");
}

static void test_attempts_end(void **state)
{
    struct store_test *t = store_test(state);
    struct outbox_message message;
    int64_t now_us = NOW;
    add_to(t, TARGET, 1, "a");
    for (int i = 1; i <= OUTBOX_ATTEMPTS_MAX; i++) {
        assert_true(take(t, now_us, &message));
        assert_int_equal(message.attempts, i);
        end(t, &message, now_us, OUTBOX_WAITING, 0);
        now_us += 2 * JOB_PAUSE_LONGEST_US;
    }
    assert_false(take(t, now_us, &message));
    struct outbox_message *failed = list(t, OUTBOX_FAILED, 1);
    assert_ok(outbox_retry(t->db, "test", TARGET, failed->id, now_us, err));
    assert_true(take(t, now_us, &message));
    assert_int_equal(message.attempts, 1);
    assert_err(ERR_NOT_FOUND, outbox_retry(t->db, "test", TARGET + 1, failed->id, now_us, err));
    end(t, &message, now_us, OUTBOX_SENT, 0);
    assert_err(ERR_CONFLICT, outbox_retry(t->db, "test", TARGET, failed->id, now_us, err));
}

static void test_what_is_no_attempt(void **state)
{
    struct store_test *t = store_test(state);
    struct outbox_message message;
    const struct outbox_result wait = {
        .state = OUTBOX_WAITING, .wait_us = SECOND, .is_uncounted = true};
    add_to(t, TARGET, 1, "a");
    for (int i = 0; i < 2 * OUTBOX_ATTEMPTS_MAX; i++) {
        assert_true(take(t, NOW + i * SECOND, &message));
        assert_int_equal(message.attempts, 1);
        assert_ok(outbox_end(t->db, &message, NOW + i * SECOND, &wait, err));
    }
}

static void test_a_lost_lease(void **state)
{
    struct store_test *t = store_test(state);
    struct outbox_message dead, message;
    add_to(t, TARGET, 1, "a");
    assert_true(take(t, NOW, &dead));
    assert_false(take(t, NOW + OUTBOX_LEASE_US - 1, &message));
    assert_true(take(t, NOW + OUTBOX_LEASE_US, &message));
    assert_int_equal(message.attempts, 2);
    end(t, &dead, NOW, OUTBOX_SENT, 0);
    list(t, OUTBOX_SENT, 0);
    end(t, &message, NOW, OUTBOX_SENT, 0);
    list(t, OUTBOX_SENT, 1);
}

static void test_hold_release_cancel(void **state)
{
    struct store_test *t = store_test(state);
    struct outbox_message message;
    struct outbox_counts counts;
    add_to(t, TARGET, 1, "a");
    add_to(t, TARGET, 2, "b");
    add_to(t, TARGET + 1, 1, "c");
    int64_t waiting;
    assert_ok(outbox_count_waiting(t->db, &waiting, err));
    assert_int_equal(waiting, 3);
    assert_ok(outbox_hold(t->db, "test", TARGET, NOW + 60 * SECOND, err));
    assert_true(take(t, NOW, &message));
    assert_text(message.key, "c");
    assert_false(take(t, NOW, &message));
    assert_ok(outbox_release(t->db, "test", TARGET, NOW, err));
    assert_ok(outbox_cancel(t->db, "test", TARGET, 2, TEXT("not wanted"), NOW, err));
    assert_true(take(t, NOW, &message));
    assert_text(message.key, "a");
    assert_false(take(t, NOW, &message));
    assert_ok(outbox_cancel(t->db, "test", TARGET, 0, TEXT("gone"), NOW, err));
    end(t, &message, NOW, OUTBOX_SENT, 0);
    assert_ok(outbox_count(t->db, "test", TARGET, &counts, err));
    assert_int_equal(counts.at[OUTBOX_SKIPPED], 2);
    assert_int_equal(counts.at[OUTBOX_WAITING], 0);
    assert_ok(outbox_forget(t->db, NOW, err));
    list(t, -1, 2);
    assert_ok(outbox_forget(t->db, NOW + 1, err));
    list(t, -1, 0);
}

static void test_notes_and_words(void **state)
{
    struct store_test *t = store_test(state);
    struct outbox_message message;
    enum outbox_state word;
    struct outbox_order order = {.channel = "test",
        .target_id = TARGET,
        .kind = "note",
        .key = TEXT("n"),
        .title = TEXT("n")};
    assert_ok(outbox_note(t->db, &order, TEXT("too many"), NOW, err));
    assert_false(take(t, NOW, &message));
    assert_text(list(t, OUTBOX_SKIPPED, 1)->outcome, "too many");
    assert_text(list(t, -1, 1)->body, "{}");
    assert_true(outbox_state_read(TEXT("failed"), &word) && word == OUTBOX_FAILED);
    assert_false(outbox_state_read(TEXT("lost"), &word));
    assert_string_equal(outbox_state_name(OUTBOX_SKIPPED), "skipped");
}

/* -- running -- */

static int sent;

static bool send_well(struct outbox_call *call, struct outbox_result *ret_result, struct err *err)
{
    (void)err;
    sent++;
    assert_text(call->message->key, "a");
    *ret_result = (struct outbox_result){.state = OUTBOX_SENT, .words = "there"};
    return true;
}

static bool send_badly(struct outbox_call *call, struct outbox_result *ret_result, struct err *err)
{
    (void)call, (void)ret_result;
    return err_set(err, ERR_BUSY, "nobody answers");
}

static void test_running(void **state)
{
    struct store_test *t = store_test(state);
    static const struct outbox_sender good[] = {{"test", send_well}, {NULL, NULL}},
                                      bad[] = {{"test", send_badly}, {NULL, NULL}},
                                      none[] = {{NULL, NULL}};
    bool has_run;
    sent = 0;
    add_to(t, TARGET, 1, "a");
    assert_ok(outbox_run_next(t->db, bad, NULL, NOW, &has_run, err));
    assert_true(has_run);
    assert_text(list(t, OUTBOX_WAITING, 1)->outcome, "nobody answers");
    assert_ok(outbox_run_next(t->db, good, NULL, NOW, &has_run, err));
    assert_false(has_run);
    assert_ok(outbox_release(t->db, "test", TARGET, NOW, err));
    assert_ok(outbox_run_next(t->db, none, NULL, NOW, &has_run, err));
    assert_text(list(t, OUTBOX_WAITING, 1)->outcome, "nothing here sends by this way");
    assert_ok(outbox_release(t->db, "test", TARGET, NOW, err));
    assert_ok(outbox_run_next(t->db, good, NULL, NOW, &has_run, err));
    assert_int_equal(sent, 1);
    assert_text(list(t, OUTBOX_SENT, 1)->outcome, "there");
}

int main(void)
{
    log_set_level(LOG_ERROR);
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_key_is_sent_once),
        STORE_TEST(test_a_lane_keeps_its_order),
        STORE_TEST(test_attempts_end),
        STORE_TEST(test_what_is_no_attempt),
        STORE_TEST(test_a_lost_lease),
        STORE_TEST(test_hold_release_cancel),
        STORE_TEST(test_notes_and_words),
        STORE_TEST(test_running),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
