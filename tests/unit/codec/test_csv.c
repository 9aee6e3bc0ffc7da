/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/csv.h"

#include "unit.h"

/* Asserts that a row is read with these fields, given as "a|b|c". */
static void assert_row(struct csv *csv, const char *wanted)
{
    struct text fields[8];
    size_t count = 0;
    struct err err = {0};
    if (!csv_read(csv, fields, LEN_OF(fields), &count, &err))
        fail_msg("no row: %s", err.text);
    struct buf joined;
    buf_init(&joined, SIZE_MAX);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_char(&joined, '|');
        buf_add(&joined, fields[i]);
    }
    assert_text(buf_text(&joined), wanted);
    buf_done(&joined);
}

static void assert_end(struct csv *csv)
{
    struct text field;
    size_t count;
    struct err err = {0};
    assert_false(csv_read(csv, &field, 1, &count, &err));
    assert_int_equal(err.code, ERR_NONE);
    csv_done(csv);
}

static void test_rows(void **state)
{
    (void)state;
    struct csv csv = csv_of(TEXT("a,b,c\r\n\r\n1,,3\n,\nlast"));
    assert_row(&csv, "a|b|c");
    assert_row(&csv, "1||3");
    assert_int_equal(csv.line, 3);
    assert_row(&csv, "|");
    assert_row(&csv, "last");
    assert_end(&csv);
    csv = csv_of(TEXT(""));
    assert_end(&csv);
}

static void test_quotes(void **state)
{
    (void)state;
    struct csv csv = csv_of(TEXT("\"a,\"\"b\"\"\",\"\",x,\"two\nlines\"\nnext"));
    assert_row(&csv, "a,\"b\"||x|two\nlines");
    assert_row(&csv, "next");
    assert_int_equal(csv.line, 3);
    assert_end(&csv);
}

static void test_more_fields_than_asked_for(void **state)
{
    (void)state;
    struct csv csv = csv_of(TEXT("a,b,\"c\""));
    struct text fields[2];
    size_t count;
    assert_true(csv_read(&csv, fields, 2, &count, NULL));
    assert_int_equal(count, 3);
    assert_text(fields[1], "b");
    assert_end(&csv);
}

static void test_bad_quotes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"a\n\"b", "line 2: a quote is not closed"},
        {"a\"b\"", "line 1: a quote inside a bare field"},
        {"\"a\"b", "line 1: text behind a closing quote"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct csv csv = csv_of(text_of(cases[i].text));
        struct text field;
        size_t count;
        struct err err = {0};
        while (csv_read(&csv, &field, 1, &count, &err))
            continue;
        assert_int_equal(err.code, ERR_SYNTAX);
        assert_string_equal(err.text, cases[i].why);
        csv_done(&csv);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_more_fields_than_asked_for),
        cmocka_unit_test(test_bad_quotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
