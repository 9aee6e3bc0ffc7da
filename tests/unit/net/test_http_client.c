/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http_client.h"

#include "loopback.h"

static const struct loopback_route routes[] = {
    {.path = "/plain",
        .status = "200 OK",
        .headers = "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r\n",
        .etag = "\"v1\"",
        .body = {"hello", 5}},
    {.path = "/empty", .status = "200 OK"},
    {.path = "/moved", .status = "302 Found", .headers = "Location: /plain\r\nETag: \"old\"\r\n"},
    {.path = "/round", .status = "302 Found", .headers = "Location: /round\r\n"},
    {.path = "/file", .status = "302 Found", .headers = "Location: file:///etc/passwd\r\n"},
    {.path = "/broken", .status = "500 Internal Server Error", .body = {"oh", 2}},
    {.path = "/cut", .status = "200 OK", .body = {"hel", 3}, .promised_bytes = 5},
    {.path = "/busy",
        .status = "503 Service Unavailable",
        .headers = "Retry-After: 7\r\n",
        .body = {"{\"detail\":\"later\"}", 18}},
    {.path = "/long", .status = "429 Too Many Requests", .headers = "Retry-After: 86400\r\n"},
    {.path = "/date",
        .status = "503 Service Unavailable",
        .headers = "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n"},
    {.path = "/hangs", .status = "200 OK", .promised_bytes = 5, .hangs = true},
    {.path = NULL},
};

/* What one request gave. */
struct outcome {
    bool is_fine;
    struct http_client_reply reply;
    struct err err;
    char body[64];
};

static struct outcome get_with(
    const struct loopback *server, const char *path, struct http_client_get get)
{
    struct outcome outcome = {.is_fine = false};
    char url[128];
    FILE *out = tmpfile();
    assert_non_null(out);
    get.url = loopback_url(server, path, url, sizeof url);
    outcome.is_fine = http_client_get(&get, out, &outcome.reply, &outcome.err);
    rewind(out);
    outcome.body[fread(outcome.body, 1, sizeof outcome.body - 1, out)] = '\0';
    fclose(out);
    return outcome;
}

static struct outcome get(const struct loopback *server, const char *path)
{
    return get_with(server, path, (struct http_client_get){.max_bytes = 50, .max_redirects = 2});
}

static void test_a_file_comes(void **state)
{
    (void)state;
    struct loopback *server = loopback_new(routes);
    struct outcome outcome = get(server, "/plain");
    assert_true(outcome.is_fine);
    assert_string_equal(outcome.body, "hello");
    assert_int_equal(outcome.reply.bytes, 5);
    assert_false(outcome.reply.is_unchanged);
    assert_string_equal(outcome.reply.etag, "\"v1\"");
    assert_string_equal(outcome.reply.last_modified, "Mon, 01 Jan 2024 00:00:00 GMT");
    outcome = get(server, "/empty");
    assert_true(outcome.is_fine);
    assert_int_equal(outcome.reply.bytes, 0);
    loopback_free(server);
}

static void test_only_when_changed(void **state)
{
    (void)state;
    struct loopback *server = loopback_new(routes);
    struct outcome outcome = get_with(
        server, "/plain", (struct http_client_get){.etag = TEXT("\"v1\""), .max_bytes = 50});
    assert_true(outcome.is_fine && outcome.reply.is_unchanged);
    assert_string_equal(outcome.body, "");
    outcome = get_with(
        server, "/plain", (struct http_client_get){.etag = TEXT("\"v0\""), .max_bytes = 50});
    assert_true(outcome.is_fine && !outcome.reply.is_unchanged);
    loopback_free(server);
}

static void test_redirects(void **state)
{
    (void)state;
    struct loopback *server = loopback_new(routes);
    struct outcome outcome = get(server, "/moved");
    assert_true(outcome.is_fine);
    assert_string_equal(outcome.body, "hello");
    assert_string_equal(outcome.reply.etag, "\"v1\"");
    outcome = get_with(server, "/moved", (struct http_client_get){.max_bytes = 50});
    assert_false(outcome.is_fine);
    assert_non_null(strstr(outcome.err.text, "/moved: the server answers 302"));
    outcome = get(server, "/round");
    assert_false(outcome.is_fine);
    assert_int_equal(outcome.err.code, ERR_SYSTEM);
    outcome = get(server, "/file");
    assert_false(outcome.is_fine);
    assert_string_equal(outcome.body, "");
    loopback_free(server);
}

static void test_what_goes_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *path, *why;
        enum err_code code;
        size_t max_bytes;
    } cases[] = {
        {"/nothing", "/nothing: the server answers 404", ERR_NOT_FOUND, 50},
        {"/broken", "/broken: the server answers 500", ERR_SYSTEM, 50},
        {"/cut", "/cut: ", ERR_SYSTEM, 50},
        {"/plain", "/plain: larger than 4 bytes", ERR_LIMIT, 4},
    };
    struct loopback *server = loopback_new(routes);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct outcome outcome = get_with(server, cases[i].path,
            (struct http_client_get){.max_bytes = cases[i].max_bytes, .max_redirects = 1});
        assert_false(outcome.is_fine);
        assert_int_equal(outcome.err.code, cases[i].code);
        if (!strstr(outcome.err.text, cases[i].why))
            fail_msg("\"%s\" does not say \"%s\"", outcome.err.text, cases[i].why);
    }
    struct outcome exact = get_with(server, "/plain", (struct http_client_get){.max_bytes = 5});
    assert_true(exact.is_fine);
    loopback_free(server);
}

