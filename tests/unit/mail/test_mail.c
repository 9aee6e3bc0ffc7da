/* SPDX-License-Identifier: Apache-2.0 */
/* What mails say, whatever people are called, and when digests are due. tests/api/mail.py sends them. */
#include "unit.h"

#include <unistd.h>

#include "base/limits.h"
#include "mail/mail.h"
#include "mail/mail_letter_words.h"
#include "mail/mail_page.h"
#include "mail/mail_person.h"

/* -- pages -- */

static void test_nothing_is_markup(void **state)
{
    (void)state;
    const struct text evil = TEXT("<script>alert('x')</script> & \"y\"\r\nBcc: z\xe2\x80\xae");
    struct mail_page page;
    mail_page_init(&page, evil);
    mail_page_say(&page, evil);
    mail_page_link(&page, evil, TEXT("https://x/\" onclick=\"evil"));
    mail_page_item(&page, evil, evil, evil);
    mail_page_end(&page, evil, evil, evil);
    assert_null(strstr(page.html.at, "<script"));
    assert_null(strstr(page.html.at, "\" onclick"));
    assert_non_null(strstr(
        page.html.at, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;"));
    /* Nobody's words begin a line of their own, or turn the direction of ours. */
    assert_null(strstr(page.text.at, "\nBcc"));
    assert_null(strstr(page.html.at, "\nBcc"));
    assert_null(strstr(page.text.at, "\xe2\x80\xae"));
    mail_page_done(&page);
}

static void test_both_say_the_same(void **state)
{
    (void)state;
    struct mail_page page;
    mail_page_init(&page, TEXT("Title"));
    mail_page_item(&page, TEXT("Head"), TEXT(""), TEXT("https://x/1"));
    mail_page_end(&page, TEXT("Why"), TEXT("Change"), TEXT("https://x/2"));
    assert_string_equal(
        page.text.at, "Title\n\n* Head\n  https://x/1\n\n--\nWhy\nChange: https://x/2\n");
    static const char *const parts[] = {
        "Title", "Head", "https://x/1", "Why", "Change", "https://x/2"};
    for (size_t i = 0; i < LEN_OF(parts); i++)
        assert_non_null(strstr(page.html.at, parts[i]));
    mail_page_done(&page);
}

static void test_fill(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    /* What is filled in is not filled again. */
    assert_text(
        MAIL_PAGE_FILL(&arena, "{a} and {b}, {c} {", {"a", TEXT("{b}")}, {"b", TEXT("x\ny")}),
        "{b} and x y, {c} {");
    arena_done(&arena);
}

static void test_every_letter_has_words(void **state)
{
    (void)state;
    for (int kind = 0; kind < LETTER_KINDS; kind++)
        for (int form = 0; form < 4; form++) {
            const struct mail_letter_words *it =
                mail_letter_words((enum letter_kind)kind, form & 1, form & 2);
            assert_true(it->kind && it->subject && it->lead && it->label && it->until && it->why);
            /* Who sent it, to whom, is in each. */
            assert_non_null(strstr(it->why, "{url}"));
            assert_non_null(strstr(it->why, "{address}"));
        }
}

/* -- settings -- */

static void test_settings(void **state)
{
    (void)state;
    struct err err;
    const struct mail_server good = {
        .host = TEXT("mail.example.org"), .port = 587, .from_address = TEXT("kenzen@example.org")};
    assert_true(mail_check(&good, &err));
    struct mail_server it = good;
    it.host = TEXT("::1");
    assert_true(mail_check(&it, &err));
    static const char *const hosts[] = {
        "", "a b", "mail.example.org:25", "user@host", "x/y", "-x", "[::1]", "a\r\nb"};
    for (size_t i = 0; i < LEN_OF(hosts); i++) {
        it.host = text_of(hosts[i]);
        assert_false(mail_check(&it, &err));
    }
    it = good;
    it.port = 65536;
    assert_false(mail_check(&it, &err));
    it.port = 0;
    assert_false(mail_check(&it, &err));
    it = good;
    it.security = SMTP_PLAIN;
    assert_true(mail_check(&it, &err));
    it.user = TEXT("kenzen");
    assert_false(mail_check(&it, &err));
    it = good;
    it.authorities = TEXT("no certificate");
    assert_false(mail_check(&it, &err));
    it.authorities = TEXT("-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n");
    assert_false(mail_check(&it, &err));
}

static void test_authorities_limit(void **state)
{
    (void)state;
    struct err err;
    struct buf pem;
    buf_init(&pem, SIZE_MAX);
    buf_add_z(&pem, "-----BEGIN CERTIFICATE-----");
    while (pem.len < LIMIT_MAIL_AUTHORITIES_BYTES)
        buf_add_char(&pem, 'A');
    struct mail_server it = {
        .host = TEXT("x"), .port = 25, .from_address = TEXT("a@b"), .authorities = buf_text(&pem)};
    assert_true(mail_check(&it, &err));
    buf_add_char(&pem, 'A');
    it.authorities = buf_text(&pem);
    assert_false(mail_check(&it, &err));
    buf_done(&pem);
}

/* -- digests -- */

static void assert_next(const char *zone, int64_t hour, const char *now, const char *expected)
{
    char room[CLOCK_TEXT_SIZE];
    int64_t now_us;
    struct mail_person person = {.zone = text_of(zone), .digest_hour = hour};
    assert_true(clock_read(text_of(now), &now_us));
    assert_string_equal(clock_print(mail_person_next_digest_us(&person, now_us), room), expected);
}

static void test_next_digest(void **state)
{
    (void)state;
    assert_next("UTC", 8, "2026-11-29T07:59:59Z", "2026-11-29T08:00:00Z");
    assert_next("UTC", 8, "2026-11-29T08:00:00Z", "2026-11-30T08:00:00Z");
    assert_next("Asia/Tokyo", 8, "2026-11-29T22:00:00Z", "2026-11-29T23:00:00Z");
    assert_next("Asia/Kathmandu", 8, "2026-11-29T00:00:00Z", "2026-11-29T02:15:00Z");
    /* Clocks go forward over 2 o'clock: it comes once, that day too. */
    assert_next("Europe/Berlin", 2, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z");
    assert_next("Europe/Berlin", 2, "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z");
    /* A zone that the machine does not know any more. */
    assert_next("Nowhere/Land", 8, "2026-11-29T00:00:00Z", "2026-11-29T08:00:00Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_markup),
        cmocka_unit_test(test_both_say_the_same),
        cmocka_unit_test(test_fill),
        cmocka_unit_test(test_every_letter_has_words),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_authorities_limit),
        cmocka_unit_test(test_next_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
