/* SPDX-License-Identifier: Apache-2.0 */
/* Mail as it goes over the wire. tests/api/mail.py reads such messages back with Python's own parser. */
#include "unit.h"

#include "base/clock.h"
#include "base/limits.h"
#include "codec/mime.h"
#include "codec/mime_text.h"

static const struct mime_address kim = {{"Kim", 3}, {"kim@example.org", 15}};

static struct mime_message usual(void)
{
    return (struct mime_message){
        .from = {TEXT("kenzen"), TEXT("kenzen@example.org")},
        .to = &kim,
        .to_count = 1,
        .subject = TEXT("Something"),
        .text = TEXT("Hello\n"),
        .id = TEXT("1.2@example.org"),
        .date_us = INT64_C(1796000000) * CLOCK_SECOND_US,
    };
}

static char *print(const struct mime_message *message)
{
    struct buf out;
    struct err err;
    buf_init(&out, LIMIT_MAIL_BYTES);
    if (!mime_print(&out, message, &err))
        fail_msg("%s", err.text);
    return out.at;
}

static void assert_has(const struct mime_message *message, const char *part)
{
    char *at = print(message);
    if (!strstr(at, part))
        fail_msg("no \"%s\" in:\n%s", part, at);
    free(at);
}

/* No line is too long, none ends without CRLF, and no header is there that was not meant. */
static void assert_sound(const struct mime_message *message)
{
    char *at = print(message);
    size_t column = 0;
    for (const char *c = at; *c; c++) {
        assert_true((unsigned char)*c < 0x80);
        if (*c == '\r' || *c == '\n') {
            assert_true(c[0] == '\n' || c[1] == '\n');
            assert_true(c[0] == '\r' || c[-1] == '\r');
            column = 0;
            continue;
        }
        if (++column > 78)
            fail_msg("a long line in:\n%s", at);
    }
    char *head_end = strstr(at, "\r\n\r\n");
    assert_non_null(head_end);
    *head_end = '\0';
    assert_null(strstr(at, "\r\nBcc:"));
    assert_null(strstr(at, "\r\nX-Evil"));
    free(at);
}

static void assert_refused(
    const struct mime_message *message, enum err_code code, const char *words)
{
    struct buf out;
    struct err err;
    buf_init(&out, LIMIT_MAIL_BYTES);
    assert_false(mime_print(&out, message, &err));
    assert_int_equal(err.code, code);
    if (!strstr(err.text, words))
        fail_msg("%s", err.text);
    buf_done(&out);
}

static void test_usual(void **state)
{
    (void)state;
    struct mime_message message = usual();
    char *at = print(&message);
    assert_string_equal(at,
        "From: kenzen\r\n <kenzen@example.org>\r\nTo: Kim\r\n <kim@example.org>\r\n"
        "Subject: Something\r\nDate: Mon, 30 Nov 2026 00:53:20 +0000\r\n"
        "Message-ID: <1.2@example.org>\r\n"
        "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\nHello\r\n");
    free(at);
    message.html = TEXT("<p>Hello</p>");
    assert_has(&message, "\r\n--=_kenzen\r\nContent-Type: text/html; charset=utf-8\r\n");
    assert_has(&message, "<p>Hello</p>\r\n--=_kenzen--\r\n");
    message.text = (struct text){"", 0};
    assert_sound(&message);
}

