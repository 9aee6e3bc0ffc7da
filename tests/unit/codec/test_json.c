/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>

#include "base/clock.h"
#include "base/limits.h"
#include "codec/json.h"

static bool read_z(struct json *json, const char *z, struct err *err)
{
    return json_read(json, text_of(z), err);
}

static void assert_refused(struct text text, enum err_code code, const char *wanted)
{
    struct json json = {0};
    struct err err = {0};
    assert_false(json_read(&json, text, &err));
    assert_string_equal(err.text, wanted);
    assert_int_equal(err.code, code);
    assert_null(json.doc);
}

static void test_reads_values(void **state)
{
    (void)state;
    struct json json;
    struct err err;
    struct text name;
    assert_true(read_z(&json, "\xef\xbb\xbf {\"name\": \"a\\u00e9\\n\", \"n\": 1}", &err));
    assert_true(json_text(json_get(json_root(&json), "name"), &name));
    assert_text(name, "aé\n");
    assert_false(json_text(json_get(json_root(&json), "n"), &name));
    assert_text(json_get_text(json_root(&json), "none"), "");
    assert_null(json_get(NULL, "name"));
    assert_null(json_get(json_get(json_root(&json), "n"), "name"));
    assert_string_equal(json_kind(json_get(json_root(&json), "n")), "a number");
    assert_string_equal(json_kind(NULL), "missing");
    json_done(&json);
    json_done(&json);
    json_done(NULL);
}

static void test_picks_members(void **state)
{
    (void)state;
    static const struct text keys[] = {
        JSON_KEY("b"), JSON_KEY("none"), JSON_KEY("a"), JSON_KEY("")};
    struct json json;
    yyjson_val *values[LEN_OF(keys)];
    assert_true(read_z(&json, "{\"a\":1,\"bb\":2,\"b\":{\"a\":3},\"\":4}", NULL));
    json_pick(json_root(&json), keys, LEN_OF(keys), values);
    assert_int_equal(yyjson_get_int(json_get(values[0], "a")), 3);
    assert_null(values[1]);
    assert_int_equal(yyjson_get_int(values[2]), 1);
    assert_int_equal(yyjson_get_int(values[3]), 4);
    json_pick(values[2], keys, LEN_OF(keys), values);
    assert_null(values[0]);
    json_done(&json);
}

static void test_malformed_has_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"", "there is no JSON in it: it is empty"},
        {"\xef\xbb\xbf", "there is no JSON in it: it is empty"},
        {" \n ", "there is no JSON in it: it is empty"},
        {"{\"a\":\n 1", "2:3: the JSON document ends too early; it seems to be cut off"},
        {"{\"a", "1:4: the JSON document ends too early; it seems to be cut off"},
        {"{}\n\n{}", "3:1: something follows the end of the JSON document"},
        {"[1,\n2,]", "2:2: a comma before a closing bracket"},
        {"[01]", "1:2: not a number as JSON writes them, or out of range"},
        {"[1e999]", "1:2: not a number as JSON writes them, or out of range"},
        {"[\"a\tb\"]", "1:4: a control character or line end inside a string"},
        {"[\"é\xff\"]", "1:4: a string that is not UTF-8"},
        {"[\"\\ud800\"]", "1:9: an escape in a string that JSON does not know"},
        {"['a']", "1:2: a single quote; JSON has double quotes only"},
        {"[1] // one", "1:5: something follows the end of the JSON document"},
        {"[/* one */ 1]", "1:2: a comment, which JSON does not have"},
        {"\xef\xbb\xbf{\"a\" 1}", "1:6: not JSON: this character cannot stand here"},
        {"<bom/>", "1:1: not JSON: this character cannot stand here"},
        {"\x1f\x8b", "1:1: not JSON: this character cannot stand here"},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++)
        assert_refused(text_of(rows[i].text), ERR_SYNTAX, rows[i].wanted);
    assert_refused(TEXT("[1,\0]"), ERR_SYNTAX, "1:4: a NUL byte");
    assert_refused(
        TEXT("[\"a\0\"]"), ERR_SYNTAX, "1:4: a control character or line end inside a string");
}

static void test_utf16_is_named(void **state)
{
    (void)state;
    static const char wanted[] =
        "is UTF-16 or UTF-32; JSON files are UTF-8 (RFC 8259, section 8.1)";
    assert_refused(TEXT("\xff\xfe{\0}\0"), ERR_SYNTAX, wanted);
    assert_refused(TEXT("\xfe\xff\0{\0}"), ERR_SYNTAX, wanted);
    assert_refused(TEXT("{\0}\0"), ERR_SYNTAX, wanted);
    assert_refused(TEXT("\0{\0}"), ERR_SYNTAX, wanted);
}

