/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/toml.h"

#include "base/limits.h"
#include "unit.h"

static void assert_json(const char *toml, const char *wanted)
{
    struct buf json;
    struct err err = {0};
    buf_init(&json, SIZE_MAX);
    if (!toml_to_json(&json, text_of(toml), &err))
        fail_msg("%s: %s", toml, err.text);
    assert_text(buf_text(&json), wanted);
    buf_done(&json);
}

static void assert_refused(struct text toml, enum err_code code, const char *wanted)
{
    struct buf json;
    struct err err = {0};
    buf_init(&json, 1 << 20);
    if (toml_to_json(&json, toml, &err))
        fail_msg("\"%.*s\" was read as %.*s", TEXT_ARG(toml), TEXT_ARG(buf_text(&json)));
    if (!strstr(err.text, wanted))
        fail_msg("\"%s\" does not say \"%s\"", err.text, wanted);
    assert_int_equal(err.code, code);
    buf_done(&json);
}

struct row {
    const char *toml, *wanted;
};

static void check_json(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_json(rows[i].toml, rows[i].wanted);
}

static void check_refused(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_refused(text_of(rows[i].toml), ERR_SYNTAX, rows[i].wanted);
}

static void test_tables(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", "{}"},
        {"# nothing\r\n\t # more", "{}"},
        {"a = 1\nb = \"x\" # why\r\n", "{\"a\":1,\"b\":\"x\"}"},
        {"a.b.c = 1\na.b.d = 2\na . \"e.f\" = 3", "{\"a\":{\"b\":{\"c\":1,\"d\":2},\"e.f\":3}}"},
        {"[x.y.z]\n[x]\nw = 1\n", "{\"x\":{\"y\":{\"z\":{}},\"w\":1}}"},
        {"[ a . 'b' ]\nc = 1\n[d]\n[a.e]", "{\"a\":{\"b\":{\"c\":1},\"e\":{}},\"d\":{}}"},
        {"[[p]]\nn = 1\n[p.deps]\nx = \"1\"\n[[p.files]]\n[[p.files]]\nf = 1\n[[p]]\nn = 2",
            "{\"p\":[{\"n\":1,\"deps\":{\"x\":\"1\"},\"files\":[{},{\"f\":1}]},{\"n\":2}]}"},
        {"[f]\na.c = 1\na.t.s = true\n[f.a.x]\ny = 1",
            "{\"f\":{\"a\":{\"c\":1,\"t\":{\"s\":true},\"x\":{\"y\":1}}}}"},
        {"1234 = 1\n-_ = 2\n\"\" = 3\n'\xc3\xa9' = 4",
            "{\"1234\":1,\"-_\":2,\"\":3,\"\xc3\xa9\":4}"},
        {"3.14 = \"pi\"", "{\"3\":{\"14\":\"pi\"}}"},
    };
    check_json(rows, LEN_OF(rows));
}

static void test_values(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a = [ 1, [\"x\", {y = 2}], # one\n 3,\n]\nb = []\nc = [\n]",
            "{\"a\":[1,[\"x\",{\"y\":2}],3],\"b\":[],\"c\":[]}"},
        {"a = {}\nb = { c = 1, d.e = 2, d.f = {} }",
            "{\"a\":{},\"b\":{\"c\":1,\"d\":{\"e\":2,\"f\":{}}}}"},
        {"a = [+99, 0, -17, 1_000, 0xDEAD_beef, 0o755, 0b1101, +0, -0]",
            "{\"a\":[99,0,-17,1000,3735928559,493,13,0,-0]}"},
        {"a = [9223372036854775807, -9223372036854775808, 0x7fffffffffffffff]",
            "{\"a\":[9223372036854775807,-9223372036854775808,9223372036854775807]}"},
        {"a = [+1.0, 3.1415, -0.01, 5e+22, 1e06, -2E-2, 6.626e-34, 224_617.445_991]",
            "{\"a\":[1.0,3.1415,-0.01,5e+22,1e06,-2E-2,6.626e-34,224617.445991]}"},
        {"a = [inf, -inf, nan, +nan, true, false]",
            "{\"a\":[\"inf\",\"-inf\",\"nan\",\"+nan\",true,false]}"},
        {"a = [1979-05-27T07:32:00Z, 1979-05-27 00:32:00.999-07:00, 1979-05-27T07:32:00]",
            "{\"a\":[\"1979-05-27T07:32:00Z\",\"1979-05-27 00:32:00.999-07:00\",\"1979-05-27T07:32:00\"]}"},
        {"a = [2000-02-29, 07:32:00, 00:32:00.5]\nb = 1979-05-27 # day",
            "{\"a\":[\"2000-02-29\",\"07:32:00\",\"00:32:00.5\"],\"b\":\"1979-05-27\"}"},
    };
    check_json(rows, LEN_OF(rows));
}

