/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/yaml.h"

#include "base/limits.h"
#include "unit.h"

static void assert_json(const char *yaml, const char *wanted)
{
    struct buf json;
    struct err err = {0};
    buf_init(&json, SIZE_MAX);
    if (!yaml_to_json(&json, text_of(yaml), &err))
        fail_msg("%s: %s", yaml, err.text);
    assert_text(buf_text(&json), wanted);
    buf_done(&json);
}

static void assert_refused(struct text yaml, enum err_code code, const char *wanted)
{
    struct buf json;
    struct err err = {0};
    buf_init(&json, 1 << 20);
    assert_false(yaml_to_json(&json, yaml, &err));
    assert_int_equal(err.code, code);
    if (!strstr(err.text, wanted))
        fail_msg("\"%s\" does not say \"%s\"", err.text, wanted);
    buf_done(&json);
}

static void test_shapes(void **state)
{
    (void)state;
    assert_json("id: A-1\nlist:\n  - a\n  - b: c\n    d: [e, {f: g}]\n",
        "{\"id\":\"A-1\",\"list\":[\"a\",{\"b\":\"c\",\"d\":[\"e\",{\"f\":\"g\"}]}]}");
    assert_json("[]", "[]");
    assert_json("a: {}\nb: |\n  two\n  lines\n", "{\"a\":{},\"b\":\"two\\nlines\\n\"}");
    assert_json("--- one\n...\n", "\"one\"");
}

static void test_versions_stay_text(void **state)
{
    (void)state;
    assert_json("- 1.10\n- '1.10'\n- 007\n- 1e3\n- 2024-01-02\n- 0x1f\n",
        "[\"1.10\",\"1.10\",\"007\",\"1e3\",\"2024-01-02\",\"0x1f\"]");
}

static void test_null_and_booleans(void **state)
{
    (void)state;
    assert_json("a:\nb: ~\nc: null\nd: 'null'\ne: true\nf: \"true\"\ng: no\nh: [null, False, null]",
        "{\"a\":null,\"b\":null,\"c\":null,\"d\":\"null\",\"e\":true,\"f\":\"true\",\"g\":\"no\","
        "\"h\":[null,false,null]}");
    assert_json("!!str null", "\"null\"");
}

static void test_hostile(void **state)
{
    (void)state;
    assert_refused(TEXT("a: &x [1]\nb: [*x, *x]\n"), ERR_SYNTAX, "2:5: aliases are not taken");
    assert_refused(TEXT("a: 1\nb: 2\na: 3\n"), ERR_SYNTAX, "3:1: the key \"a\" stands twice");
    assert_refused(TEXT("? [a]\n: b\n"), ERR_SYNTAX, "1:3: a key that is no text");
    assert_refused(TEXT("a: 1\n---\nb: 2\n"), ERR_SYNTAX, "a second document");
    assert_refused(TEXT(""), ERR_SYNTAX, "no document");
    assert_refused(TEXT("a: [1\n"), ERR_SYNTAX, "2:1");
    assert_refused(TEXT("a: \xff\n"), ERR_SYNTAX, "");
    assert_refused(TEXT("a: \x01\n"), ERR_SYNTAX, "");
}

static void test_depth(void **state)
{
    (void)state;
    char deep[2 * LIMIT_JSON_DEPTH + 3];
    size_t depth = LIMIT_JSON_DEPTH;
    memset(deep, '[', depth);
    memset(deep + depth, ']', depth);
    struct buf json;
    buf_init(&json, SIZE_MAX);
    assert_true(yaml_to_json(&json, (struct text){deep, 2 * depth}, NULL));
    buf_done(&json);
    memset(deep, '[', depth + 1);
    memset(deep + depth + 1, ']', depth + 1);
    assert_refused((struct text){deep, 2 * depth + 2}, ERR_LIMIT, "1:65: nested deeper than 64");
}

static void test_full_buffer(void **state)
{
    (void)state;
    struct buf json;
    struct err err = {0};
    buf_init(&json, 8);
    assert_false(yaml_to_json(&json, TEXT("- aaaa\n- bbbb\n"), &err));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_done(&json);
}

static void assert_yaml(const char *text, const char *wanted)
{
    struct json json;
    struct err err = {0};
    struct buf yaml, back;
    buf_init(&yaml, SIZE_MAX);
    buf_init(&back, SIZE_MAX);
    assert_true(json_read(&json, text_of(text), &err));
    yaml_print(&yaml, json_root(&json));
    assert_text(buf_text(&yaml), wanted);
    if (!yaml_to_json(&back, buf_text(&yaml), &err))
        fail_msg("%s: %s", yaml.at, err.text);
    assert_text(buf_text(&back), text);
    json_done(&json);
    buf_done(&yaml);
    buf_done(&back);
}

static void test_printing(void **state)
{
    (void)state;
    assert_yaml(
        "{\"a\":\"b\",\"c\":[\"d\",[\"e\",\"f\"],{\"g\":true,\"h\":{\"i\":null}}],\"j\":\"k l\"}",
        "---\na: b\nc:\n  - d\n  - - e\n    - f\n  - g: true\n    h:\n      i: null\nj: k l\n");
    assert_yaml("{}", "--- {}\n");
    assert_yaml("{\"a\":[],\"b\":{}}", "---\na: []\nb: {}\n");
    assert_yaml(
        "[\"yes\",\"N\",\"True\",\"NULL\",\"1\",\"1e3\",\"\",\"~\",\".5\",\"a: b\",\"a:\",\"a #\",\"a:#\",\" a\",\"a \"]",
        "---\n- \"yes\"\n- \"N\"\n- \"True\"\n- \"NULL\"\n- \"1\"\n- \"1e3\"\n- \"\"\n- \"~\"\n- \".5\"\n- \"a: b\"\n"
        "- \"a:\"\n- \"a #\"\n- \"a:#\"\n- \" a\"\n- \"a \"\n");
    assert_yaml("[\"yes no\",\"http://a/b?c\",\"pkg:npm/a@1\"]",
        "---\n- yes no\n- \"http://a/b?c\"\n- pkg:npm/a@1\n");
    assert_yaml("[\"a\\nb\\u0001\\ufeff\\uffff\"]", "---\n- \"a\\nb\\u0001\\ufeff\\uffff\"\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_versions_stay_text),
        cmocka_unit_test(test_null_and_booleans),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_full_buffer),
        cmocka_unit_test(test_printing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
