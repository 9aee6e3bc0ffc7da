/* SPDX-License-Identifier: Apache-2.0 */
/* Each format with hostile words in every field: what they would do is looked for in what comes out. */
#include "unit_err.h"

#include "alert/alert_format.h"
#include "alert/alert_test.h"
#include "codec/base64.h"
#include "codec/json.h"

#define BASE "https://kenzen.example.org"
#define ZERO_WIDTH_SPACE "\xE2\x80\x8B"

enum { LENGTHY = 5000 };

static const char *const words[] = {
    "word",
    "<!channel> <!here> <@U0123> <#C01> <https://evil.example|click>",
    "@channel @all @here @kim ~town-square #tag",
    "](https://evil.example) ![x](https://evil.example) [a]: https://evil.example",
    "`code` *bold* _it_ ~struck~ ```x```",
    "\r\nBcc: x@example.org\r\n\r\n# heading\n> quote\n- list",
    "</title></code><script>alert(1)</script><!--",
    "\" onmouseover=\"x' onclick='y",
    "{{DATE(2017-02-14T06:08:39Z,SHORT)}} ${x} <at>kim</at>",
    "\xE2\x80\xAEgnp.exe\xE2\x81\xA6 \xE2\x80\xA8 \xC2\x85",
    "\xff\xfe\xc3(\xed\xa0\x80",
    "\x1b[31m\x07\x7f\x01",
    "https://evil.example/ WWW.evil.example mailto:x@evil.example HTTP://evil.example",
    "\\\\ \\` \\[x\\] \\@all",
    "\xE8\x84\x86\xE5\xBC\xB1\xE6\x80\xA7 @\xE5\x85\xA8\xE5\x93\xA1",
};

struct made {
    struct arena arena;
    struct alert_affected rows[ALERT_AFFECTED_MAX];
    struct alert_message message;
    struct alert_page page;
};

static void make(struct made *made, struct text word, size_t row_count, bool is_japanese)
{
    const struct alert_page_options options = {TEXT(BASE), is_japanese};
    arena_init(&made->arena, SIZE_MAX);
    made->message = alert_test_message(word, made->rows, row_count);
    assert_ok(alert_page_make(&made->page, &made->message, &options, &made->arena, err));
}

static size_t count_of(struct text t, const char *sign)
{
    size_t count = 0;
    for (ptrdiff_t at; (at = text_find_text(t, text_of(sign))) >= 0; count++)
        t = text_from(t, (size_t)at + strlen(sign));
    return count;
}

/* What no format lets pass. */
static void check_harmless(struct text t)
{
    assert_int_equal(text_find_bad_utf8(t), -1);
    for (size_t i = 0; i < t.len; i++)
        if (t.at[i] != '\n')
            assert_int_equal(text_control_len(text_from(t, i)), 0);
    assert_int_equal(count_of(t, "://evil"), 0);
    assert_int_equal(count_of(t, "WWW."), 0);
    assert_int_equal(count_of(t, "mailto:"), 0);
}

/* -- Slack -- */

/* Every "<" begins a link to us, with one "|" in it; code is closed. */
static void check_markup(struct text t)
{
    assert_true(t.len > 0 && t.len <= 3000);
    assert_int_equal(count_of(t, "`") % 2, 0);
    while (t.at) {
        text_cut(&t, '<');
        if (!t.at)
            break;
        struct text link = text_cut(&t, '>');
        assert_non_null(t.at);
        assert_true(text_starts(link, TEXT(BASE "/")));
        assert_int_equal(count_of(text_slice(link, 0, (size_t)text_find(link, '|')), " "), 0);
        assert_true(text_find(link, '|') > 0);
        assert_true(text_find(link, '<') < 0);
    }
}

static void check_slack_text(yyjson_val *text)
{
    struct text t = json_get_text(text, "text");
    check_harmless(t);
    if (text_is(json_get_text(text, "type"), "mrkdwn")) {
        assert_true(yyjson_is_true(json_get(text, "verbatim")));
        check_markup(t);
    } else {
        assert_true(text_is(json_get_text(text, "type"), "plain_text"));
        assert_true(yyjson_is_false(json_get(text, "emoji")));
        assert_true(t.len > 0 && t.len <= 3000);
    }
}

static void check_slack_block(yyjson_val *block)
{
    size_t i, count;
    yyjson_val *text, *lists[] = {json_get(block, "fields"), json_get(block, "elements")};
    if (json_get(block, "text"))
        check_slack_text(json_get(block, "text"));
    if (text_is(json_get_text(block, "type"), "header"))
        assert_true(json_get_text(json_get(block, "text"), "text").len <= 150);
    for (size_t list = 0; list < LEN_OF(lists); list++) {
        assert_true(yyjson_arr_size(lists[list]) <= 10);
        yyjson_arr_foreach(lists[list], i, count, text)
        {
            check_slack_text(text);
            assert_true(json_get_text(text, "text").len <= 2000);
        }
    }
}

