/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of servers that mean no good, and what a fetch role that was taken over can still do. This program starts itself as
   the roles. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/un.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "loopback.h"
#include "sandbox/confine.h"
#include "sandbox/fetch.h"
#include "sandbox/fetch_wire.h"
#include "sandbox/role.h"
#include "sandbox/worker.h"

/* -- a server -- */

static const struct loopback_route routes[] = {
    {.path = "/plain", .status = "200 OK", .headers = "X-Mark: one\r\n", .body = {"hello", 5}},
    {.path = "/empty", .status = "204 No Content"},
    {.path = "/moved", .status = "302 Found", .headers = "Location: /plain\r\n"},
    {.path = "/away", .status = "301 Moved", .headers = "Location: file:///etc/passwd\r\n"},
    {.path = "/busy", .status = "429 Too Many Requests", .headers = "Retry-After: 7\r\n"},
    {.path = "/cut", .status = "200 OK", .body = {"hel", 3}, .promised_bytes = 5},
    {.path = "/hangs", .status = "200 OK", .promised_bytes = 5, .hangs = true},
    {.path = "/old", .status = "200", .body = {"x", 1}},
    {.path = NULL},
};

/* A server that answers one connection by what is no reasonable reply, for as long as it is listened to. */
struct rude {
    pthread_t thread;
    int fd;
    const char *first, *again; /* what is sent first, and then over and over; or NULL */
    char url[64];
};

static void *be_rude(void *context)
{
    struct rude *rude = context;
    char request[2048];
    int peer = accept4(rude->fd, NULL, NULL, SOCK_CLOEXEC);
    if (peer < 0 || read(peer, request, sizeof request) <= 0)
        return NULL;
    loopback_send(peer, rude->first, strlen(rude->first));
    size_t len = rude->again ? strlen(rude->again) : 0;
    while (len && send(peer, rude->again, len, MSG_NOSIGNAL) == (ssize_t)len) {
    }
    close(peer);
    return NULL;
}

static void rude_start(struct rude *rude, const char *first, const char *again)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    *rude = (struct rude){.first = first, .again = again};
    rude->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(rude->fd, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(rude->fd, 1), 0);
    assert_int_equal(getsockname(rude->fd, (struct sockaddr *)&address, &size), 0);
    snprintf(rude->url, sizeof rude->url, "http://127.0.0.1:%u/", ntohs(address.sin_port));
    assert_int_equal(pthread_create(&rude->thread, NULL, be_rude, rude), 0);
}

static void rude_end(struct rude *rude)
{
    shutdown(rude->fd, SHUT_RDWR);
    pthread_join(rude->thread, NULL);
    close(rude->fd);
}

/* -- the callers -- */

static struct address_net loopback_net;
static struct fetch *strict, *lenient;
static struct worker_pool *taken_over;
static struct loopback *server;

struct outcome {
    bool is_fine;
    struct http_call_reply reply;
    struct err err;
    struct arena arena;
};

static void outcome_done(struct outcome *outcome)
{
    arena_done(&outcome->arena);
}

static struct outcome call_with(struct fetch *fetch, struct http_call call)
{
    struct outcome outcome = {.is_fine = false};
    arena_init(&outcome.arena, SIZE_MAX);
    if (call.method.len == 0)
        call.method = TEXT("GET");
    outcome.is_fine = fetch_run(fetch, &call, &outcome.arena, &outcome.reply, &outcome.err);
    return outcome;
}

static struct outcome call_path(struct fetch *fetch, const char *host, const char *path)
{
    char url[128];
    snprintf(url, sizeof url, "http://%s:%u%s", host, server->port, path);
    return call_with(fetch, (struct http_call){.url = text_of(url), .total_seconds = 2});
}

static void assert_status(const char *path, unsigned status, const char *body)
{
    struct outcome outcome = call_path(lenient, "127.0.0.1", path);
    if (!outcome.is_fine)
        fail_msg("%s: %s", path, outcome.err.text);
    assert_int_equal(outcome.reply.status, status);
    assert_text(outcome.reply.body, body);
    outcome_done(&outcome);
}