static void test_strings(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a = \"\\b\\t\\n\\f\\r\\\"\\\\ \\u00E9 \\U0001F600\"",
            "{\"a\":\"\\u0008\\t\\n\\u000c\\u000d\\\"\\\\ \xc3\xa9 \xf0\x9f\x98\x80\"}"},
        {"a = '\\n \"x\"'\nb = ''\nc = \"\"", "{\"a\":\"\\\\n \\\"x\\\"\",\"b\":\"\",\"c\":\"\"}"},
        {"a = \"\"\"\none\ntwo \\  \n\n   three\"\"\"", "{\"a\":\"one\\ntwo three\"}"},
        {"a = \"\"\"\"x\"\" \"\"\"\"\"", "{\"a\":\"\\\"x\\\"\\\" \\\"\\\"\"}"},
        {"a = '''\n\\ '' it's\n'''", "{\"a\":\"\\\\ '' it's\\n\"}"},
        {"a = \"\"\"\r\nx\"\"\"", "{\"a\":\"x\"}"},
        {"a = \"\"\"\"\"\"", "{\"a\":\"\"}"},
        {"a = \"tab\there # no comment\"", "{\"a\":\"tab\\there # no comment\"}"},
    };
    check_json(rows, LEN_OF(rows));
}

static void test_what_is_defined_twice(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a = 1\na = 2", "2:1: the key \"a\" stands twice"},
        {"a = 1\n\"a\" = 2", "2:1: the key \"a\" stands twice"},
        {"[a]\n[a]", "2:1: a table that is defined already"},
        {"[a]\nb = 1\n[a.b]", "3:1: a table that is defined already"},
        {"[a.b]\n[a]\nb.c = 1", "3:1: a key that leads into"},
        {"a.b = 1\n[a]", "2:1: a table that is defined already"},
        {"[f]\na.c = 1\n[f.a]", "3:1: a table that is defined already"},
        {"a.b = 1\na.b.c = 2", "2:3: a key that leads into"},
        {"a = {b = 1}\na.c = 1", "2:1: a key that leads into"},
        {"a = {b = 1}\n[a.c]", "2:2: a key that leads into"},
        {"a = {b = {}, b.c = 1}", "1:14: a key that leads into"},
        {"a = {b = 1, b = 2}", "1:13: the key \"b\" stands twice"},
        {"a = []\n[[a]]", "2:1: a list of tables that is defined otherwise"},
        {"a = [{}]\n[a.b]", "2:2: a key that leads into"},
        {"[a]\n[[a]]", "2:1: a list of tables"},
        {"[[a]]\n[a]", "2:1: a table that is defined already"},
        {"[[a.b]]\n[a]\nb.c = 1", "3:1: a key that leads into"},
    };
    check_refused(rows, LEN_OF(rows));
}

static void test_malformed(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"a", "1:2: the document ends too early"},
        {"a\n", "1:2: a key without \"=\""},
        {"a = ", "1:5: the document ends"},
        {"a = \n", "1:5: not a value"},
        {"= 1", "1:1: not a key"},
        {"a. = 1", "1:4: not a key"},
        {"a = 1 b = 2", "1:7: more on a line"},
        {"[a] b = 1", "1:5: more on a line"},
        {"[a", "1:3: the document ends"},
        {"[]", "1:2: not a key"},
        {"[a]]", "1:4: more on a line"},
        {"[[a] ]", "1:5: a header that does not end"},
        {"[ [a]]", "1:3: not a key"},
        {"a = [1 2]", "1:8: an array goes on"},
        {"a = [,1]", "1:6: not a value"},
        {"a = {b = 1,}", "1:12: not a key"},
        {"a = {b = 1\n}", "1:11: an inline table goes on"},
        {"\"\"\"a\"\"\" = 1", "1:1: a key of several lines"},
        {"\xc3\xa9 = 1", "1:1: not a key"},
        {"a = 1 # \x01", "1:9: a control character"},
        {"a = 1\rb = 2", "1:6: more on a line"},
    };
    check_refused(rows, LEN_OF(rows));
}

