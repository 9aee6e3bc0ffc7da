/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/base64.h"

#include "unit.h"

static void assert_bytes(const char *base64, const char *wanted)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    assert_true(base64_read(&out, text_of(base64)));
    assert_text(buf_text(&out), wanted);
    buf_cut(&out, 0);
    base64_print(&out, text_of(wanted));
    assert_text(buf_text(&out), base64);
    buf_done(&out);
}

/* RFC 4648, section 10. */
static void test_vectors(void **state)
{
    (void)state;
    assert_bytes("", "");
    assert_bytes("Zg==", "f");
    assert_bytes("Zm8=", "fo");
    assert_bytes("Zm9v", "foo");
    assert_bytes("Zm9vYg==", "foob");
    assert_bytes("Zm9vYmE=", "fooba");
    assert_bytes("Zm9vYmFy", "foobar");
    assert_bytes("+/+/", "\xfb\xff\xbf");
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"Z", "Zg", "Zg=", "=",
        "====", "Zh==", "Zm9=", "Z===", "Zm 9", "Zm9v\n", "_-_-", "Zg==Zg=="};
    for (size_t i = 0; i < LEN_OF(wrong); i++) {
        struct buf out;
        buf_init(&out, SIZE_MAX);
        if (base64_read(&out, text_of(wrong[i])))
            fail_msg("\"%s\" was read", wrong[i]);
        buf_done(&out);
    }
}

/* RFC 4648, section 5, without padding. */
static void test_url(void **state)
{
    (void)state;
    static const struct {
        const char *url, *bytes;
    } pairs[] = {{"", ""}, {"Zg", "f"}, {"Zm8", "fo"}, {"Zm9v", "foo"}, {"Zm9vYg", "foob"},
        {"Zm9vYmE", "fooba"}, {"-_-_", "\xfb\xff\xbf"}};
    static const char *const wrong[] = {
        "Z", "Zg==", "Zh", "Zm9", "Zm9vY", "+/+/", "Zm 9", "Zm9v\n"};
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(pairs); i++) {
        buf_cut(&out, 0);
        assert_true(base64_read_url(&out, text_of(pairs[i].url)));
        assert_text(buf_text(&out), pairs[i].bytes);
        buf_cut(&out, 0);
        base64_print_url(&out, text_of(pairs[i].bytes));
        assert_text(buf_text(&out), pairs[i].url);
    }
    buf_cut(&out, 0);
    for (size_t i = 0; i < LEN_OF(wrong); i++)
        if (base64_read_url(&out, text_of(wrong[i])) || out.len)
            fail_msg("\"%s\" was read", wrong[i]);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_url),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
