/* SPDX-License-Identifier: Apache-2.0 */
/* Mail servers that say no, say nonsense, or say nothing. tests/api/mail.py has a real one, with TLS. */
#include "unit.h"

#include <netinet/in.h>
#include <pthread.h>
#include <unistd.h>

#include "base/limits.h"
#include "net/smtp.h"

enum { ROOM = 4096 };

/* Answers the n-th line that it hears by the n-th answer; and the greeting first. NULL: says nothing any more. */
struct play {
    const char *const *answers;
    pthread_t thread;
    int fd;
    unsigned port;
    char heard[ROOM];
};

static void say(int peer, const char *words)
{
    size_t len = strlen(words);
    if (send(peer, words, len, MSG_NOSIGNAL) != (ssize_t)len)
        return;
}

/* Reads until the end of a line, or of a message when it is one that comes. */
static bool hear(struct play *play, int peer, const char *end)
{
    size_t from = strlen(play->heard);
    for (size_t len = from; len + 1 < ROOM; len++) {
        if (read(peer, &play->heard[len], 1) != 1)
            return false;
        play->heard[len + 1] = '\0';
        if (strstr(play->heard + from, end))
            return true;
    }
    return false;
}

static void *serve(void *context)
{
    struct play *play = context;
    int peer = accept4(play->fd, NULL, NULL, SOCK_CLOEXEC);
    if (peer < 0)
        return NULL;
    bool is_open = true;
    for (const char *const *answer = play->answers; *answer && is_open; answer++) {
        say(peer, *answer);
        is_open = hear(play, peer, strncmp(*answer, "354", 3) == 0 ? "\r\n.\r\n" : "\r\n");
    }
    char rest[ROOM]; /* until the other side goes away */
    while (is_open && read(peer, rest, sizeof rest) > 0) {
    }
    close(peer);
    return NULL;
}

static void play_start(struct play *play, const char *const *answers)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    *play = (struct play){.answers = answers};
    play->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(play->fd, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(play->fd, 1), 0);
    assert_int_equal(getsockname(play->fd, (struct sockaddr *)&address, &size), 0);
    play->port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&play->thread, NULL, serve, play), 0);
}

static void play_end(struct play *play)
{
    shutdown(play->fd, SHUT_RDWR);
    pthread_join(play->thread, NULL);
    close(play->fd);
}

static const struct text both[] = {{"kim@example.org", 15}, {"lee@example.org", 15}};
static struct address_net loopback_net;

struct outcome {
    bool is_fine;
    struct smtp_reply reply;
    struct err err;
    struct arena arena;
};

static struct smtp_call usual(unsigned port)
{
    return (struct smtp_call){
        .host = TEXT("127.0.0.1"),
        .port = port,
        .security = SMTP_PLAIN,
        .greeting = TEXT("kenzen.example.org"),
        .from = TEXT("kenzen@example.org"),
        .to = both,
        .to_count = 2,
        .message = TEXT("Subject: x\r\n\r\n.dot\r\n"),
        .total_seconds = 2,
        .allowed = &loopback_net,
        .allowed_count = 1,
    };
}

static struct outcome run(const struct smtp_call *call)
{
    struct outcome outcome = {.is_fine = false};
    arena_init(&outcome.arena, SIZE_MAX);
    outcome.is_fine = smtp_run(call, &outcome.arena, &outcome.reply, &outcome.err);
    return outcome;
}

#define EHLO "250-mail.example.org\r\n250 SIZE 1000000\r\n"
#define GREETING "220 mail.example.org\r\n"

