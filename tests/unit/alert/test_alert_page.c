/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "alert/alert_page.h"
#include "alert/alert_test.h"
#include "alert/alert_word.h"
#include "base/clock.h"

/* What somebody wrote, and what is shown of it. */
static const struct {
    const char *written, *shown;
} lines[] = {
    {"", ""},
    {"word", "word"},
    {"  two\r\n\t lines ", "two lines"},
    {"\x1b[31mred\x07", "[31mred"},
    {"a\xE2\x80\xAE"
     "b",
        "a b"},
    {"\xff", "?"},
    {"see HTTPS://x.example, www.x.example", "see HTTPS[:]//x.example, www[.]x.example"},
    {"Mailto:x@y", "mailto[:]x@y"},
    {"12345678901234567890123456789012345678901234567890",
        "1234567890123456789012345678901234567890"
        "1234567890"},
    {"12345678901234567890123456789012345678901234567890x",
        "12345678901234567890123456789012345678901234567\xE2\x80\xA6"},
};

static void test_lines(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(lines); i++)
        assert_text(alert_page_line(text_of(lines[i].written), 50, &arena), lines[i].shown);
    assert_text(alert_page_plain(TEXT("https://x\n"), 50, &arena), "https://x");
    arena_done(&arena);
}

/* A kind, how many days and services, and the titles in both languages. */
static const struct {
    enum alert_kind kind;
    int64_t days, services;
    const char *english, *japanese;
} titles[] = {
    {ALERT_FLAW, 0, 3, "[Immediate] CVE-1 in 3 services", "[即時対応] CVE-1（3 サービス）"},
    {ALERT_FLAW, 0, 1, "[Immediate] CVE-1 in shop", "[即時対応] CVE-1（shop）"},
    {ALERT_REOPENED, 0, 1, "[Immediate] Back again: CVE-1 in shop",
        "[即時対応] 再発：CVE-1（shop）"},
    {ALERT_REMINDER, 1, 1, "[Immediate] Due in 1 day: CVE-1 in shop",
        "[即時対応] 期限まであと 1 日：CVE-1（shop）"},
    {ALERT_REMINDER, 0, 1, "[Immediate] Due today: CVE-1 in shop",
        "[即時対応] 本日期限：CVE-1（shop）"},
    {ALERT_OVERDUE, 2, 1, "[Immediate] Overdue by 2 days: CVE-1 in shop",
        "[即時対応] 期限を 2 日超過：CVE-1（shop）"},
    {ALERT_ESCALATION, 2, 1, "[Immediate] Nobody has acted for 2 days: CVE-1 in shop",
        "[即時対応] 2 日間対応なし：CVE-1（shop）"},
    {ALERT_DIGEST, 0, 1, "Digest of shop / image: 6 tickets",
        "shop / image のまとめ：チケット 6 件"},
    {ALERT_CLOSED, 0, 1, "Closed in shop / image: 6 tickets",
        "shop / image でクローズ：チケット 6 件"},
};

static void test_titles(void **state)
{
    (void)state;
    struct arena arena;
    struct alert_affected rows[2];
    struct alert_page page;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(titles); i++) {
        struct alert_message message = alert_test_message(TEXT("shop"), rows, 2);
        message.kind = titles[i].kind;
        message.days = titles[i].days;
        message.service_count = titles[i].services;
        message.vulnerability = TEXT("CVE-1");
        bool is_sum = message.kind == ALERT_DIGEST || message.kind == ALERT_CLOSED;
        message.subject = is_sum ? TEXT("shop / image") : TEXT("");
        struct alert_page_options options = {TEXT("https://k"), false};
        assert_ok(alert_page_make(&page, &message, &options, &arena, err));
        assert_text(page.title, titles[i].english);
        options.is_japanese = true;
        assert_ok(alert_page_make(&page, &message, &options, &arena, err));
        assert_text(page.title, titles[i].japanese);
    }
    arena_done(&arena);
}