static void check_slack(struct made *made)
{
    struct buf out;
    struct json json;
    size_t i, count;
    yyjson_val *block;
    buf_init(&out, SIZE_MAX);
    alert_format_slack(&made->page, &made->arena, &out);
    assert_ok(json_read(&json, buf_text(&out), err));
    check_markup(json_get_text(json_root(&json), "text"));
    assert_true(yyjson_is_false(json_get(json_root(&json), "unfurl_links")));
    yyjson_val *blocks = json_get(json_root(&json), "blocks");
    assert_true(yyjson_arr_size(blocks) > 3 && yyjson_arr_size(blocks) <= 50);
    yyjson_arr_foreach(blocks, i, count, block) check_slack_block(block);
    json_done(&json);
    buf_done(&out);
}

/* -- Teams -- */

static void check_teams_block(yyjson_val *block)
{
    size_t i, count;
    yyjson_val *run;
    assert_true(text_is(json_get_text(block, "type"), "RichTextBlock"));
    assert_true(yyjson_arr_size(json_get(block, "inlines")) > 0);
    yyjson_arr_foreach(json_get(block, "inlines"), i, count, run)
    {
        yyjson_val *action = json_get(run, "selectAction");
        assert_true(text_is(json_get_text(run, "type"), "TextRun"));
        assert_true(json_get_text(run, "text").len > 0);
        check_harmless(json_get_text(run, "text"));
        if (action)
            assert_true(text_starts(json_get_text(action, "url"), TEXT(BASE "/")));
    }
}

static void check_teams(struct made *made)
{
    struct buf out;
    struct json json;
    size_t i, count;
    yyjson_val *block;
    buf_init(&out, SIZE_MAX);
    alert_format_teams(&made->page, &made->arena, &out);
    assert_true(out.len <= ALERT_FORMAT_TEAMS_BYTES);
    assert_ok(json_read(&json, buf_text(&out), err));
    yyjson_val *attachment = yyjson_arr_get_first(json_get(json_root(&json), "attachments"));
    yyjson_val *card = json_get(attachment, "content");
    assert_text(json_get_text(json_root(&json), "type"), "message");
    assert_text(
        json_get_text(attachment, "contentType"), "application/vnd.microsoft.card.adaptive");
    assert_text(json_get_text(card, "type"), "AdaptiveCard");
    assert_null(json_get(json_get(card, "msteams"), "entities"));
    yyjson_arr_foreach(json_get(card, "body"), i, count, block) check_teams_block(block);
    assert_true(count > 5);
    yyjson_val *action = yyjson_arr_get_first(json_get(card, "actions"));
    assert_true(text_starts(json_get_text(action, "url"), TEXT(BASE "/")));
    json_done(&json);
    buf_done(&out);
}

/* -- Mattermost -- */

/* Outside of code: a mention is broken, a link is ours, and what markdown is made of is escaped. */
static void check_markdown(struct text t)
{
    bool is_code = false;
    for (size_t i = 0; i < t.len; i++) {
        struct text rest = text_from(t, i + 1);
        if (!is_code && t.at[i] == '\\') {
            i++;
            continue;
        }
        if (t.at[i] == '`')
            is_code = !is_code;
        if (is_code)
            continue;
        if (t.at[i] == '@')
            assert_true(text_starts(rest, TEXT(ZERO_WIDTH_SPACE)));
        if (t.at[i] == ']')
            assert_true(text_starts(rest, TEXT("(" BASE "/")));
        if (t.at[i] == '_' || t.at[i] == '~' || t.at[i] == '|')
            fail_msg("not escaped: %c", t.at[i]);
    }
    assert_false(is_code);
}

static void check_mattermost(struct made *made)
{
    struct buf out;
    struct json json;
    buf_init(&out, SIZE_MAX);
    alert_format_mattermost(&made->page, &made->arena, &out);
    assert_ok(json_read(&json, buf_text(&out), err));
    struct text t = json_get_text(json_root(&json), "text");
    check_harmless(t);
    check_markdown(t);
    assert_true(t.len > 0 && t.len <= 16383);
    json_done(&json);
    buf_done(&out);
}

/* -- webhook -- */

