/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "net/http_body.h"
#include "net/http_etag.h"
#include "net/http_listen.h"
#include "net/http_target.h"

static struct arena arena;

static int start(void **state)
{
    (void)state;
    arena_init(&arena, SIZE_MAX);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void test_target(void **state)
{
    (void)state;
    struct http_target t;
    struct err err;
    assert_true(
        http_target_read(&t, TEXT("/a%2Fb/%e5%81%a5?q=a+b%26c&&empty&x=1=2"), &arena, &err));
    assert_text(t.raw_path, "/a%2Fb/%e5%81%a5");
    assert_text(t.path, "/a/b/健");
    assert_int_equal(t.query_count, 3);
    assert_text(t.query[0].value, "a b&c");
    assert_text(t.query[1].name, "empty");
    assert_text(t.query[2].value, "1=2");
    assert_true(http_target_read(&t, TEXT("http://host:1/x?y"), &arena, &err));
    assert_text(t.path, "/x");
    assert_text(t.query[0].name, "y");
    assert_true(http_target_read(&t, TEXT("http://host"), &arena, &err));
    assert_text(t.path, "/");
    assert_true(http_target_read(&t, TEXT("/a+b"), &arena, &err));
    assert_text(t.path, "/a+b");
    assert_true(http_target_read(&t, TEXT("*"), &arena, &err));
}

static void test_target_encodes(void **state)
{
    (void)state;
    struct text decoded, all = {"a-Z_0.~ /?&=%+#\0\n\"", 18};
    struct text encoded = http_target_encode(all, &arena);
    assert_text(encoded, "a-Z_0.~%20%2F%3F%26%3D%25%2B%23%00%0A%22");
    assert_text(http_target_encode(TEXT(""), &arena), "");
    assert_text(http_target_encode(TEXT("健全"), &arena), "%E5%81%A5%E5%85%A8");
    assert_true(http_target_decode(&decoded, TEXT("%E5%81%A5%20"), false, &arena, NULL));
    assert_text(decoded, "健 ");
}

static void test_target_refuses(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "x", "/%", "/%4", "/%zz", "/%00", "/%0a", "/\x7f", "/%ff", "/a?b=%ed%a0%80", "?a"};
    struct http_target t;
    struct err err;
    for (size_t i = 0; i < LEN_OF(bad); i++) {
        err.code = ERR_NONE;
        assert_false(http_target_read(&t, text_of(bad[i]), &arena, &err));
        assert_int_equal(err.code, ERR_SYNTAX);
    }
}

/* Whatever bytes come, the parts are sound or the whole is refused. */
static void test_target_bears_anything(void **state)
{
    (void)state;
    static const char alphabet[] = "/%?&=+aF2\xe5\x81\xa5\xff\x01:*";
    struct http_target t;
    struct err err;
    uint64_t chance = 88172645463325252u;
    size_t good = 0;
    for (int i = 0; i < 20000; i++) {
        char bytes[12] = "/";
        size_t len = 1 + (size_t)i % (sizeof bytes - 1);
        for (size_t j = 1; j < len; j++) {
            chance ^= chance << 13, chance ^= chance >> 7, chance ^= chance << 17;
            bytes[j] = alphabet[chance % (sizeof alphabet - 1)];
        }
        if (!http_target_read(&t, (struct text){bytes, len}, &arena, &err))
            continue;
        good++;
        assert_int_equal(text_find_bad_utf8(t.path), -1);
        assert_true(t.path.len <= t.raw_path.len);
        for (size_t j = 0; j < t.query_count; j++)
            assert_int_equal(text_find_bad_utf8(t.query[j].value), -1);
    }
    assert_in_range(good, 1000, 19000);
}

