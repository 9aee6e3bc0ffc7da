/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/multipart.h"

#include "base/limits.h"
#include "unit.h"

#define TYPE TEXT("multipart/form-data; boundary=b")

/* Reads a form as "name(file)=body;" for each part, and what went wrong at its end. */
static void read_form(struct text type, struct text body, struct buf *out)
{
    struct multipart multipart;
    struct multipart_part part;
    struct err err = {.code = ERR_NONE};
    buf_init(out, SIZE_MAX);
    if (multipart_init(&multipart, type, body, &err))
        while (multipart_next(&multipart, &part, &err))
            buf_format(out, "%.*s(%.*s)=%.*s;", TEXT_ARG(part.name), TEXT_ARG(part.file_name),
                TEXT_ARG(part.body));
    if (err.code != ERR_NONE)
        buf_format(out, "! %s", err.text);
}

static void assert_form(struct text type, const char *body, const char *wanted)
{
    struct buf out;
    read_form(type, text_of(body), &out);
    assert_text(buf_text(&out), wanted);
    buf_done(&out);
}

#define HEAD(name) "Content-Disposition: form-data; name=\"" name "\"\r\n"

static void test_forms(void **state)
{
    (void)state;
    assert_form(TYPE, "--b\r\n" HEAD("a") "\r\n1\r\n--b\r\n" HEAD("c") "\r\n2\r\n3\r\n--b--\r\n",
        "a()=1;c()=2\r\n3;");
    /* a preamble, an epilogue, spaces, an empty body in both ways, other headers, names in any case */
    assert_form(TYPE, "x\r\n--b \t\r\n" HEAD("a") "\r\n\r\n--b\r\n" HEAD("c") "\r\n--b--x--b\r\n",
        "a()=;c()=;");
    assert_form(TEXT("Multipart/Form-Data; charset=utf-8; BOUNDARY=\"b\""),
        "--b\r\nX: y\r\ncontent-disposition: form-data; filename=\"a; b.json\"; NAME=n\r\n\r\n1\r\n--b--",
        "n(a; b.json)=1;");
    assert_form(TYPE,
        "--b\r\nContent-Disposition: form-data; name=\"a\\\"b\"; filename=\"\"\r\n\r\n1\r\n--b--",
        "a\\\"b()=1;");
    /* what begins like a delimiter */
    assert_form(
        TYPE, "--b\r\n" HEAD("a") "\r\nx--b\r\n--bb\r\n-\r\n--b--", "a()=x--b\r\n--bb\r\n-;");
    assert_form(TYPE, "--b--", "");
}

static void test_what_is_wrong(void **state)
{
    (void)state;
    assert_form(TEXT("application/json"), "--b--", "! the body must be multipart/form-data");
    assert_form(TEXT("multipart/form-data"), "--b--",
        "! Content-Type: its boundary must have 1 to 70 characters");
    assert_form(TEXT("multipart/form-data; boundary=\"b"), "--b--",
        "! Content-Type: its boundary must have 1 to 70 characters");
    assert_form(TYPE, "", "! body: there is no line --b in it, as Content-Type says");
    assert_form(TYPE, "--c--", "! body: there is no line --b in it, as Content-Type says");
    assert_form(TYPE, "--b\r\n", "! part 1: its headers do not end");
    assert_form(TYPE, "--b\r\n" HEAD("a"), "! part 1: its headers do not end");
    assert_form(TYPE, "--b\r\n" HEAD("a") "\r\n1\r\n--b", "! part 1: does not end");
    assert_form(TYPE, "--b\r\n\r\n1\r\n--b--", "! part 1: has no name");
    assert_form(TYPE, "--b\r\n" HEAD("a") "Content-Transfer-Encoding: base64\r\n\r\n1\r\n--b--",
        "! part 1: has an encoding of its own");
    assert_form(
        TYPE, "--b\r\n" HEAD("a") "Content-Transfer-Encoding: Binary\r\n\r\n1\r\n--b--", "a()=1;");
}

static void test_limits(void **state)
{
    (void)state;
    struct buf form, out;
    for (size_t more = 0; more < 2; more++) {
        buf_init(&form, SIZE_MAX);
        for (size_t i = 0; i < LIMIT_MULTIPART_PARTS + more; i++)
            buf_add_z(&form, "--b\r\n" HEAD("a") "\r\n1\r\n");
        buf_add_z(&form, "--b--");
        read_form(TYPE, buf_text(&form), &out);
        assert_int_equal(text_find_text(buf_text(&out), TEXT("too many")) >= 0, more);
        buf_done(&form);
        buf_done(&out);
        buf_init(&form, SIZE_MAX);
        buf_add_z(&form, "--b\r\n" HEAD("a"));
        size_t head = sizeof HEAD("a") - 3;
        buf_format(&form, "%0*d\r\n", (int)(LIMIT_MULTIPART_HEAD_BYTES - head + more), 0);
        buf_add_z(&form, "\r\n1\r\n--b--");
        read_form(TYPE, buf_text(&form), &out);
        assert_int_equal(text_find_text(buf_text(&out), TEXT("too long")) >= 0, more);
        buf_done(&form);
        buf_done(&out);
    }
}

/* A body of nothing but beginnings of delimiters must not cost the square of its length. */
static void test_many_beginnings(void **state)
{
    (void)state;
    struct buf form, out;
    buf_init(&form, SIZE_MAX);
    buf_add_z(&form, "--b\r\n" HEAD("a") "\r\n");
    for (size_t i = 0; i < 2000000; i++)
        buf_add_z(&form, "\r\n--bx");
    read_form(TYPE, buf_text(&form), &out);
    assert_text(buf_text(&out), "! part 1: does not end");
    buf_done(&form);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_what_is_wrong),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_many_beginnings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