static void check_webhook(struct made *made)
{
    struct buf out;
    struct json json;
    size_t i, count;
    yyjson_val *row, *key, *value;
    buf_init(&out, SIZE_MAX);
    alert_format_webhook(&made->page, &made->arena, &out);
    assert_ok(json_read(&json, buf_text(&out), err));
    yyjson_val *data = json_get(json_root(&json), "data");
    assert_text(json_get_text(json_root(&json), "type"), "alert.flaw");
    assert_text(
        json_get_text(data, "url"), BASE "/tickets?vulnerability=CVE-2021-44228&state=open");
    assert_int_equal(yyjson_arr_size(json_get(data, "affected")), made->message.affected_count);
    row = yyjson_arr_get_first(json_get(data, "affected"));
    yyjson_obj_foreach(row, i, count, key, value)
    {
        struct text t;
        if (!json_text(value, &t))
            continue;
        assert_int_equal(text_find_bad_utf8(t), -1);
        for (size_t at = 0; at < t.len; at++)
            assert_int_equal(text_control_len(text_from(t, at)), 0);
    }
    json_done(&json);
    buf_done(&out);
}

/* -- mail -- */

static void check_mail(struct made *made, size_t *tag_count)
{
    struct alert_format_mail mail;
    alert_format_mail(&made->page, &made->arena, &mail);
    check_harmless(mail.subject);
    check_harmless(mail.text);
    check_harmless(mail.html);
    assert_true(mail.subject.len > 0 && mail.subject.len <= ALERT_PAGE_TITLE_BYTES);
    assert_true(text_find(mail.subject, '\n') < 0);
    /* Whatever the words, the elements and their attributes are ours. */
    size_t tags = count_of(mail.html, "<"), quotes = count_of(mail.html, "\"");
    if (!*tag_count)
        *tag_count = tags * 1000 + quotes;
    assert_int_equal(tags * 1000 + quotes, *tag_count);
    assert_int_equal(count_of(mail.html, "<script"), 0);
}

static void check_all(struct text word, size_t row_count, bool is_japanese, size_t *tag_count)
{
    struct made made;
    make(&made, word, row_count, is_japanese);
    check_slack(&made);
    check_teams(&made);
    check_mattermost(&made);
    check_webhook(&made);
    check_mail(&made, tag_count);
    arena_done(&made.arena);
}

static void test_hostile_words(void **state)
{
    (void)state;
    for (int is_japanese = 0; is_japanese < 2; is_japanese++) {
        size_t tag_count = 0;
        for (size_t i = 0; i < LEN_OF(words); i++)
            check_all(text_of(words[i]), 2, is_japanese, &tag_count);
    }
}

/* The longest of what each format has to lengthen, in as many rows as there are. */
static void test_lengthy_words(void **state)
{
    (void)state;
    static const char signs[] = "<&@*`\"\\x]\n";
    char lengthy[LENGTHY];
    size_t tag_count = 0;
    for (size_t i = 0; i < sizeof signs - 1; i++) {
        memset(lengthy, signs[i], sizeof lengthy);
        lengthy[0] = 'x';
        check_all((struct text){lengthy, sizeof lengthy}, ALERT_AFFECTED_MAX, false, &tag_count);
    }
}

static void test_empty_words(void **state)
{
    (void)state;
    size_t tag_count = 0;
    check_all(TEXT(""), 0, false, &tag_count);
}

/* A test knows no flaw and no ticket. */
static void test_a_test(void **state)
{
    (void)state;
    struct made made;
    struct alert_format_mail mail;
    const struct alert_page_options options = {TEXT(BASE), false};
    arena_init(&made.arena, SIZE_MAX);
    made.message = (struct alert_message){.kind = ALERT_TEST,
        .team = TEXT("shop"),
        .at_us = ALERT_TEST_AT_US,
        .priority = -1,
        .epss_millionths = -1,
        .cvss_tenths = -1,
        .link = TEXT("/teams/7")};
    assert_ok(alert_page_make(&made.page, &made.message, &options, &made.arena, err));
    alert_format_mail(&made.page, &made.arena, &mail);
    assert_text(mail.subject, "A test from kenzen, for team shop");
    assert_true(text_find_text(mail.text, TEXT("If you can read this, the channel works.")) > 0);
    arena_done(&made.arena);
}

/* The example of the Standard Webhooks libraries; anybody's library must take what we sign. */
static void test_signature(void **state)
{
    (void)state;
    struct arena arena;
    struct buf secret;
    arena_init(&arena, SIZE_MAX);
    buf_init(&secret, SIZE_MAX);
    assert_true(base64_read(&secret, TEXT("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
    struct text id = TEXT("msg_p5jXN8AQM9LWM0D4loKWxJek"), body = TEXT("{\"test\": 2432232314}");
    assert_text(alert_format_webhook_sign(buf_text(&secret), id, 1614265330, body, &arena),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assert_text(alert_format_webhook_sign(buf_text(&secret), id, 1614265331, body, &arena),
        "v1,l6C9/1+N/lSU6+gfh+YEGqTK2aQ+k8nMEWDvvCgHh7U=");
    buf_done(&secret);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile_words),
        cmocka_unit_test(test_lengthy_words),
        cmocka_unit_test(test_empty_words),
        cmocka_unit_test(test_a_test),
        cmocka_unit_test(test_signature),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