static void assert_refused(struct outcome outcome, enum err_code code, const char *words)
{
    if (outcome.is_fine)
        fail_msg("got %u instead of: %s", outcome.reply.status, words);
    if (outcome.err.code != code || !strstr(outcome.err.text, words))
        fail_msg("%s: %s", err_code_name(outcome.err.code), outcome.err.text);
    outcome_done(&outcome);
}

static void test_replies(void **state)
{
    (void)state;
    assert_status("/plain", 200, "hello");
    assert_status("/empty", 204, "");
    assert_status("/none", 404, "none");
    struct outcome outcome = call_path(lenient, "127.0.0.1", "/plain");
    assert_text(http_call_header(&outcome.reply, "x-mark"), "one");
    assert_text(http_call_header(&outcome.reply, "x-none"), "");
    outcome_done(&outcome);
    outcome = call_path(lenient, "127.0.0.1", "/busy");
    assert_int_equal(outcome.reply.status, 429);
    assert_text(http_call_header(&outcome.reply, "Retry-After"), "7");
    outcome_done(&outcome);
}

static void test_what_is_sent(void **state)
{
    (void)state;
    char url[128];
    const struct http_pair headers[] = {
        {TEXT("X-One"), TEXT("1")}, {TEXT("Content-Type"), TEXT("application/json")}};
    struct http_call call = {.method = TEXT("PUT"),
        .url = text_of(loopback_url(server, "/plain", url, sizeof url)),
        .headers = headers,
        .header_count = LEN_OF(headers),
        .body = TEXT("{\"a\":1}")};
    struct outcome outcome = call_with(lenient, call);
    assert_true(outcome.is_fine);
    assert_non_null(strstr(server->request, "PUT /plain HTTP/1.1\r\n"));
    assert_non_null(strstr(server->request, "X-One: 1\r\n"));
    assert_non_null(strstr(server->request, "Content-Type: application/json\r\n"));
    assert_non_null(strstr(server->request, "Content-Length: 7\r\n"));
    assert_null(strstr(server->request, "Expect:"));
    outcome_done(&outcome);
}

static void test_redirects_are_not_followed(void **state)
{
    (void)state;
    assert_status("/moved", 302, "");
    assert_status("/away", 301, "");
    assert_non_null(strstr(server->request, "GET /away "));
}

/* By its number, by a name that leads there, in IPv6's clothes, and in forms that only some readers know. */
static void test_this_machine_is_not_called(void **state)
{
    (void)state;
    static const char *const hosts[] = {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::1]",
        "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "0.0.0.0", "10.0.0.1", "169.254.169.254",
        "[fd00:ec2::254]", "[::ffff:a00:1]", "[64:ff9b::7f00:1]"};
    int before = server->request_count;
    for (size_t i = 0; i < LEN_OF(hosts); i++)
        assert_refused(
            call_path(strict, hosts[i], "/plain"), ERR_FORBIDDEN, "private or reserved net");
    assert_int_equal(server->request_count, before);
    assert_refused(
        call_path(lenient, "10.0.0.1", "/plain"), ERR_FORBIDDEN, "private or reserved net");
    struct outcome outcome = call_path(lenient, "[::ffff:127.0.0.1]", "/plain");
    assert_true(
        outcome.is_fine || outcome.err.code == ERR_BUSY); /* as the kernel has IPv6 or not */
    outcome_done(&outcome);
    outcome = call_path(lenient, "localhost", "/plain");
    assert_true(outcome.is_fine);
    outcome_done(&outcome);
}