static void test_list(void **state)
{
    (void)state;
    struct mime_message message = usual();
    message.list_id = TEXT("notices.kenzen.example.org");
    message.unsubscribe_url = TEXT("https://kenzen.example.org/api/v1/mail/stop?token=abc");
    assert_has(&message, "\r\nList-Id: <notices.kenzen.example.org>\r\n");
    assert_has(&message,
        "\r\nList-Unsubscribe: <https://kenzen.example.org/api/v1/mail/stop?token=abc>\r\n"
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    message.unsubscribe_url = TEXT("https://x/>\r\nBcc: eve@example.org");
    assert_refused(&message, ERR_USAGE, "no URL for a header");
    message.unsubscribe_url = TEXT("javascript:alert(1)");
    assert_refused(&message, ERR_USAGE, "no URL for a header");
    message.list_id = TEXT("a b");
    assert_refused(&message, ERR_USAGE, "no id of a list");
}

static void test_words(void **state)
{
    (void)state;
    struct mime_message message = usual();
    message.subject = TEXT("脆弱性");
    assert_has(&message, "Subject: =?UTF-8?B?6ISG5byx5oCn?=\r\n");
    /* Longer than one word: cut between characters, each word decodes by itself. */
    message.subject = TEXT("決済サービスに新しい脆弱性があります");
    assert_has(&message, "?=\r\n =?UTF-8?B?");
    assert_sound(&message);
    /* What looks like an encoded word must not be read as one. */
    message.subject = TEXT("=?UTF-8?B?6ISG?=");
    assert_has(&message, "Subject: =?UTF-8?B?PT9VVEYtOD9CPzZJU0c/PQ==?=\r\n");
}

static void test_hostile_headers(void **state)
{
    (void)state;
    static const char *const hostile[] = {
        "a\r\nBcc: eve@example.org",
        "a\nX-Evil: 1",
        "a\r\n\r\n<script>",
        "a\rb",
        "\xff\xfe bad",
        "a\xe2\x80\xa8X-Evil: 1",
        "\342\200\256evil",
        "\"quoted\" <eve@example.org>",
        "=?UTF-8?B?DQpCY2M6?=",
        "a\t\v\f b",
        "",
    };
    for (size_t i = 0; i < LEN_OF(hostile); i++) {
        struct mime_message message = usual();
        struct mime_address to = {text_of(hostile[i]), TEXT("kim@example.org")};
        message.subject = message.from.name = text_of(hostile[i]);
        message.to = &to;
        assert_sound(&message);
        to = (struct mime_address){TEXT("Kim"), text_of(hostile[i])};
        assert_refused(&message, ERR_USAGE, "not a mail address");
        message.to = &kim;
        message.id = text_of(hostile[i]);
        assert_refused(&message, ERR_USAGE, "no id of a message");
    }
    struct mime_message nul = usual();
    nul.subject = (struct text){"a\0b", 3};
    assert_has(&nul, "Subject: a b\r\n");
}

static void test_addresses(void **state)
{
    (void)state;
    static const char *const good[] = {"kim@example.org", "k+tag_1.x@a-b.example", "root@localhost",
        "o'neil@xn--r8jz45g.xn--zckzah"};
    static const char *const bad[] = {"", "@", "kim", "kim@", "@example.org", "a..b@example.org",
        ".a@example.org", "a.@example.org", "a b@example.org", "a@b c", "a@-b.example",
        "a@b-.example", "a@b..c", "\"a b\"@example.org", "a@[127.0.0.1]", "a@example.org>",
        "a@example.org\r\nDATA", "<a@example.org>", "ä@example.org", "a@ä.example",
        "a,b@example.org", "a@b@c", "a@b_c"};
    struct err err;
    for (size_t i = 0; i < LEN_OF(good); i++)
        if (!mime_address_check(text_of(good[i]), &err))
            fail_msg("%s", err.text);
    for (size_t i = 0; i < LEN_OF(bad); i++)
        if (mime_address_check(text_of(bad[i]), &err))
            fail_msg("taken: %s", bad[i]);
}

/* The largest local part and address, and one past each. */
static void test_address_limits(void **state)
{
    (void)state;
    struct buf local, whole;
    struct err err;
    buf_init(&local, SIZE_MAX);
    memset(buf_grow(&local, LIMIT_MAIL_LOCAL_BYTES), 'a', LIMIT_MAIL_LOCAL_BYTES);
    buf_add_z(&local, "@x.example");
    assert_true(mime_address_check(buf_text(&local), &err));
    buf_init(&whole, SIZE_MAX);
    buf_add_char(&whole, 'a');
    buf_add(&whole, buf_text(&local));
    assert_false(mime_address_check(buf_text(&whole), &err));
    buf_cut(&whole, 0);
    buf_add_z(&whole, "a@");
    while (whole.len + 3 < LIMIT_MAIL_ADDRESS_BYTES)
        buf_add_z(&whole, "b.");
    buf_add(&whole, text_slice(TEXT("ccc"), 0, LIMIT_MAIL_ADDRESS_BYTES - whole.len));
    assert_int_equal(whole.len, LIMIT_MAIL_ADDRESS_BYTES);
    assert_true(mime_address_check(buf_text(&whole), &err));
    buf_add_char(&whole, 'c');
    assert_false(mime_address_check(buf_text(&whole), &err));
    buf_done(&whole);
    buf_done(&local);
}

static void test_recipients(void **state)
{
    (void)state;
    struct mime_address to[LIMIT_MAIL_RECIPIENTS + 1];
    struct mime_message message = usual();
    for (size_t i = 0; i < LEN_OF(to); i++)
        to[i] = kim;
    message.to = to;
    message.to_count = 2;
    assert_has(
        &message, "To: Kim\r\n <kim@example.org>,\r\n Kim\r\n <kim@example.org>\r\nSubject:");
    message.to_count = LIMIT_MAIL_RECIPIENTS;
    assert_sound(&message);
    message.to_count++;
    assert_refused(&message, ERR_LIMIT, "1 to 50 addresses");
    message.to_count = 0;
    assert_refused(&message, ERR_LIMIT, "1 to 50 addresses");
}

static void test_subject_limit(void **state)
{
    (void)state;
    char subject[LIMIT_MAIL_SUBJECT_BYTES + 2];
    memset(subject, 'x', sizeof subject);
    struct mime_message message = usual();
    message.subject = (struct text){subject, LIMIT_MAIL_SUBJECT_BYTES};
    char *largest = print(&message);
    message.subject.len++;
    char *over = print(&message);
    /* One more is an ellipsis in the last word, and nothing else. */
    assert_int_equal(strlen(over), strlen(largest) + 4);
    assert_sound(&message);
    free(largest);
    free(over);
}

/* -- bodies -- */

static void assert_body(struct text t, const char *expected)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    mime_text_print(&out, t);
    assert_string_equal(out.at, expected);
    buf_done(&out);
}

