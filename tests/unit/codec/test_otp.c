/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "base/clock.h"
#include "codec/base32.h"
#include "codec/otp.h"
#include "codec/qr.h"

#define SECRET TEXT("12345678901234567890")

/* RFC 4226, appendix D. */
static void test_hotp_of_the_standard(void **state)
{
    static const char *const codes[] = {"755224", "287082", "359152", "969429", "338314", "254676",
        "287922", "162583", "399871", "520489"};
    char code[OTP_DIGITS + 1];
    (void)state;
    for (size_t i = 0; i < LEN_OF(codes); i++) {
        otp_code(SECRET, (int64_t)i, code);
        assert_string_equal(code, codes[i]);
    }
}

/* RFC 6238, appendix B, SHA-1: the last six of its eight digits. */
static void test_totp_of_the_standard(void **state)
{
    static const struct {
        int64_t seconds;
        const char *code;
    } rows[] = {
        {59, "287082"},
        {1111111109, "081804"},
        {1111111111, "050471"},
        {1234567890, "005924"},
        {2000000000, "279037"},
        {20000000000, "353130"},
    };
    char code[OTP_DIGITS + 1];
    (void)state;
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        int64_t now_us = rows[i].seconds * CLOCK_SECOND_US;
        otp_code(SECRET, otp_step(now_us), code);
        assert_string_equal(code, rows[i].code);
        assert_true(otp_find(SECRET, text_of(rows[i].code), now_us, 0) == otp_step(now_us));
    }
}

static void test_a_code_is_good_for_three_steps_and_once(void **state)
{
    const int64_t step_us = OTP_STEP_SECONDS * CLOCK_SECOND_US, now_us = 1000 * step_us;
    char code[OTP_DIGITS + 1];
    (void)state;
    otp_code(SECRET, 1000, code);
    struct text it = text_of(code);
    assert_true(otp_find(SECRET, it, now_us - step_us, 0) == 1000);
    assert_true(otp_find(SECRET, it, now_us, 999) == 1000);
    assert_true(otp_find(SECRET, it, now_us + 2 * step_us - 1, 0) == 1000);
    assert_true(otp_find(SECRET, it, now_us + 2 * step_us, 0) < 0);
    assert_true(otp_find(SECRET, it, now_us - step_us - 1, 0) < 0);
    assert_true(otp_find(SECRET, it, now_us, 1000) < 0);
    assert_true(otp_find(SECRET, TEXT(""), now_us, 0) < 0);
    assert_true(otp_find(SECRET, TEXT("12345"), now_us, 0) < 0);
    assert_true(otp_find(SECRET, TEXT("1234567"), now_us, 0) < 0);
}

static void test_the_address_for_authenticators(void **state)
{
    struct buf out;
    (void)state;
    buf_init(&out, SIZE_MAX);
    otp_address(&out, SECRET, TEXT("kenzen"), TEXT("Mia & 健"));
    assert_text(buf_text(&out),
        "otpauth://totp/kenzen:Mia%20%26%20%E5%81%A5?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=kenzen&algorithm=SHA1&digits=6&period=30");
    buf_done(&out);
}

/* RFC 4648, 10. */
static void test_base32_of_the_standard(void **state)
{
    static const char *const rows[][2] = {{"", ""}, {"f", "MY"}, {"fo", "MZXQ"}, {"foo", "MZXW6"},
        {"foob", "MZXW6YQ"}, {"fooba", "MZXW6YTB"}, {"foobar", "MZXW6YTBOI"}};
    struct buf out;
    (void)state;
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        buf_init(&out, SIZE_MAX);
        base32_print(&out, text_of(rows[i][0]));
        assert_text(buf_text(&out), rows[i][1]);
        buf_cut(&out, 0);
        assert_true(base32_read(&out, text_of(rows[i][1])));
        assert_text(buf_text(&out), rows[i][0]);
        buf_done(&out);
    }
}

static void test_base32_as_people_type_it(void **state)
{
    struct buf out;
    (void)state;
    buf_init(&out, SIZE_MAX);
    assert_true(base32_read(&out, TEXT("mzxw-6ytb oi======")));
    assert_text(buf_text(&out), "foobar");
    assert_false(base32_read(&out, TEXT("MZXW6YTB0I")));
    assert_false(base32_read(&out, TEXT("M")));
    assert_false(base32_read(&out, TEXT("MZ")));
    assert_false(base32_read(&out, TEXT("MZ\0Q")));
    buf_done(&out);
}

static void test_a_qr_code_is_drawn(void **state)
{
    struct buf out;
    struct err err;
    static char longest[2332];
    (void)state;
    memset(longest, 'a', sizeof longest);
    buf_init(&out, SIZE_MAX);
    assert_true(qr_print_svg(&out, TEXT("kenzen"), &err));
    /* Version 1 has 21 modules, and its finder's upper edge is seven dark ones in the corner. */
    assert_true(text_starts(
        buf_text(&out), TEXT("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 29 29\"")));
    assert_true(text_find_text(buf_text(&out), TEXT("d=\"M4 4h7v1h-7z")) > 0);
    assert_true(text_ends(buf_text(&out), TEXT("\"/></svg>")));
    buf_cut(&out, 0);
    assert_true(qr_print_svg(&out, (struct text){longest, 2331}, &err));
    assert_false(qr_print_svg(&out, (struct text){longest, 2332}, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hotp_of_the_standard),
        cmocka_unit_test(test_totp_of_the_standard),
        cmocka_unit_test(test_a_code_is_good_for_three_steps_and_once),
        cmocka_unit_test(test_the_address_for_authenticators),
        cmocka_unit_test(test_base32_of_the_standard),
        cmocka_unit_test(test_base32_as_people_type_it),
        cmocka_unit_test(test_a_qr_code_is_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
