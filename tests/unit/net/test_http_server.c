/* SPDX-License-Identifier: Apache-2.0 */
/* The server on a free port, spoken to over a bare socket. */
#include "unit.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/log.h"
#include "net/http_server.h"

enum { UPLOAD_MAX = 3 << 20 };

static struct http_server *server;
static pthread_barrier_t both_are_here;

static struct http_rule rule(void *context, const struct http_request *request)
{
    (void)context;
    bool is_upload = text_starts(request->path, TEXT("/upload"));
    return (struct http_rule){.body_max_bytes = is_upload ? UPLOAD_MAX : LIMIT_HTTP_BODY_BYTES,
        .is_upload = is_upload,
        .asks = is_upload};
}

static bool permit(void *context, const struct http_request *request, struct http_reply *reply,
    struct arena *arena)
{
    (void)context, (void)arena;
    struct err err;
    if (!text_ends(request->path, TEXT("/secret")))
        return true;
    err_set(&err, ERR_FORBIDDEN, "not for you");
    http_problem(reply, request, 403, &err);
    return false;
}

static void handle(
    void *context, struct http_request *request, struct http_reply *reply, struct arena *arena)
{
    (void)context, (void)arena;
    char first[8] = "";
    if (text_is(request->path, "/barrier"))
        pthread_barrier_wait(&both_are_here);
    if (request->body_fd >= 0 && read(request->body_fd, first, sizeof first - 1) < 0)
        first[0] = '!';
    buf_format(&reply->body, "%.*s %.*s body=%zu first=%s", TEXT_ARG(request->method),
        TEXT_ARG(request->path), request->body_bytes, first);
    reply->type = "text/plain; charset=utf-8";
}

static int start(void **state)
{
    (void)state;
    struct err err;
    struct http_server_options options = {
        .listen = "127.0.0.1:0",
        .upload_folder = "/tmp",
        .io_threads = 1,
        .threads = 2,
        .upload_threads = 1,
        .idle_seconds = 1,
        .head_seconds = 2,
        .body_seconds = 1,
        .rule = rule,
        .permit = permit,
        .handle = handle,
    };
    log_set_level(LOG_WARN);
    pthread_barrier_init(&both_are_here, NULL, 2);
    return http_server_new(&server, &options, &err) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    http_server_free(server);
    return 0;
}