static void test_malformed_values(void **state)
{
    (void)state;
    static const char *const values[] = {"01", "-01", "+0x1", "0x", "0xg", "0o8", "0b2", "1_", "_1",
        "1__0", "0x_1", "9223372036854775808", "-9223372036854775809", "0x8000000000000000", "1.",
        ".1", "1.e5", "1e", "1e+", "1_.0", "1_e3", "1e_3", "1._0", "1e999", "infinity", "True", "x",
        "1979-13-01", "1979-02-29", "1900-02-29", "1979-5-27", "24:00:00", "07:60:00", "07:32",
        "07:32:00.", "1979-05-27T", "1979-05-27T07:32:00+25:00", "1979-05-27T07:32:00+0700",
        "07:32:00Z", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\U00110000\"", "\"a\nb\"", "'a\nb'",
        "\"\x7f\"", "\"\"\"\x01\"\"\"", "\"\"\"a \\ b\"\"\"", "'''a", "\"\"\"\"\"\"\"\"\"", "\"a",
        "{", "[", "[1", "{a", "{a=1"};
    for (size_t i = 0; i < LEN_OF(values); i++) {
        char toml[64];
        snprintf(toml, sizeof toml, "a = %s", values[i]);
        assert_refused(text_of(toml), ERR_SYNTAX, ":");
    }
    assert_refused(TEXT("a = \"\xff\""), ERR_SYNTAX, "1:6: not UTF-8");
    assert_refused(TEXT("a = 1\0"), ERR_SYNTAX, "1:6: more on a line");
}

/* Every front of a document is read to its end or refused, and never past it. */
static void test_cut_anywhere(void **state)
{
    (void)state;
    static const char whole[] =
        "a.b = \"\"\"x\\\n y\"\"\"\n[[p]]\nd = 1979-05-27 07:32:00Z\ni = {x = '1', "
        "y = [1, 2.5]}\n[p.'q']\nu = \"\\u00e9\"\n";
    for (size_t len = 0; len < sizeof whole; len++) {
        char *cut = malloc(len + 1);
        struct buf json;
        struct err err = {0};
        memcpy(cut, whole, len);
        buf_init(&json, SIZE_MAX);
        if (!toml_to_json(&json, (struct text){cut, len}, &err))
            assert_int_equal(err.code, ERR_SYNTAX);
        buf_done(&json);
        free(cut);
    }
}

static void check_depth(const char *open, const char *close, size_t depth)
{
    struct buf toml, json;
    struct err err = {0};
    buf_init(&toml, SIZE_MAX);
    buf_init(&json, SIZE_MAX);
    buf_add_z(&toml, "a = ");
    for (size_t i = 1; i < depth; i++)
        buf_add_z(&toml, open);
    buf_add_char(&toml, '1');
    for (size_t i = 1; i < depth; i++)
        buf_add_z(&toml, close);
    bool is_read = toml_to_json(&json, buf_text(&toml), &err);
    assert_int_equal(is_read, depth <= LIMIT_JSON_DEPTH);
    if (!is_read)
        assert_non_null(strstr(err.text, "nested deeper than 64"));
    buf_done(&toml);
    buf_done(&json);
}

static void test_depth(void **state)
{
    (void)state;
    for (size_t depth = LIMIT_JSON_DEPTH; depth <= LIMIT_JSON_DEPTH + 1; depth++) {
        check_depth("[", "]", depth);
        check_depth("{a=", "}", depth);
    }
    assert_refused(TEXT("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
                        "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = 1"),
        ERR_LIMIT, "1:127: nested deeper than 64");
}

static void test_number_of_values(void **state)
{
    (void)state;
    struct buf toml, json;
    buf_init(&json, SIZE_MAX);
    for (size_t extra = 0; extra < 2; extra++) {
        struct err err = {0};
        buf_init(&toml, SIZE_MAX);
        buf_cut(&json, 0);
        buf_add_z(&toml, "a=[");
        for (size_t i = 0; i + 1 < LIMIT_TOML_VALUES + extra; i++)
            buf_add_z(&toml, "1,");
        buf_add_z(&toml, "]");
        assert_int_equal(toml_to_json(&json, buf_text(&toml), &err), extra == 0);
        if (extra) {
            assert_int_equal(err.code, ERR_LIMIT);
            assert_non_null(strstr(err.text, "more than 4000000 values"));
        }
        buf_done(&toml);
    }
    buf_done(&json);
}

static void test_full_buffer(void **state)
{
    (void)state;
    struct buf json;
    struct err err = {0};
    buf_init(&json, 8);
    assert_false(toml_to_json(&json, TEXT("a = \"0123456789\""), &err));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_done(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_what_is_defined_twice),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_malformed_values),
        cmocka_unit_test(test_cut_anywhere),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_number_of_values),
        cmocka_unit_test(test_full_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