static void test_every_cut_is_refused(void **state)
{
    (void)state;
    static const char whole[] = "{\"a\":[1,-2.5e3,\"\\u00e9é\",true,null,{}],\"b\":{\"c\":\"d\"}}";
    struct json json = {0};
    for (size_t len = 0; len < sizeof whole - 1; len++)
        assert_false(json_read(&json, (struct text){whole, len}, NULL));
    assert_true(json_read(&json, (struct text){whole, sizeof whole - 1}, NULL));
    json_done(&json);
}

static struct text nested(struct buf *buf, size_t depth)
{
    buf_add_z(buf, "\n");
    for (size_t i = 0; i < depth; i++)
        buf_add_z(buf, i % 2 ? "{\"]\":" : "[\"\\\"[\",");
    buf_add_z(buf, "0");
    for (size_t i = depth; i-- > 0;)
        buf_add_char(buf, i % 2 ? '}' : ']');
    return buf_text(buf);
}

static void test_depth_has_a_limit(void **state)
{
    (void)state;
    struct buf buf;
    struct json json;
    struct err err;
    buf_init(&buf, SIZE_MAX);
    assert_true(json_read(&json, nested(&buf, LIMIT_JSON_DEPTH), &err));
    json_done(&json);
    buf_cut(&buf, 0);
    assert_refused(
        nested(&buf, LIMIT_JSON_DEPTH + 1), ERR_LIMIT, "2:385: nested deeper than 64 levels");
    buf_cut(&buf, 0);
    assert_false(json_read(&json, nested(&buf, 1000000), &err));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_done(&buf);
}

static void test_siblings_do_not_add_up_to_depth(void **state)
{
    (void)state;
    struct buf buf;
    struct json json;
    buf_init(&buf, SIZE_MAX);
    buf_add_char(&buf, '[');
    for (size_t i = 0; i < 1000; i++)
        buf_add_z(&buf, i ? ",{},[[]]" : "{}");
    buf_add_char(&buf, ']');
    assert_true(json_read(&json, buf_text(&buf), NULL));
    json_done(&json);
    buf_done(&buf);
}

/* Reads an array of count noughts: two bytes of text and 16 of tree for each. */
static bool read_many(size_t count, struct err *err)
{
    struct json json = {0};
    struct text text = {NULL, 2 * count + 1};
    char *at = malloc(text.len);
    for (size_t i = 0; i < text.len; i++)
        at[i] = i % 2 ? '0' : ',';
    at[0] = '[';
    at[text.len - 1] = ']';
    text.at = at;
    bool is_read = json_read(&json, text, err);
    json_done(&json);
    free(at);
    return is_read;
}

static void test_number_of_values_has_a_limit(void **state)
{
    (void)state;
    struct err err = {0};
    assert_true(read_many(1000000, &err));
    assert_false(read_many(LIMIT_JSON_TREE_BYTES / 16, &err));
    assert_int_equal(err.code, ERR_LIMIT);
}

static void test_duplicate_keys_are_refused(void **state)
{
    (void)state;
    struct json json;
    assert_refused(TEXT("{\"a\":1,\n\"b\":{\"a\":2},\"a\":3}"), ERR_SYNTAX,
        "2:14: the key \"a\" stands twice in one object");
    assert_refused(
        TEXT("[{\"\":1,\"\":2}]"), ERR_SYNTAX, "1:9: the key \"\" stands twice in one object");
    assert_refused(TEXT("{\"name\":1,\"n\\u0061me\":2}"), ERR_SYNTAX,
        "1:12: the key \"name\" stands twice in one object");
    /* Alike in their first and last eight bytes, and in length. */
    assert_true(read_z(&json, "{\"12345678a12345678\":1,\"12345678b12345678\":2}", NULL));
    json_done(&json);
    assert_true(read_z(&json, "{\"a\":1,\"a\\u0000\":2,\"A\":3,\"\":4}", NULL));
    json_done(&json);
}

/* An object of count keys "k0" …, and then one more key; returns whether it is read. */
static bool read_keys(size_t count, const char *last)
{
    struct buf buf;
    struct json json = {0};
    buf_init(&buf, SIZE_MAX);
    buf_add_char(&buf, '{');
    for (size_t i = 0; i < count; i++)
        buf_format(&buf, "\"k%zu\":{\"k0\":%zu},", i, i);
    buf_format(&buf, "\"%s\":0}", last);
    bool is_read = json_read(&json, buf_text(&buf), NULL);
    json_done(&json);
    buf_done(&buf);
    return is_read;
}

static void test_duplicate_keys_among_any_number(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 2, 14, 15, 16, 17, 31, 32, 33, 1000, 100000};
    for (size_t i = 0; i < LEN_OF(counts); i++) {
        char last[32];
        snprintf(last, sizeof last, "k%zu", counts[i] - 1);
        assert_true(read_keys(counts[i], "other"));
        assert_false(read_keys(counts[i], "k0"));
        assert_false(read_keys(counts[i], last));
    }
}