static void test_calls_that_are_none(void **state)
{
    (void)state;
    const struct http_pair forged = {TEXT("X"), TEXT("a\r\nY: b")},
                           nameless = {TEXT(""), TEXT("a")};
    const struct text url = TEXT("https://example.com/");
    assert_refused(call_with(strict, (struct http_call){.url = TEXT("file:///etc/passwd")}),
        ERR_USAGE, "not an http");
    assert_refused(call_with(strict, (struct http_call){.url = TEXT("https://a:b@example.com/")}),
        ERR_USAGE, "password");
    assert_refused(call_with(strict, (struct http_call){.url = TEXT("http://example.com:25/")}),
        ERR_USAGE, "port");
    assert_refused(call_with(strict, (struct http_call){.url = url, .method = TEXT("TRACE")}),
        ERR_USAGE, "method");
    assert_refused(
        call_with(strict, (struct http_call){.url = url, .headers = &forged, .header_count = 1}),
        ERR_USAGE, "control");
    assert_refused(
        call_with(strict, (struct http_call){.url = url, .headers = &nameless, .header_count = 1}),
        ERR_USAGE, "no name");
    assert_refused(call_with(strict, (struct http_call){.url = url,
                                         .max_reply_bytes = LIMIT_CALL_REPLY_BYTES + 1}),
        ERR_USAGE, "too large");
    struct err err;
    assert_false(fetch_check_url(strict, TEXT("http://example.com:25/"), &err));
    assert_true(fetch_check_url(lenient, TEXT("http://example.com:25/"), &err));
}

static void test_size(void **state)
{
    (void)state;
    char url[128];
    struct http_call call = {
        .url = text_of(loopback_url(server, "/plain", url, sizeof url)), .max_reply_bytes = 5};
    struct outcome outcome = call_with(lenient, call);
    assert_true(outcome.is_fine);
    outcome_done(&outcome);
    call.max_reply_bytes = 4;
    assert_refused(call_with(lenient, call), ERR_LIMIT, "larger than 4 bytes");
}

static void test_slow(void **state)
{
    (void)state;
    int64_t before_us = clock_steady_us();
    assert_refused(call_path(lenient, "127.0.0.1", "/cut"), ERR_BUSY, "127.0.0.1:");
    char url[128];
    struct loopback *hanging = loopback_new(routes);
    struct http_call call = {
        .url = text_of(loopback_url(hanging, "/hangs", url, sizeof url)), .total_seconds = 1};
    assert_refused(call_with(lenient, call), ERR_BUSY, "timed out");
    loopback_free(hanging);
    assert_true(clock_steady_us() - before_us < 20 * CLOCK_SECOND_US);
}

static void assert_rude(const char *first, const char *again, enum err_code code, const char *words)
{
    struct rude rude;
    rude_start(&rude, first, again);
    assert_refused(
        call_with(lenient, (struct http_call){.url = text_of(rude.url), .total_seconds = 5}), code,
        words);
    rude_end(&rude);
}

static void test_rude_servers(void **state)
{
    (void)state;
    assert_rude("SSH-2.0-OpenSSH_9.2\r\n", NULL, ERR_SYSTEM, "HTTP/0.9");
    assert_rude("", NULL, ERR_BUSY, "Empty reply");
    assert_rude("HTTP/1.1 200 OK\r\n\r\n", "for ever and ever and ever and ever", ERR_LIMIT,
        "answer is larger");
    assert_rude(
        "HTTP/1.1 200 OK\r\n", "X-More: and more and more and more\r\n", ERR_LIMIT, "headers");
    assert_rude("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", NULL,
        ERR_BUSY, "127.0.0.1");
    assert_rude("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "many many many many many", ERR_LIMIT, "larger");
    assert_status("/plain", 200, "hello");
}

static void *call_some(void *context)
{
    for (int i = 0; i < 3; i++) {
        struct outcome outcome = call_path(lenient, "127.0.0.1", "/plain");
        *(int *)context += outcome.is_fine;
        outcome_done(&outcome);
    }
    return NULL;
}

static void test_many_callers(void **state)
{
    (void)state;
    pthread_t threads[4];
    int good[4] = {0};
    for (size_t i = 0; i < LEN_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, call_some, &good[i]), 0);
    for (size_t i = 0; i < LEN_OF(threads); i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(good[i], 3);
    }
}

/* -- taken over -- */

static bool tell(bool has_worked, const char *what, struct err *err)
{
    return has_worked || err_set(err, ERR_FORBIDDEN, "%s: %s", what, strerror(errno));
}