static int dial(void)
{
    char at[HTTP_LISTEN_TEXT_SIZE];
    struct text address = text_of(http_server_address(server, at));
    uint64_t port;
    assert_true(text_read_u64(text_from(address, (size_t)text_find(address, ':') + 1), &port));
    struct sockaddr_in to = {.sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* Sends what the peer takes. Returns whether that was all. */
static bool say(int fd, struct text t)
{
    while (t.len) {
        ssize_t done = send(fd, t.at, t.len, MSG_NOSIGNAL);
        if (done <= 0)
            return false;
        t = text_from(t, (size_t)done);
    }
    return true;
}

/* Returns all that comes until the connection ends. */
static struct text hear(int fd, struct buf *heard)
{
    char piece[4096];
    buf_init(heard, SIZE_MAX);
    for (ssize_t got; (got = recv(fd, piece, sizeof piece, 0)) > 0;)
        buf_add(heard, (struct text){piece, (size_t)got});
    close(fd);
    return buf_text(heard);
}

static bool has(struct text t, const char *needle)
{
    return text_find_text(t, text_of(needle)) >= 0;
}

/* Sends one request and asserts that the answer begins and goes on as wanted. */
static void expect(const char *request, const char *beginning, const char *inside)
{
    struct buf heard;
    int fd = dial();
    say(fd, text_of(request));
    struct text answer = hear(fd, &heard);
    if (!text_starts(answer, text_of(beginning)) || !has(answer, inside))
        fail_msg("%s\n--- instead of %s … %s", buf_text(&heard).at, beginning, inside);
    buf_done(&heard);
}

#define CLOSE "Host: x\r\nConnection: close\r\n"

static void test_get(void **state)
{
    (void)state;
    expect("GET /a%20b?c HTTP/1.1\r\n" CLOSE "\r\n", "HTTP/1.1 200 OK\r\n",
        "\r\n\r\nGET /a b body=0 first=");
    expect("GET / HTTP/1.1\r\n" CLOSE "\r\n", "HTTP/1.1 200",
        "Content-Security-Policy: default-src 'self'");
    expect("GET / HTTP/1.1\r\n" CLOSE "\r\n", "HTTP/1.1 200", "ETag: \"");
}

static void test_head_has_no_body(void **state)
{
    (void)state;
    struct buf heard;
    int fd = dial();
    say(fd, TEXT("HEAD /abc HTTP/1.1\r\n" CLOSE "\r\n"));
    struct text answer = hear(fd, &heard);
    assert_true(has(answer, "Content-Length: 23\r\n"));
    assert_true(text_ends(answer, TEXT("\r\n\r\n")));
    buf_done(&heard);
}

static void test_two_on_one_connection(void **state)
{
    (void)state;
    struct buf heard;
    int fd = dial();
    say(fd, TEXT("POST /one HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                 "GET /two HTTP/1.1\r\n" CLOSE "\r\n"));
    struct text answer = hear(fd, &heard);
    assert_true(has(answer, "POST /one body=3"));
    assert_true(has(answer, "GET /two body=0"));
    buf_done(&heard);
}

static void test_upload(void **state)
{
    (void)state;
    expect("PUT /upload HTTP/1.1\r\n" CLOSE "Content-Length: 5\r\n\r\nhello", "HTTP/1.1 200",
        "PUT /upload body=5 first=hello");
    expect("PUT /upload HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n"
           "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
        "HTTP/1.1 200", "PUT /upload body=5 first=abcde");
    expect("PUT /upload HTTP/1.1\r\n" CLOSE "Content-Length: 0\r\n\r\n", "HTTP/1.1 200",
        "PUT /upload body=0 first=");
}

/* The body waits for the word to go on: a server that has some of it already need not give it. RFC
   9110, 10.1.1 */
static void test_body_after_continue(void **state)
{
    (void)state;
    char word[] = "HTTP/1.1 100 Continue\r\n\r\n", got[sizeof word] = "";
    struct buf heard;
    int fd = dial();
    say(fd,
        TEXT("PUT /upload HTTP/1.1\r\n" CLOSE "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
    assert_int_equal(recv(fd, got, sizeof word - 1, MSG_WAITALL), sizeof word - 1);
    assert_string_equal(got, word);
    say(fd, TEXT("abc"));
    struct text answer = hear(fd, &heard);
    assert_true(text_starts(answer, TEXT("HTTP/1.1 200")) && has(answer, "body=3"));
    buf_done(&heard);
}

static void test_refusal_instead_of_continue(void **state)
{
    (void)state;
    expect("PUT /upload/secret HTTP/1.1\r\n" CLOSE
           "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n",
        "HTTP/1.1 403", "not for you");
    expect("PUT /upload HTTP/1.1\r\n" CLOSE
           "Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n",
        "HTTP/1.1 413", "application/problem+json");
}

static void test_refused_before_its_body(void **state)
{
    (void)state;
    expect("PUT /upload/secret HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n", "HTTP/1.1 403",
        "\"code\":\"forbidden\"");
    expect("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", "HTTP/1.1 413",
        "body: longer than the 1048576 bytes allowed");
}

/* Who sends all of a body before reading what came hears why it was refused, though the server did
   not read it. */
static void test_refused_in_mid_body(void **state)
{
    (void)state;
    enum { BODY = 20 << 20 };
    static const char *const paths[] = {"/", "/upload", "/upload/secret"};
    static const char *const answers[] = {"HTTP/1.1 413", "HTTP/1.1 413", "HTTP/1.1 403"};
    for (size_t i = 0; i < LEN_OF(paths); i++) {
        struct buf out, heard;
        buf_init(&out, SIZE_MAX);
        buf_format(&out, "PUT %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", paths[i],
            i == 2 ? UPLOAD_MAX : BODY);
        memset(buf_grow(&out, BODY), 'x', BODY);
        int fd = dial();
        assert_true(say(fd, i == 2 ? text_slice(buf_text(&out), 0, UPLOAD_MAX) : buf_text(&out)));
        assert_true(text_starts(hear(fd, &heard), text_of(answers[i])));
        buf_done(&heard);
        buf_done(&out);
    }
}

static void add_chunk(struct buf *out, size_t size)
{
    buf_format(out, "%zx\r\n", size);
    memset(buf_grow(out, size), 'x', size);
    buf_add_z(out, "\r\n");
}

static void test_chunked_body_over_the_limit(void **state)
{
    (void)state;
    struct buf out, heard;
    buf_init(&out, SIZE_MAX);
    buf_add_z(&out, "PUT /upload HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n");
    add_chunk(&out, UPLOAD_MAX);
    add_chunk(&out, 1);
    buf_add_z(&out, "0\r\n\r\n");
    int fd = dial();
    say(fd, buf_text(&out));
    struct text answer = hear(fd, &heard);
    assert_true(text_starts(answer, TEXT("HTTP/1.1 413")));
    buf_done(&heard);
    buf_done(&out);
}

static void test_bad_heads(void **state)
{
    (void)state;
    expect("GET /%zz HTTP/1.1\r\n" CLOSE "\r\n", "HTTP/1.1 400", "two hexadecimal digits");
    expect("GET / HTTP/1.1\r\n" CLOSE "Host: y\r\n\r\n", "HTTP/1.1 400", "given twice");
    expect("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "HTTP/1.1 400", "");
    expect("POST / HTTP/1.1\r\n" CLOSE "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 400", "");
    expect("POST / HTTP/1.1\r\n" CLOSE "Content-Length: 3\r\nContent-Length: 4\r\n\r\n",
        "HTTP/1.1 400", "");
    expect("nonsense\r\n\r\n", "", "");
}

static void expect_long(size_t target, size_t header, size_t headers, const char *beginning)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_format(&out, "GET /%0*d HTTP/1.1\r\n" CLOSE, (int)target, 0);
    for (size_t i = 0; i < headers; i++)
        buf_format(&out, "X-%zu: %0*d\r\n", i, (int)header, 0);
    buf_add_z(&out, "\r\n");
    expect(out.at, beginning, "");
    buf_done(&out);
}

static void test_long_heads(void **state)
{
    (void)state;
    expect_long(LIMIT_HTTP_TARGET_BYTES - 1, 1, 1, "HTTP/1.1 200");
    expect_long(LIMIT_HTTP_TARGET_BYTES, 1, 1, "HTTP/1.1 414");
    expect_long(1, 1, LIMIT_HTTP_HEADERS - 2, "HTTP/1.1 200");
    expect_long(1, 1, LIMIT_HTTP_HEADERS - 1, "HTTP/1.1 431");
    expect_long(1, LIMIT_HTTP_HEAD_BYTES - 64, 1, "HTTP/1.1 200");
    expect_long(1, LIMIT_HTTP_HEAD_BYTES, 1, "HTTP/1.1 431");
    expect_long(1, 4 * LIMIT_HTTP_HEAD_BYTES, 1, "HTTP/1.1 431");
}

/* Two requests that wait for each other are answered though one thread reads all sockets. */
static void test_answers_do_not_wait_for_each_other(void **state)
{
    (void)state;
    struct buf heard;
    int one = dial(), two = dial();
    say(one, TEXT("GET /barrier HTTP/1.1\r\n" CLOSE "\r\n"));
    say(two, TEXT("GET /barrier HTTP/1.1\r\n" CLOSE "\r\n"));
    assert_true(has(hear(one, &heard), "200 OK"));
    buf_done(&heard);
    assert_true(has(hear(two, &heard), "200 OK"));
    buf_done(&heard);
}

static void test_aborted_and_silent_clients(void **state)
{
    (void)state;
    struct buf heard;
    int fd = dial();
    say(fd, TEXT("PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhal"));
    close(fd);
    fd = dial();
    say(fd, TEXT("PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhal"));
    assert_false(has(hear(fd, &heard), "200 OK"));
    buf_done(&heard);
    expect("GET / HTTP/1.1\r\n" CLOSE "\r\n", "HTTP/1.1 200", "");
}

/* Says a beginning and then a byte five times a second, so that the connection is never idle.
   Returns how many until the server has enough of it. */
static int drip(const char *beginning)
{
    int fd = dial(), bytes = 0;
    struct pollfd wanted = {.fd = fd, .events = POLLIN};
    say(fd, text_of(beginning));
    for (; bytes < 100 && poll(&wanted, 1, 200) == 0; bytes++)
        say(fd, TEXT("x"));
    close(fd);
    return bytes;
}

static void test_slow_clients(void **state)
{
    (void)state;
    assert_in_range(drip("GET / HTTP/1.1\r\nX: "), 5, 50);
    assert_in_range(drip("PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"), 5, 50);
}

static void *stop(void *context)
{
    http_server_free(context);
    return NULL;
}

/* The end waits for an answer that is being made. */
static void test_end_lets_answers_finish(void **state)
{
    (void)state;
    struct buf heard;
    pthread_t stopper;
    int fd = dial();
    say(fd, TEXT("GET /barrier HTTP/1.1\r\nHost: x\r\n\r\n"));
    expect("GET / HTTP/1.1\r\n" CLOSE "\r\n", "HTTP/1.1 200", "");
    assert_int_equal(pthread_create(&stopper, NULL, stop, server), 0);
    pthread_barrier_wait(&both_are_here);
    struct text answer = hear(fd, &heard);
    assert_true(has(answer, "200 OK"));
    buf_done(&heard);
    pthread_join(stopper, NULL);
    server = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_get),
        cmocka_unit_test(test_head_has_no_body),
        cmocka_unit_test(test_two_on_one_connection),
        cmocka_unit_test(test_upload),
        cmocka_unit_test(test_body_after_continue),
        cmocka_unit_test(test_refusal_instead_of_continue),
        cmocka_unit_test(test_refused_before_its_body),
        cmocka_unit_test(test_refused_in_mid_body),
        cmocka_unit_test(test_chunked_body_over_the_limit),
        cmocka_unit_test(test_bad_heads),
        cmocka_unit_test(test_long_heads),
        cmocka_unit_test(test_answers_do_not_wait_for_each_other),
        cmocka_unit_test(test_aborted_and_silent_clients),
        cmocka_unit_test(test_slow_clients),
        cmocka_unit_test(test_end_lets_answers_finish),
    };
    return cmocka_run_group_tests(tests, start, end);
}
