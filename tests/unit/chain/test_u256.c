/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "chain/u256.h"

#define MOST "115792089237316195423570985008687907853269984665640564039457584007913129639935"
#define ONE_MORE "115792089237316195423570985008687907853269984665640564039457584007913129639936"

static struct u256 of(const char *decimal)
{
    struct u256 value;
    assert_true(u256_read_decimal(text_of(decimal), &value));
    return value;
}

static void check_both(const char *decimal, const char *quantity)
{
    char digits[U256_DECIMAL_SIZE], hex[U256_QUANTITY_SIZE];
    struct u256 value, again;
    assert_true(u256_read_decimal(text_of(decimal), &value));
    assert_true(u256_read_quantity(text_of(quantity), &again));
    assert_int_equal(u256_cmp(&value, &again), 0);
    assert_string_equal(u256_print_decimal(&value, digits), decimal);
    assert_string_equal(u256_print_quantity(&value, hex), quantity);
}

static void test_reading_and_printing(void **state)
{
    (void)state;
    check_both("0", "0x0");
    check_both("1", "0x1");
    check_both("255", "0xff");
    check_both("1000000000000000000", "0xde0b6b3a7640000");
    check_both("1461501637330902918203684832716283019655932542976",
        "0x10000000000000000000000000000000000000000");
    check_both(MOST, "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
}

static void test_refusing(void **state)
{
    static const char *const decimals[] = {"", "-1", "0x1", "1.0", " 1", ONE_MORE, MOST "0"};
    static const char *const quantities[] = {"", "0", "0x", "0xg", "1f", "0X1",
        "0x10000000000000000000000000000000000000000000000000000000000000000"};
    struct u256 value = u256_of(7);
    (void)state;
    for (size_t i = 0; i < LEN_OF(decimals); i++)
        assert_false(u256_read_decimal(text_of(decimals[i]), &value));
    for (size_t i = 0; i < LEN_OF(quantities); i++)
        assert_false(u256_read_quantity(text_of(quantities[i]), &value));
    struct u256 seven = u256_of(7);
    assert_int_equal(u256_cmp(&value, &seven), 0);
}

static void test_arithmetic(void **state)
{
    struct u256 most = of(MOST), one = u256_of(1), result, half;
    (void)state;
    assert_false(u256_add(&most, &one, &result));
    assert_true(u256_is_zero(&result));
    assert_false(u256_sub(&result, &one, &result));
    assert_int_equal(u256_cmp(&result, &most), 0);
    struct u256 big = of("340282366920938463463374607431768211456");
    assert_true(u256_mul_u32(&big, 4000000000u, &result));
    half = of("1361129467683753853853498429727072845824000000000");
    assert_int_equal(u256_cmp(&result, &half), 0);
    assert_int_equal(u256_div_u32(&result, 4000000000u, &result), 0);
    assert_int_equal(u256_cmp(&result, &big), 0);
    assert_false(u256_mul_u32(&most, 2, &result));
    assert_int_equal(u256_div_u32(&most, 10, &result), 5);
    assert_true(u256_cmp(&result, &most) < 0);
}

static void test_sizes(void **state)
{
    struct u256 zero = u256_of(0), large = of("18446744073709551616");
    struct u256 small = u256_of(UINT64_MAX);
    uint64_t value = 0;
    (void)state;
    assert_int_equal(u256_bits(&zero), 0);
    assert_int_equal(u256_bytes(&zero).len, 0);
    assert_int_equal(u256_bits(&large), 65);
    assert_int_equal(u256_bytes(&large).len, 9);
    assert_false(u256_read_u64(&large, &value));
    assert_true(u256_read_u64(&small, &value));
    assert_true(value == UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading_and_printing),
        cmocka_unit_test(test_refusing),
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