static bool job_peek(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)out;
    char path[128];
    snprintf(path, sizeof path, "%.*s", TEXT_ARG(input));
    return tell(open(path, O_RDONLY) >= 0, "open", err);
}

static bool job_create(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)out;
    char path[128];
    snprintf(path, sizeof path, "%.*s", TEXT_ARG(input));
    return tell(open(path, O_CREAT | O_WRONLY, 0600) >= 0, "create", err);
}

static bool job_fork(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    return tell(fork() >= 0, "fork", err);
}

static bool job_exec(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    execl("/bin/true", "true", NULL);
    return tell(false, "exec", err);
}

static bool job_unix(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    return tell(socket(AF_UNIX, SOCK_STREAM, 0) >= 0, "unix socket", err);
}

static bool job_bind(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out;
    struct sockaddr_in any = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return tell(bind(fd, (struct sockaddr *)&any, sizeof any) == 0, "bind", err);
}

static bool job_crash(struct text name, struct text input, struct buf *out, struct err *err)
{
    (void)name, (void)input, (void)out, (void)err;
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
    return true;
}

static const struct worker_job bad_jobs[] = {
    {"peek", job_peek},
    {"create", job_create},
    {"fork", job_fork},
    {"exec", job_exec},
    {"unix", job_unix},
    {"bind", job_bind},
    {"crash", job_crash},
    {NULL, NULL},
};

static void assert_bad_job(const char *kind, const char *input, enum err_code code)
{
    struct sealed result;
    struct err err;
    int fd;
    assert_true(sealed_write(text_of(input), &fd, &err));
    bool is_done = worker_run(taken_over, kind, TEXT("x"), fd, &result, &err);
    close(fd);
    if (is_done)
        fail_msg("%s %s: was not refused", kind, input);
    if (err.code != code)
        fail_msg("%s %s: %s: %s", kind, input, err_code_name(err.code), err.text);
}

static void test_taken_over(void **state)
{
    (void)state;
    enum err_code killed = CONFINE_IS_SANITIZED ? ERR_FORBIDDEN : ERR_SYNTAX;
    assert_bad_job("peek", "/etc/passwd", ERR_FORBIDDEN);
    assert_bad_job("peek", "/proc/self/environ", ERR_FORBIDDEN);
    assert_bad_job("peek", "/", ERR_FORBIDDEN);
    assert_bad_job("create", "/tmp/kenzen-fetch-made", ERR_FORBIDDEN);
    assert_bad_job("fork", "", ERR_FORBIDDEN);
    assert_bad_job("unix", "", ERR_FORBIDDEN);
    assert_bad_job("exec", "", killed);
    assert_bad_job("bind", "", killed);
    assert_bad_job("crash", "", ERR_SYNTAX);
    assert_int_equal(access("/tmp/kenzen-fetch-made", F_OK), -1);
}

/* -- words of another process -- */

static void test_replies_that_lie(void **state)
{
    (void)state;
    struct arena arena;
    struct err err;
    struct buf good;
    struct http_call_reply reply;
    const struct http_pair header = {TEXT("a"), TEXT("b")};
    arena_init(&arena, SIZE_MAX);
    buf_init(&good, SIZE_MAX);
    fetch_wire_print_reply(&good, &(struct http_call_reply){200, &header, 1, TEXT("body")});
    assert_true(fetch_wire_read_reply(buf_text(&good), &arena, &reply, &err));
    assert_text(reply.body, "body");
    for (size_t len = 0; len < good.len; len++)
        assert_false(fetch_wire_read_reply((struct text){good.at, len}, &arena, &reply, &err));
    buf_add_char(&good, 'x');
    assert_false(fetch_wire_read_reply(buf_text(&good), &arena, &reply, &err));
    buf_cut(&good, good.len - 1);
    memset(good.at + 8, 0xff, 8); /* as many headers as there are numbers */
    assert_false(fetch_wire_read_reply(buf_text(&good), &arena, &reply, &err));
    buf_done(&good);
    arena_done(&arena);
}