static void test_the_whole_page(void **state)
{
    (void)state;
    struct arena arena;
    struct alert_affected rows[2];
    struct alert_page page;
    const struct alert_page_options options = {TEXT("https://k"), false};
    arena_init(&arena, SIZE_MAX);
    struct alert_message message = alert_test_message(TEXT("shop"), rows, 2);
    rows[0].part = TEXT("main");
    rows[1].assignee = TEXT("");
    rows[1].vulnerability = TEXT("CVE-2");
    message.outcome = TEXT("act");
    assert_ok(alert_page_make(&page, &message, &options, &arena, err));
    /* 12:04 in Tokyo, on the same day. */
    assert_text(page.footer, "Team shop \xC2\xB7 2026-01-02 12:04 (Asia/Tokyo)");
    assert_text(page.facts[0].value, "Immediate (act)");
    assert_text(page.facts[1].value, "Critical \xC2\xB7 CVSS 10.0");
    assert_text(page.facts[2].value,
        "in CISA's catalogue (KEV), used by ransomware; CISA's date is 2026-01-02");
    assert_text(page.facts[4].value, "97.5 %");
    assert_text(page.rows[0].where, "shop");
    assert_text(page.rows[1].where, "CVE-2 in shop / shop");
    assert_text(page.rows[0].rest, "Immediate \xC2\xB7 due 2026-01-02 \xC2\xB7 shop");
    assert_text(page.rows[1].rest, "Immediate \xC2\xB7 due 2026-01-02 \xC2\xB7 nobody has it");
    assert_text(page.rows[0].url, "https://k/tickets/100");
    assert_text(alert_page_more(&page, 2, &arena), "and 4 more");
    assert_text(alert_page_more(&page, 6, &arena), "");
    /* There it is the evening before, but CISA's day is a day. */
    message.time_zone = TEXT("America/New_York");
    message.kev_due_us = rows[0].due_us = ALERT_TEST_AT_US / CLOCK_DAY_US * CLOCK_DAY_US;
    assert_ok(alert_page_make(&page, &message, &options, &arena, err));
    assert_text(page.facts[2].value,
        "in CISA's catalogue (KEV), used by ransomware; CISA's date is 2026-01-02");
    assert_text(page.rows[0].rest, "Immediate \xC2\xB7 due 2026-01-01 \xC2\xB7 shop");
    arena_done(&arena);
}

/* No path leads elsewhere, and none breaks out of a link. */
static void test_addresses(void **state)
{
    (void)state;
    static const char *const paths[][2] = {{"/tickets/7", "https://k/tickets/7"},
        {"//evil.example", "https://k/"}, {"https://evil.example", "https://k/"},
        {"", "https://k/"}, {"/a b|c>d)e\"f@g", "https://k/a%20b%7Cc%3Ed%29e%22f%40g"},
        {"/\n", "https://k/%0A"}};
    struct arena arena;
    struct alert_affected rows[1];
    struct alert_page page;
    const struct alert_page_options options = {TEXT("https://k"), false};
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(paths); i++) {
        struct alert_message message = alert_test_message(TEXT("x"), rows, 1);
        message.link = text_of(paths[i][0]);
        message.time_zone = TEXT("No/Such");
        assert_ok(alert_page_make(&page, &message, &options, &arena, err));
        assert_text(page.url, paths[i][1]);
    }
    assert_text(page.footer, "Team x \xC2\xB7 2026-01-02 03:04 (UTC)");
    arena_done(&arena);
}

/* Every word is there in both languages; what is put in is not taken for a place to put something in. */
static void test_words(void **state)
{
    (void)state;
    struct arena arena;
    const struct alert_word_values values = {TEXT("{n}"), TEXT("{what}"), 1};
    arena_init(&arena, SIZE_MAX);
    for (int word = 0; word < ALERT_WORDS; word++)
        for (int is_japanese = 0; is_japanese < 2; is_japanese++)
            assert_true(alert_word((enum alert_word)word, is_japanese).len > 0);
    for (int cause = ALERT_BY_NOTHING + 1; cause < ALERT_CAUSES; cause++)
        for (int is_japanese = 0; is_japanese < 2; is_japanese++)
            assert_true(alert_word_cause((enum alert_cause)cause, is_japanese).len > 0);
    assert_text(alert_word_fill(ALERT_WORD_NEW, false, &values, &arena), "{n} in {what}");
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_the_whole_page),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
