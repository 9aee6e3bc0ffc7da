/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_test.h"

#include "account/account.h"
#include "app/idempotency.h"

struct
try {
    struct http_pair header;
    struct http_request request;
    struct http_reply reply;
    struct api_call call;
    struct idempotency it;
    bool is_replayed;
};

static int64_t account_of(struct store_test *t, const char *name)
{
    int64_t id;
    struct account account = {.name = text_of(name), .created_us = STORE_TEST_NOW_US};
    assert_ok(account_add(t->db, &account, &id, err));
    return id;
}

static struct try *try_new(struct store_test *t, int64_t account, const char *body, int64_t now_us)
{
    struct try *try = arena_take(&t->arena, sizeof *try);
    try->header = (struct http_pair){TEXT("Idempotency-Key"), TEXT("key")};
    try->request = (struct http_request){.method = TEXT("POST"),
        .raw_path = TEXT("/x"),
        .headers = &try->header,
        .header_count = 1,
        .body = text_of(body),
        .body_fd = -1};
    http_reply_init(&try->reply);
    try->call = (struct api_call){.request = &try->request,
        .reply = &try->reply,
        .db = t->db,
        .arena = &t->arena,
        .who = {.account_id = account},
        .now_us = now_us};
    return try;
}

static void begin(struct try *try)
{
    assert_ok(idempotency_begin(&try->it, &try->call, &try->is_replayed, err));
}

static void end(struct try *try, unsigned status, const char *body)
{
    try->reply.status = status;
    buf_add_z(&try->reply.body, body);
    http_reply_header(&try->reply, "Location", TEXT("/x/1"));
    assert_ok(idempotency_end(&try->it, &try->call, err));
    http_reply_done(&try->reply);
}

static enum err_code fails(struct try *try)
{
    struct err err = {0};
    assert_false(idempotency_begin(&try->it, &try->call, &try->is_replayed, &err));
    return err.code;
}

static void test_answered_again(void **state)
{
    struct store_test *t = store_test(state);
    int64_t kim = account_of(t, "kim"), ann = account_of(t, "ann");
    struct try *first = try_new(t, kim, "{}", STORE_TEST_NOW_US);
    begin(first);
    assert_false(first->is_replayed);
    end(first, 201, "made");
    struct try *again = try_new(t, kim, "{}", STORE_TEST_NOW_US + 1);
    begin(again);
    assert_true(again->is_replayed);
    assert_int_equal(again->reply.status, 201);
    assert_string_equal(again->reply.type, "application/json");
    assert_text(buf_text(&again->reply.body), "made");
    assert_text(http_reply_get(&again->reply, "Location"), "/x/1");
    http_reply_done(&again->reply);
    assert_int_equal(fails(try_new(t, kim, "{ }", STORE_TEST_NOW_US)), ERR_USAGE);
    struct try *other = try_new(t, ann, "{ }", STORE_TEST_NOW_US);
    begin(other);
    assert_false(other->is_replayed);
}

static void test_one_at_a_time(void **state)
{
    struct store_test *t = store_test(state);
    int64_t kim = account_of(t, "kim");
    begin(try_new(t, kim, "{}", STORE_TEST_NOW_US));
    assert_int_equal(fails(try_new(t, kim, "{}", STORE_TEST_NOW_US + 1)), ERR_CONFLICT);
    /* The server that took it has died, by all appearance. */
    struct try *later = try_new(t, kim, "{}", STORE_TEST_NOW_US + 601 * CLOCK_SECOND_US);
    begin(later);
    assert_false(later->is_replayed);
}

static void test_failures_are_not_kept(void **state)
{
    struct store_test *t = store_test(state);
    int64_t kim = account_of(t, "kim");
    static const unsigned failures[] = {400, 409, 500, 503};
    for (size_t i = 0; i < LEN_OF(failures); i++) {
        struct try *try = try_new(t, kim, "{}", STORE_TEST_NOW_US);
        begin(try);
        assert_false(try->is_replayed);
        end(try, failures[i], "no");
    }
}

static void test_kept_for_a_day(void **state)
{
    struct store_test *t = store_test(state);
    int64_t kim = account_of(t, "kim");
    struct try *first = try_new(t, kim, "{}", STORE_TEST_NOW_US);
    begin(first);
    end(first, 200, "made");
    struct try *same_day = try_new(t, kim, "{}", STORE_TEST_NOW_US + IDEMPOTENCY_KEPT_US);
    begin(same_day);
    assert_true(same_day->is_replayed);
    http_reply_done(&same_day->reply);
    struct try *next_day = try_new(t, kim, "{}", STORE_TEST_NOW_US + IDEMPOTENCY_KEPT_US + 1);
    begin(next_day);
    assert_false(next_day->is_replayed);
}

static void test_what_needs_no_key(void **state)
{
    struct store_test *t = store_test(state);
    int64_t kim = account_of(t, "kim");
    struct try *put = try_new(t, kim, "{}", STORE_TEST_NOW_US);
    put->request.method = TEXT("PUT");
    begin(put);
    end(put, 200, "made");
    struct try *stranger = try_new(t, 0, "{}", STORE_TEST_NOW_US);
    begin(stranger);
    end(stranger, 200, "made");
    struct try *keyless = try_new(t, kim, "{}", STORE_TEST_NOW_US);
    keyless->request.header_count = 0;
    begin(keyless);
    end(keyless, 200, "made");
    struct try *first = try_new(t, kim, "{}", STORE_TEST_NOW_US);
    begin(first);
    assert_false(first->is_replayed);
}

static void test_bad_keys(void **state)
{
    struct store_test *t = store_test(state);
    int64_t kim = account_of(t, "kim");
    char key[IDEMPOTENCY_KEY_MAX + 1];
    memset(key, 'k', sizeof key);
    struct try *longest = try_new(t, kim, "{}", STORE_TEST_NOW_US);
    longest->header.value = (struct text){key, IDEMPOTENCY_KEY_MAX};
    begin(longest);
    longest->header.value.len++;
    assert_int_equal(fails(longest), ERR_SYNTAX);
    longest->header.value = TEXT("clé");
    assert_int_equal(fails(longest), ERR_SYNTAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_answered_again),
        STORE_TEST(test_one_at_a_time),
        STORE_TEST(test_failures_are_not_kept),
        STORE_TEST(test_kept_for_a_day),
        STORE_TEST(test_what_needs_no_key),
        STORE_TEST(test_bad_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