static void test_mail_replies_that_lie(void **state)
{
    (void)state;
    struct arena arena;
    struct err err;
    struct buf good;
    struct smtp_reply reply;
    const struct smtp_refusal refusal = {1, 550, TEXT("no")};
    arena_init(&arena, SIZE_MAX);
    buf_init(&good, SIZE_MAX);
    fetch_wire_print_mail_reply(
        &good, &(struct smtp_reply){true, 250, SMTP_MESSAGE, TEXT("ok"), &refusal, 1});
    assert_true(fetch_wire_read_mail_reply(buf_text(&good), 2, &arena, &reply, &err));
    assert_text(reply.words, "ok");
    assert_int_equal(reply.refused[0].place, 1);
    /* One that speaks of an address that was not asked about. */
    assert_false(fetch_wire_read_mail_reply(buf_text(&good), 1, &arena, &reply, &err));
    for (size_t len = 0; len < good.len; len++)
        assert_false(
            fetch_wire_read_mail_reply((struct text){good.at, len}, 2, &arena, &reply, &err));
    buf_add_char(&good, 'x');
    assert_false(fetch_wire_read_mail_reply(buf_text(&good), 2, &arena, &reply, &err));
    buf_done(&good);
    arena_done(&arena);
}

/* The role refuses this machine for mail too, whatever the call says of nets. */
static void test_mail_to_this_machine(void **state)
{
    (void)state;
    struct arena arena;
    struct err err;
    struct smtp_reply reply;
    const struct text to = TEXT("kim@example.org");
    const struct smtp_call call = {.host = TEXT("localhost"),
        .port = server->port,
        .security = SMTP_PLAIN,
        .from = TEXT("kenzen@example.org"),
        .to = &to,
        .to_count = 1,
        .message = TEXT("Subject: x\r\n\r\nx\r\n"),
        .total_seconds = 2,
        .allowed = &loopback_net,
        .allowed_count = 1};
    arena_init(&arena, SIZE_MAX);
    assert_false(fetch_mail(strict, &call, &arena, &reply, &err));
    assert_int_equal(err.code, ERR_FORBIDDEN);
    assert_non_null(strstr(err.text, "private or reserved net"));
    /* It is called where that is allowed: there is a server, which is none of mail. */
    assert_false(fetch_mail(lenient, &call, &arena, &reply, &err));
    assert_int_equal(err.code, ERR_BUSY);
    arena_done(&arena);
}

static int start(void **state)
{
    (void)state;
    struct err err;
    const struct worker_options bad = {.count = 1, .role = "taken-over"};
    log_set_level(LOG_ERROR);
    server = loopback_new(routes);
    bool is_good = address_net_read(&loopback_net, TEXT("127.0.0.0/8"), &err) &&
                   fetch_new(&strict, &(struct fetch_options){.count = 1}, &err) &&
                   fetch_new(&lenient, &(struct fetch_options){2, &loopback_net, 1}, &err) &&
                   worker_pool_new(&taken_over, &bad, &err);
    return is_good ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    worker_pool_free(taken_over);
    fetch_free(strict);
    fetch_free(lenient);
    loopback_free(server);
    return 0;
}

int main(int argc, char **argv)
{
    struct text role = role_of(argc, (const char *const *)argv);
    if (text_is(role, "fetch"))
        fetch_main();
    if (text_is(role, "taken-over"))
        worker_main_as(bad_jobs, confine_fetch);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_replies),
        cmocka_unit_test(test_what_is_sent),
        cmocka_unit_test(test_redirects_are_not_followed),
        cmocka_unit_test(test_this_machine_is_not_called),
        cmocka_unit_test(test_calls_that_are_none),
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_slow),
        cmocka_unit_test(test_rude_servers),
        cmocka_unit_test(test_many_callers),
        cmocka_unit_test(test_taken_over),
        cmocka_unit_test(test_replies_that_lie),
        cmocka_unit_test(test_mail_replies_that_lie),
        cmocka_unit_test(test_mail_to_this_machine),
    };
    return cmocka_run_group_tests(tests, start, end);
}