#define QUOTED "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
#define IN_BASE64 "Content-Transfer-Encoding: base64\r\n\r\n"

static void test_bodies(void **state)
{
    (void)state;
    assert_body(TEXT(""), QUOTED);
    assert_body(TEXT("a = b\n"), QUOTED "a =3D b\r\n");
    assert_body(TEXT("a\rb\nc\r\nd"), QUOTED "a\r\nb\r\nc\r\nd\r\n");
    assert_body(TEXT("end \nend\t\n\n"), QUOTED "end=20\r\nend=09\r\n\r\n");
    assert_body(
        TEXT("a very plain line, and one ü\n"), QUOTED "a very plain line, and one =C3=BC\r\n");
    assert_body(TEXT("脆弱性\n"), IN_BASE64 "6ISG5byx5oCnDQo=\r\n");
    assert_body((struct text){"a\0b\033[31m", 8}, QUOTED "a?b?[31m\r\n");
    assert_body(TEXT("a fine line, then bad: \xff\n"), QUOTED "a fine line, then bad: ?\r\n");
    char line[77];
    memset(line, 'x', sizeof line);
    struct buf expected;
    buf_init(&expected, SIZE_MAX);
    buf_format(&expected, QUOTED "%.75s=\r\n%.2s\r\n", line, line);
    assert_body((struct text){line, sizeof line}, expected.at);
    buf_done(&expected);
}

static void test_text_limit(void **state)
{
    (void)state;
    char *large = malloc(LIMIT_MAIL_TEXT_BYTES + 1);
    assert_non_null(large);
    memset(large, '=', LIMIT_MAIL_TEXT_BYTES + 1);
    struct mime_message message = usual();
    message.text = message.html = (struct text){large, LIMIT_MAIL_TEXT_BYTES};
    assert_sound(&message);
    message.text.len++;
    assert_refused(&message, ERR_LIMIT, "longer than");
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_usual),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_hostile_headers),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_address_limits),
        cmocka_unit_test(test_recipients),
        cmocka_unit_test(test_subject_limit),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_text_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