static void test_target_has_a_most(void **state)
{
    (void)state;
    struct http_target t;
    struct err err;
    struct buf b;
    buf_init(&b, SIZE_MAX);
    buf_add_z(&b, "/?a");
    for (int i = 1; i < HTTP_TARGET_QUERY_MAX; i++)
        buf_add_z(&b, "&a");
    assert_true(http_target_read(&t, buf_text(&b), &arena, &err));
    assert_int_equal(t.query_count, HTTP_TARGET_QUERY_MAX);
    buf_add_z(&b, "&a");
    assert_false(http_target_read(&t, buf_text(&b), &arena, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_done(&b);
}

static void test_cookie_and_type(void **state)
{
    (void)state;
    const struct http_pair headers[] = {
        {TEXT("cookie"), TEXT("a=1; kenzen_session=x=y ;b")},
        {TEXT("Content-Type"), TEXT("Application/JSON ; charset=utf-8")},
    };
    struct http_request r = {.headers = headers, .header_count = LEN_OF(headers)};
    assert_text(http_cookie(&r, "kenzen_session"), "x=y");
    assert_text(http_cookie(&r, "a"), "1");
    assert_text(http_cookie(&r, "b"), "");
    assert_text(http_cookie(&r, "session"), "");
    assert_true(http_has_type(&r, "application/json"));
    assert_false(http_has_type(&r, "application/jso"));
}

static void test_reply_headers(void **state)
{
    (void)state;
    struct http_reply reply;
    http_reply_init(&reply);
    http_reply_header(&reply, "ETag", TEXT("\"a\""));
    http_reply_header(&reply, "etag", TEXT("\"b\""));
    assert_int_equal(reply.header_count, 1);
    assert_text(http_reply_get(&reply, "ETAG"), "\"b\"");
    http_reply_header(&reply, "Set-Cookie", TEXT("a=1"));
    http_reply_header(&reply, "Set-Cookie", TEXT("b=1"));
    assert_int_equal(reply.header_count, 3);
    http_reply_done(&reply);
}

static void test_problem(void **state)
{
    (void)state;
    struct http_reply reply;
    struct http_request r = {.raw_path = TEXT("/x\"y"), .id = TEXT("1f")};
    struct err err;
    http_reply_init(&reply);
    buf_add_z(&reply.body, "half an answer");
    err_set(&err, ERR_SYNTAX, "body: line 1, column 2: no value");
    http_problem(&reply, &r, 400, &err);
    assert_int_equal(reply.status, 400);
    assert_string_equal(reply.type, "application/problem+json");
    assert_text(buf_text(&reply.body),
        "{\"type\":\"/api/v1/problems/syntax\",\"title\":\"Cannot be read\",\"status\":400,"
        "\"detail\":\"body: line 1, column 2: no value\",\"instance\":\"/x\\\"y\","
        "\"code\":\"syntax\",\"request_id\":\"1f\"}\n");
    http_reply_done(&reply);
}

static void test_every_code_has_a_status(void **state)
{
    (void)state;
    for (int code = ERR_NONE; code <= ERR_SYSTEM; code++)
        assert_string_not_equal(http_status_text(http_status_of((enum err_code)code)), "Unknown");
}

static void test_etag(void **state)
{
    (void)state;
    assert_true(http_etag_matches(TEXT("\"a\""), TEXT("\"a\"")));
    assert_true(http_etag_matches(TEXT("\"b\", W/\"a\""), TEXT("\"a\"")));
    assert_true(http_etag_matches(TEXT(" * "), TEXT("\"a\"")));
    assert_false(http_etag_matches(TEXT("\"b\",,"), TEXT("\"a\"")));
    assert_false(http_etag_matches(TEXT(""), TEXT("\"a\"")));
    assert_false(http_etag_matches((struct text){0}, TEXT("\"a\"")));
}

static struct text tag_of(const char *body, const char *known, unsigned *ret_status)
{
    struct http_pair header = {TEXT("If-None-Match"), text_of(known)};
    struct http_request r = {.method = TEXT("GET"), .headers = &header, .header_count = 1};
    struct http_reply reply;
    http_reply_init(&reply);
    buf_add_z(&reply.body, body);
    http_etag_apply(&r, &reply, &arena);
    *ret_status = reply.status;
    struct text tag = http_reply_get(&reply, "ETag");
    assert_true(reply.status != 304 || reply.body.len == 0);
    http_reply_done(&reply);
    return tag;
}

static void test_etag_follows_the_body(void **state)
{
    (void)state;
    unsigned status;
    struct text first = tag_of("{}", "", &status);
    assert_int_equal(first.len, 34);
    assert_int_equal(status, 0);
    assert_true(text_eq(first, tag_of("{}", first.at, &status)));
    assert_int_equal(status, 304);
    assert_false(text_eq(first, tag_of("[]", first.at, &status)));
    assert_int_equal(status, 0);
}

static void test_body_in_memory(void **state)
{
    (void)state;
    struct http_body body;
    http_body_init(&body, 8);
    assert_true(http_body_add(&body, TEXT("1234")));
    assert_true(http_body_add(&body, TEXT("5678")));
    assert_text(buf_text(&body.memory), "12345678");
    assert_true(http_body_add(&body, TEXT("9")));
    assert_true(body.is_failed);
    assert_int_equal(body.why.code, ERR_LIMIT);
    assert_int_equal(body.drained_bytes, 1);
    http_body_done(&body);
}

static void test_body_is_cut_in_the_end(void **state)
{
    (void)state;
    struct http_body body;
    http_body_init(&body, 0);
    char *piece = calloc(1, LIMIT_HTTP_DRAIN_BYTES);
    assert_true(http_body_add(&body, (struct text){piece, LIMIT_HTTP_DRAIN_BYTES}));
    assert_false(http_body_add(&body, TEXT("x")));
    free(piece);
    http_body_done(&body);
}

static void test_body_in_a_file(void **state)
{
    (void)state;
    struct http_body body;
    struct err err;
    struct stat st;
    char back[16] = {0};
    http_body_init(&body, 1 << 20);
    assert_true(http_body_to_file(&body, "/tmp", &err));
    assert_true(http_body_add(&body, TEXT("hello ")));
    assert_true(http_body_add(&body, TEXT("file")));
    assert_int_equal(fstat(body.fd, &st), 0);
    assert_int_equal(st.st_nlink, 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(pread(body.fd, back, sizeof back, 0), 10);
    assert_string_equal(back, "hello file");
    http_body_done(&body);
    http_body_init(&body, 1);
    assert_false(http_body_to_file(&body, "/tmp/no/such/folder", &err));
    assert_int_equal(err.code, ERR_SYSTEM);
    http_body_done(&body);
}

static void test_listen_addresses(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "8080", "127.0.0.1", "127.0.0.1:", ":80", "127.0.0.1:65536", "::1:80", "[]:1", "a b:1"};
    struct err err;
    int fd = -1;
    char at[HTTP_LISTEN_TEXT_SIZE];
    for (size_t i = 0; i < LEN_OF(bad); i++) {
        assert_false(http_listen_open(bad[i], &fd, &err));
        assert_int_equal(err.code, ERR_USAGE);
    }
    assert_true(http_listen_open("127.0.0.1:0", &fd, &err));
    assert_true(text_starts(text_of(http_listen_address(fd, at)), TEXT("127.0.0.1:")));
    int taken = -1;
    assert_false(http_listen_open(at, &taken, &err));
    assert_int_equal(err.code, ERR_SYSTEM);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_target, start, end),
        cmocka_unit_test_setup_teardown(test_target_encodes, start, end),
        cmocka_unit_test_setup_teardown(test_target_refuses, start, end),
        cmocka_unit_test_setup_teardown(test_target_has_a_most, start, end),
        cmocka_unit_test_setup_teardown(test_target_bears_anything, start, end),
        cmocka_unit_test(test_cookie_and_type),
        cmocka_unit_test(test_reply_headers),
        cmocka_unit_test(test_problem),
        cmocka_unit_test(test_every_code_has_a_status),
        cmocka_unit_test(test_etag),
        cmocka_unit_test_setup_teardown(test_etag_follows_the_body, start, end),
        cmocka_unit_test(test_body_in_memory),
        cmocka_unit_test(test_body_is_cut_in_the_end),
        cmocka_unit_test(test_body_in_a_file),
        cmocka_unit_test(test_listen_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
