/* SPDX-License-Identifier: Apache-2.0 */
#include "jira/jira_text.h"

#include "jira/jira_state.h"
#include "unit_err.h"

static struct text print(struct arena *arena, const char *text, bool is_cloud)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    jira_text_print(&out, "body", text_of(text), is_cloud);
    json_print_close(&out, '}');
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

static struct text read_back(struct arena *arena, struct text json, size_t max_bytes)
{
    struct json doc;
    assert_ok(json_read(&doc, json, err));
    struct text text = jira_text_read(json_get(json_root(&doc), "body"), max_bytes, arena);
    json_done(&doc);
    return text;
}

static void test_documents(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    assert_text(
        print(&arena, "", true), "{\"body\":{\"type\":\"doc\",\"version\":1,\"content\":[]}}");
    assert_text(print(&arena, "a\nb\n\n\n\nc", true),
        "{\"body\":{\"type\":\"doc\",\"version\":1,\"content\":["
        "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"hardBreak\"},"
        "{\"type\":\"text\",\"text\":\"b\"}]},"
        "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"c\"}]}]}}");
    assert_text(print(&arena, "https://example.com/x", true),
        "{\"body\":{\"type\":\"doc\",\"version\":1,\"content\":[{\"type\":\"paragraph\",\"content\":["
        "{\"type\":\"text\",\"text\":\"https://example.com/x\",\"marks\":[{\"type\":\"link\",\"attrs\":"
        "{\"href\":\"https://example.com/x\"}}]}]}]}}");
    arena_done(&arena);
}

static void test_wiki_markup(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    assert_text(print(&arena, "see {code} [x|http://y] !http://z!", false),
        "{\"body\":\"see \\\\{code} \\\\[x\\\\|http://y] \\\\!http://z\\\\!\"}");
    /* To wiki markup two backslashes are a line break, and what stands behind them is not escaped. */
    assert_text(print(&arena, "C:\\x \\!http://z\\!", false),
        "{\"body\":\"C:\\u0026#92;x \\u0026#92;\\\\!http://z\\u0026#92;\\\\!\"}");
    arena_done(&arena);
}

static void test_what_is_written_is_read(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "", "one", "one\ntwo", "one\ntwo\nthree", "日本語 \"quoted\" <b>", "https://example.com/"};
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(texts); i++)
        assert_text(read_back(&arena, print(&arena, texts[i], true), SIZE_MAX), texts[i]);
    assert_text(read_back(&arena, print(&arena, "a\n\nb", true), SIZE_MAX), "a\nb");
    arena_done(&arena);
}

static void test_what_others_write(void **state)
{
    (void)state;
    static const struct {
        const char *json, *text;
    } cases[] = {
        {"{\"body\": \"plain\"}", "plain"},
        {"{\"body\": \"a\\u0000b\\u0007c\\r\\nd\"}", "a b c \nd"},
        {"{\"body\": null}", ""},
        {"{\"body\": 7}", ""},
        {"{\"body\": [\"x\"]}", ""},
        {"{}", ""},
        {"{\"body\": {\"type\": \"doc\", \"content\": 7}}", ""},
        {"{\"body\": {\"type\": \"doc\", \"content\": [{\"type\": \"paragraph\", \"content\": [{\"type\": \"mention\", \"attrs\": {\"text\": \"@kim\"}},"
         "{\"type\": \"text\", \"text\": \" look\"}, {\"type\": \"emoji\", \"attrs\": {\"text\": \"!\"}}]},"
         "{\"type\": \"bulletList\", \"content\": [{\"type\": \"listItem\", \"content\": [{\"type\": \"text\", \"text\": \"x\"}]}]},"
         "{\"type\": \"inlineCard\", \"attrs\": {\"url\": \"https://example.com\"}}]}}",
            "@kim look!\nx\nhttps://example.com"},
    };
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(cases); i++)
        assert_text(read_back(&arena, text_of(cases[i].json), SIZE_MAX), cases[i].text);
    assert_text(read_back(&arena, TEXT("{\"body\": \"日本\"}"), 4), "日");
    arena_done(&arena);
}

static void test_states(void **state)
{
    (void)state;
    enum ticket_verb verb;
    assert_text(jira_state_category(TICKET_OPEN), "new");
    assert_text(jira_state_category(TICKET_COMPLETED), "done");
    assert_text(jira_state_category(TICKET_CLOSED), "done");
    assert_true(jira_state_fits(TICKET_OPEN, TEXT("indeterminate")));
    assert_false(jira_state_fits(TICKET_SCHEDULED, TEXT("done")));
    assert_false(jira_state_fits(TICKET_CLOSED, TEXT("indeterminate")));
    assert_true(jira_state_verb(TICKET_OPEN, TEXT("done"), &verb) && verb == TICKET_COMPLETE);
    assert_true(jira_state_verb(TICKET_SCHEDULED, TEXT("done"), &verb) && verb == TICKET_COMPLETE);
    assert_true(jira_state_verb(TICKET_COMPLETED, TEXT("new"), &verb) && verb == TICKET_REOPEN);
    assert_false(jira_state_verb(TICKET_COMPLETED, TEXT("done"), &verb));
    assert_false(jira_state_verb(TICKET_CLOSED, TEXT("new"), &verb));
    assert_false(jira_state_verb(TICKET_CLOSED, TEXT("done"), &verb));
    assert_false(jira_state_verb(TICKET_OPEN, TEXT("new"), &verb));
    assert_true(jira_state_verb(TICKET_OPEN, TEXT("indeterminate"), &verb) && verb == TICKET_START);
    assert_true(jira_state_verb(TICKET_IN_PROGRESS, TEXT("new"), &verb) && verb == TICKET_STOP);
    assert_false(jira_state_verb(TICKET_IN_PROGRESS, TEXT("indeterminate"), &verb));
    assert_true(
        jira_state_verb(TICKET_IN_PROGRESS, TEXT("done"), &verb) && verb == TICKET_COMPLETE);
    assert_false(jira_state_verb(TICKET_COMPLETED, TEXT("unheard of"), &verb));
    assert_text(jira_state_category(TICKET_IN_PROGRESS), "indeterminate");
    assert_false(jira_state_fits(TICKET_IN_PROGRESS, TEXT("new")));
    assert_false(jira_state_verb(TICKET_OPEN, TEXT("unheard of"), &verb));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_wiki_markup),
        cmocka_unit_test(test_what_is_written_is_read),
        cmocka_unit_test(test_what_others_write),
        cmocka_unit_test(test_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