static void test_a_server_that_hangs_is_given_up(void **state)
{
    (void)state;
    struct loopback *server = loopback_new(routes);
    struct outcome outcome =
        get_with(server, "/hangs", (struct http_client_get){.max_bytes = 50, .stall_seconds = 1});
    assert_false(outcome.is_fine);
    assert_int_equal(outcome.err.code, ERR_SYSTEM);
    loopback_free(server);
}

static void test_no_server_and_no_url(void **state)
{
    (void)state;
    struct loopback *server = loopback_new(routes);
    char url[128];
    loopback_url(server, "/", url, sizeof url);
    loopback_free(server);
    struct http_client_reply reply;
    struct err err = {0};
    struct http_client_get gone = {.url = url, .max_bytes = 50};
    assert_false(http_client_get(&gone, stderr, &reply, &err));
    assert_int_equal(err.code, ERR_SYSTEM);
    static const char *const bad[] = {"file:///etc/passwd", "gopher://127.0.0.1/", "", "http://"};
    for (size_t i = 0; i < LEN_OF(bad); i++) {
        struct http_client_get wrong = {.url = bad[i], .max_bytes = 50};
        assert_false(http_client_get(&wrong, stderr, &reply, &err));
        assert_int_equal(err.code, ERR_USAGE);
    }
}

/* What one question gave. */
struct answered {
    bool is_fine;
    struct http_client_answer answer;
    struct err err;
    char body[64];
};

static struct answered ask(
    const struct loopback *server, const char *path, struct http_client_ask question)
{
    struct answered answered = {.is_fine = false};
    char url[128];
    struct buf out;
    buf_init(&out, 20);
    question.url = loopback_url(server, path, url, sizeof url);
    answered.is_fine = http_client_ask(&question, &out, &answered.answer, &answered.err);
    snprintf(answered.body, sizeof answered.body, "%.*s", TEXT_ARG(buf_text(&out)));
    buf_done(&out);
    return answered;
}

static void test_a_question_is_sent(void **state)
{
    (void)state;
    struct loopback *server = loopback_new(routes);
    FILE *body = tmpfile();
    assert_non_null(body);
    assert_int_equal(fwrite("the body", 1, 8, body), 8);
    rewind(body);
    struct answered answered = ask(server, "/plain",
        (struct http_client_ask){
            .token = TEXT("kz_1"), .key = TEXT("k-7"), .body = body, .body_bytes = 8});
    fclose(body);
    assert_true(answered.is_fine);
    assert_int_equal(answered.answer.status, 200);
    assert_string_equal(answered.body, "hello");
    assert_true(strncmp(server->request, "POST /plain HTTP/1.1\r\n", 22) == 0);
    assert_non_null(strstr(server->request, "Authorization: Bearer kz_1\r\n"));
    assert_non_null(strstr(server->request, "Idempotency-Key: k-7\r\n"));
    assert_non_null(strstr(server->request, "\r\n\r\nthe body"));
    answered = ask(server, "/plain", (struct http_client_ask){.token = {"", 0}});
    assert_true(answered.is_fine);
    assert_true(strncmp(server->request, "GET ", 4) == 0);
    assert_null(strstr(server->request, "Authorization"));
    loopback_free(server);
}

static void test_every_answer_is_one(void **state)
{
    (void)state;
    static const struct {
        const char *path, *body;
        unsigned status, wait_seconds;
    } cases[] = {
        {"/nothing", "none", 404, 0},
        {"/moved", "", 302, 0}, /* and is not followed */
        {"/busy", "{\"detail\":\"later\"}", 503, 7},
        {"/long", "", 429, HTTP_CLIENT_WAIT_SECONDS},
        {"/date", "", 503, 0},
    };
    struct loopback *server = loopback_new(routes);
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct answered answered =
            ask(server, cases[i].path, (struct http_client_ask){.token = {"", 0}});
        assert_true(answered.is_fine);
        assert_int_equal(answered.answer.status, cases[i].status);
        assert_int_equal(answered.answer.retry_after_seconds, cases[i].wait_seconds);
        assert_string_equal(answered.body, cases[i].body);
    }
    assert_int_equal(server->request_count, LEN_OF(cases));
    loopback_free(server);
}

static void test_what_may_be_tried_again(void **state)
{
    (void)state;
    struct loopback *server = loopback_new(routes);
    struct http_client_ask plain = {.stall_seconds = 1};
    struct answered answered = ask(server, "/cut", plain);
    assert_false(answered.is_fine);
    assert_int_equal(answered.err.code, ERR_BUSY);
    char url[128];
    plain.url = loopback_url(server, "/plain", url, sizeof url);
    struct buf out;
    struct http_client_answer answer;
    struct err err = {0};
    buf_init(&out, 4);
    assert_false(http_client_ask(&plain, &out, &answer, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    answered = ask(server, "/hangs", plain);
    assert_false(answered.is_fine);
    assert_int_equal(answered.err.code, ERR_BUSY);
    loopback_free(server);
    assert_false(http_client_ask(&plain, &out, &answer, &err));
    assert_int_equal(err.code, ERR_BUSY);
    plain.url = "file:///etc/passwd";
    assert_false(http_client_ask(&plain, &out, &answer, &err));
    assert_int_equal(err.code, ERR_USAGE);
    buf_done(&out);
}

int main(void)
{
    unsetenv("http_proxy");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_comes),
        cmocka_unit_test(test_only_when_changed),
        cmocka_unit_test(test_redirects),
        cmocka_unit_test(test_what_goes_wrong),
        cmocka_unit_test(test_a_server_that_hangs_is_given_up),
        cmocka_unit_test(test_no_server_and_no_url),
        cmocka_unit_test(test_a_question_is_sent),
        cmocka_unit_test(test_every_answer_is_one),
        cmocka_unit_test(test_what_may_be_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