static void test_taken(void **state)
{
    (void)state;
    static const char *const answers[] = {GREETING, EHLO, "250 ok\r\n", "250 ok\r\n", "250 ok\r\n",
        "354 go on\r\n", "250 2.0.0 queued as 7\r\n", "221 bye\r\n", NULL};
    struct play play;
    play_start(&play, answers);
    struct smtp_call call = usual(play.port);
    struct outcome outcome = run(&call);
    play_end(&play);
    if (!outcome.is_fine)
        fail_msg("%s", outcome.err.text);
    assert_true(outcome.reply.is_taken);
    assert_int_equal(outcome.reply.status, 250);
    assert_text(outcome.reply.words, "2.0.0 queued as 7");
    assert_int_equal(outcome.reply.refused_count, 0);
    assert_non_null(strstr(play.heard, "EHLO kenzen.example.org\r\n"));
    assert_non_null(strstr(play.heard, "MAIL FROM:<kenzen@example.org>"));
    assert_non_null(
        strstr(play.heard, "RCPT TO:<kim@example.org>\r\nRCPT TO:<lee@example.org>\r\nDATA\r\n"));
    assert_non_null(strstr(play.heard, "\r\n\r\n..dot\r\n.\r\n"));
    arena_done(&outcome.arena);
}

/* One address is refused, the other gets it. */
static void test_partly(void **state)
{
    (void)state;
    static const char *const answers[] = {GREETING, EHLO, "250 ok\r\n",
        "550-5.1.1 nobody\r\n550 here\033[31m \xff\r\n", "250 ok\r\n", "354 go on\r\n",
        "250 fine\r\n", "221 bye\r\n", NULL};
    struct play play;
    play_start(&play, answers);
    struct smtp_call call = usual(play.port);
    struct outcome outcome = run(&call);
    play_end(&play);
    assert_true(outcome.is_fine && outcome.reply.is_taken);
    assert_int_equal(outcome.reply.refused_count, 1);
    assert_int_equal(outcome.reply.refused[0].place, 0);
    assert_int_equal(outcome.reply.refused[0].status, 550);
    assert_text(outcome.reply.refused[0].words, "5.1.1 nobody here?[31m ?");
    arena_done(&outcome.arena);
}

static void assert_said(
    const char *const *answers, enum smtp_stage stage, unsigned status, const char *words)
{
    struct play play;
    play_start(&play, answers);
    struct smtp_call call = usual(play.port);
    struct outcome outcome = run(&call);
    play_end(&play);
    if (!outcome.is_fine)
        fail_msg("%s", outcome.err.text);
    assert_false(outcome.reply.is_taken);
    assert_int_equal(outcome.reply.status, status);
    assert_int_equal(outcome.reply.stage, stage);
    assert_text(outcome.reply.words, words);
    arena_done(&outcome.arena);
}

static void test_refusals(void **state)
{
    (void)state;
    static const char *const closed[] = {"421 4.3.2 full\r\n", NULL};
    static const char *const sender[] = {
        GREETING, EHLO, "530 5.7.0 sign in first\r\n", "221 bye\r\n", NULL};
    static const char *const nobody[] = {
        GREETING, EHLO, "250 ok\r\n", "451 4.7.1 grey\r\n", "451 4.7.1 later\r\n", NULL};
    static const char *const content[] = {GREETING, EHLO, "250 ok\r\n", "250 ok\r\n", "250 ok\r\n",
        "354 go on\r\n", "554 5.7.1 spam\r\n", NULL};
    assert_said(closed, SMTP_GREETING, 421, "4.3.2 full");
    assert_said(sender, SMTP_SENDER, 530, "5.7.0 sign in first");
    assert_said(nobody, SMTP_RECIPIENT, 451, "4.7.1 later");
    assert_said(content, SMTP_MESSAGE, 554, "5.7.1 spam");
}

/* What a server says is kept up to a limit, however much it is. */
static void test_long_answer(void **state)
{
    (void)state;
    struct buf answer;
    buf_init(&answer, SIZE_MAX);
    for (int i = 0; i < 100; i++)
        buf_add_z(&answer, "554-many words\r\n");
    buf_add_z(&answer, "554 the end\r\n");
    const char *answers[] = {GREETING, EHLO, answer.at, NULL};
    struct play play;
    play_start(&play, answers);
    struct smtp_call call = usual(play.port);
    struct outcome outcome = run(&call);
    play_end(&play);
    assert_true(outcome.is_fine);
    assert_int_equal(outcome.reply.status, 554);
    assert_true(outcome.reply.words.len <= LIMIT_MAIL_REPLY_BYTES);
    assert_true(outcome.reply.words.len > LIMIT_MAIL_REPLY_BYTES / 2);
    arena_done(&outcome.arena);
    buf_done(&answer);
}