static void test_in_place_borrows(void **state)
{
    (void)state;
    char room[32 + YYJSON_PADDING_SIZE] = "[\"ab\"]";
    struct json json;
    struct err err;
    struct text t;
    assert_true(json_read_in_place(&json, room, 6, TEXT(""), &err));
    assert_true(json_text(yyjson_arr_get_first(json_root(&json)), &t));
    assert_ptr_equal(t.at, room + 2);
    json_done(&json);
    memcpy(room, "[\"\\n\",\n x]", 11);
    assert_false(json_read_in_place(&json, room, 10, TEXT(""), &err));
    assert_string_equal(err.text, "byte 9: not JSON: this character cannot stand here");
    memcpy(room, "[\"\\n\",\n x]", 11);
    assert_false(json_read_in_place(&json, room, 10, TEXT("[\"\\n\",\n x]"), &err));
    assert_string_equal(err.text, "2:2: not JSON: this character cannot stand here");
}

static void test_prints_what_it_can_read(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member(&out, "text", TEXT("\"<é>&\\\n\x01 \xe2\x80\xa8 \xf0\x9f\x99\x82"));
    json_print_member(&out, "bad", TEXT("a\xff\xe2\x28\xc0\xaf\xed\xa0\x80z\xf0\x9f"));
    json_print_member_int(&out, "least", INT64_MIN);
    json_print_member_double(&out, "tenth", 0.1);
    json_print_member_bool(&out, "yes", true);
    json_print_member_null(&out, "none");
    json_print_member_id(&out, "id", INT64_MAX);
    json_print_member_time(&out, "when", CLOCK_SECOND_US);
    json_print_member_time(&out, "never", 0);
    json_print_member_open(&out, "list", '[');
    json_print_text(&out, TEXT("a"));
    json_print_int(&out, 1);
    json_print_open(&out, '[');
    json_print_close(&out, ']');
    json_print_close(&out, ']');
    json_print_close(&out, '}');
    assert_text(buf_text(&out),
        "{\"text\":\"\\\"\\u003cé\\u003e\\u0026\\\\\\n\\u0001 \\u2028 🙂\","
        "\"bad\":\"a\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
        "\xef\xbf\xbdz\xef\xbf\xbd\xef\xbf\xbd\",\"least\":-9223372036854775808,\"tenth\":0.1,"
        "\"yes\":true,\"none\":null,\"id\":\"9223372036854775807\","
        "\"when\":\"1970-01-01T00:00:01Z\",\"never\":null,\"list\":[\"a\",1,[]]}");
    struct json json;
    assert_true(json_read(&json, buf_text(&out), NULL));
    assert_text(json_get_text(json_root(&json), "text"), "\"<é>&\\\n\x01 \xe2\x80\xa8 🙂");
    json_done(&json);
    buf_done(&out);
}

static void test_prints_lines(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (int i = 0; i < 2; i++) {
        json_print_open(&out, '{');
        json_print_member_double(&out, "x", i ? 1.0 / 3 : (double)INFINITY);
        json_print_close(&out, '}');
        buf_add_char(&out, '\n');
    }
    assert_text(buf_text(&out), "{\"x\":null}\n{\"x\":0.3333333333333333}\n");
    buf_done(&out);
}

/* Every ASCII character at every place of a string that is longer than what is looked at in one go. */
static void test_prints_every_character_anywhere(void **state)
{
    (void)state;
    for (int c = 0; c < 0x80; c++) {
        for (size_t at = 0; at < 20; at++) {
            char string[] = "abcdefghijklmnopqrst";
            struct text all = {string, 20};
            struct buf out;
            struct json json;
            string[at] = (char)c;
            buf_init(&out, SIZE_MAX);
            json_print_open(&out, '{');
            json_print_member(&out, "s", all);
            json_print_close(&out, '}');
            bool is_raw = text_find(buf_text(&out), (char)c) >= 0;
            assert_false(is_raw && (c < 0x20 || c == 0x7f || c == '<' || c == '>' || c == '&'));
            assert_true(json_read(&json, buf_text(&out), NULL));
            yyjson_val *read = json_get(json_root(&json), "s");
            assert_int_equal(yyjson_get_len(read), 20);
            assert_memory_equal(yyjson_get_str(read), string, 20);
            json_done(&json);
            buf_done(&out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_values),
        cmocka_unit_test(test_picks_members),
        cmocka_unit_test(test_malformed_has_its_place),
        cmocka_unit_test(test_utf16_is_named),
        cmocka_unit_test(test_every_cut_is_refused),
        cmocka_unit_test(test_depth_has_a_limit),
        cmocka_unit_test(test_siblings_do_not_add_up_to_depth),
        cmocka_unit_test(test_number_of_values_has_a_limit),
        cmocka_unit_test(test_duplicate_keys_are_refused),
        cmocka_unit_test(test_duplicate_keys_among_any_number),
        cmocka_unit_test(test_in_place_borrows),
        cmocka_unit_test(test_prints_what_it_can_read),
        cmocka_unit_test(test_prints_lines),
        cmocka_unit_test(test_prints_every_character_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