static void assert_fails(
    struct play *play, const struct smtp_call *call, enum err_code code, const char *words)
{
    struct outcome outcome = run(call);
    if (play)
        play_end(play);
    assert_false(outcome.is_fine);
    if (outcome.err.code != code || !strstr(outcome.err.text, words))
        fail_msg("%s: %s", err_code_name(outcome.err.code), outcome.err.text);
    arena_done(&outcome.arena);
}

/* A server, or somebody on the way, that offers no encryption hears neither password nor message. */
static void test_no_starttls(void **state)
{
    (void)state;
    static const char *const answers[] = {GREETING, EHLO, "221 bye\r\n", NULL};
    struct play play;
    play_start(&play, answers);
    struct smtp_call call = usual(play.port);
    call.security = SMTP_STARTTLS;
    call.user = TEXT("kenzen");
    call.password = TEXT("s3cret");
    assert_fails(&play, &call, ERR_UNSUPPORTED, "does not offer STARTTLS");
    assert_null(strstr(play.heard, "AUTH"));
    assert_null(strstr(play.heard, "MAIL"));
}

static void test_nothing(void **state)
{
    (void)state;
    static const char *const silent[] = {NULL};
    static const char *const nonsense[] = {"hello, I am no mail server\r\n", NULL};
    struct play play;
    play_start(&play, silent);
    struct smtp_call call = usual(play.port);
    call.total_seconds = 1;
    assert_fails(&play, &call, ERR_BUSY, "127.0.0.1: ");
    play_start(&play, nonsense);
    call = usual(play.port);
    call.total_seconds = 1;
    assert_fails(&play, &call, ERR_BUSY, "127.0.0.1: ");
    call = usual(1);
    assert_fails(NULL, &call, ERR_BUSY, "127.0.0.1: ");
}

static void test_bad_calls(void **state)
{
    (void)state;
    struct smtp_call call = usual(25);
    call.allowed_count = 0;
    assert_fails(NULL, &call, ERR_FORBIDDEN, "private or reserved net");
    call = usual(25);
    call.password = TEXT("x");
    assert_fails(NULL, &call, ERR_USAGE, "encrypted connection only");
    call = usual(25);
    call.host = TEXT("127.0.0.1:25/x");
    assert_fails(NULL, &call, ERR_USAGE, "the server must be a name");
    call = usual(25);
    call.from = TEXT("a@b>\r\nRCPT TO:<eve@example.org");
    assert_fails(NULL, &call, ERR_USAGE, "not a mail address");
    call = usual(25);
    call.greeting = TEXT("x\r\nMAIL FROM:<>");
    assert_fails(NULL, &call, ERR_USAGE, "the server must be a name");
    call = usual(25);
    call.security = SMTP_TLS;
    call.user = TEXT("x\r\ny");
    assert_fails(NULL, &call, ERR_USAGE, "control character");
    call = usual(0);
    assert_fails(NULL, &call, ERR_USAGE, "the port");
    call = usual(65536);
    assert_fails(NULL, &call, ERR_USAGE, "the port");
    call = usual(25);
    call.to_count = LIMIT_MAIL_RECIPIENTS + 1;
    assert_fails(NULL, &call, ERR_USAGE, "too many");
    call = usual(25);
    call.message.len = LIMIT_MAIL_BYTES + 1;
    assert_fails(NULL, &call, ERR_USAGE, "too large");
}

int main(void)
{
    struct err err;
    if (!address_net_read(&loopback_net, TEXT("127.0.0.0/8"), &err))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),
        cmocka_unit_test(test_partly),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_long_answer),
        cmocka_unit_test(test_no_starttls),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_bad_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
