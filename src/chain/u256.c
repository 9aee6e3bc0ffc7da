/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/u256.h"

#include "chain/hex.h"

struct u256 u256_of(uint64_t value)
{
    struct u256 number = {{0}};
    for (size_t i = 0; i < sizeof value; i++)
        number.at[U256_SIZE - 1 - i] = (unsigned char)(value >> 8 * i);
    return number;
}

bool u256_read_u64(const struct u256 *value, uint64_t *ret_value)
{
    uint64_t small = 0;
    if (u256_bits(value) > 64)
        return false;
    for (size_t i = U256_SIZE - sizeof small; i < U256_SIZE; i++)
        small = small << 8 | value->at[i];
    *ret_value = small;
    return true;
}

bool u256_mul_u32(const struct u256 *a, uint32_t by, struct u256 *ret_product)
{
    uint64_t carry = 0;
    for (size_t i = U256_SIZE; i-- > 0;) {
        carry += (uint64_t)a->at[i] * by;
        ret_product->at[i] = (unsigned char)carry;
        carry >>= 8;
    }
    return carry == 0;
}

uint32_t u256_div_u32(const struct u256 *a, uint32_t by, struct u256 *ret_quotient)
{
    uint64_t rest = 0;
    for (size_t i = 0; i < U256_SIZE; i++) {
        rest = rest << 8 | a->at[i];
        ret_quotient->at[i] = (unsigned char)(rest / by);
        rest %= by;
    }
    return (uint32_t)rest;
}

bool u256_add(const struct u256 *a, const struct u256 *b, struct u256 *ret_sum)
{
    unsigned carry = 0;
    for (size_t i = U256_SIZE; i-- > 0;) {
        carry += (unsigned)a->at[i] + b->at[i];
        ret_sum->at[i] = (unsigned char)carry;
        carry >>= 8;
    }
    return carry == 0;
}

bool u256_sub(const struct u256 *a, const struct u256 *b, struct u256 *ret_difference)
{
    unsigned borrow = 0;
    for (size_t i = U256_SIZE; i-- > 0;) {
        unsigned left = 256u + a->at[i] - b->at[i] - borrow;
        ret_difference->at[i] = (unsigned char)left;
        borrow = left < 256u;
    }
    return borrow == 0;
}

int u256_cmp(const struct u256 *a, const struct u256 *b)
{
    return memcmp(a->at, b->at, U256_SIZE);
}

bool u256_is_zero(const struct u256 *value)
{
    return u256_bits(value) == 0;
}

unsigned u256_bits(const struct u256 *value)
{
    for (unsigned i = 0; i < U256_SIZE; i++)
        if (value->at[i])
            return 8 * (U256_SIZE - i) - ((unsigned)__builtin_clz(value->at[i]) - 24);
    return 0;
}

struct text u256_bytes(const struct u256 *value)
{
    size_t len = (u256_bits(value) + 7) / 8;
    return (struct text){(const char *)value->at + U256_SIZE - len, len};
}

bool u256_read_decimal(struct text t, struct u256 *ret_value)
{
    struct u256 value = {{0}};
    if (t.len == 0)
        return false;
    for (size_t i = 0; i < t.len; i++) {
        struct u256 digit = u256_of((uint64_t)(t.at[i] - '0'));
        if (!text_is_digit(t.at[i]) || !u256_mul_u32(&value, 10, &value) ||
            !u256_add(&value, &digit, &value))
            return false;
    }
    *ret_value = value;
    return true;
}

bool u256_read_quantity(struct text t, struct u256 *ret_value)
{
    struct u256 value = {{0}};
    size_t digits = t.len - 2;
    if (!text_starts(t, TEXT("0x")) || digits == 0 || digits > 2 * (size_t)U256_SIZE)
        return false;
    for (size_t i = 0; i < digits; i++) {
        int digit = hex_digit(t.at[t.len - 1 - i]);
        if (digit < 0)
            return false;
        value.at[U256_SIZE - 1 - i / 2] |= (unsigned char)(digit << (i % 2 ? 4 : 0));
    }
    *ret_value = value;
    return true;
}

const char *u256_print_decimal(const struct u256 *value, char at[U256_DECIMAL_SIZE])
{
    struct u256 rest = *value;
    char digits[U256_DECIMAL_SIZE];
    size_t start = sizeof digits - 1;
    digits[start] = '\0';
    do
        digits[--start] = (char)('0' + u256_div_u32(&rest, 10, &rest));
    while (!u256_is_zero(&rest));
    memcpy(at, digits + start, sizeof digits - start);
    return at;
}

const char *u256_print_quantity(const struct u256 *value, char at[U256_QUANTITY_SIZE])
{
    char digits[2 * U256_SIZE + 1];
    const char *from = hex_print_into(digits, value->at, U256_SIZE);
    while (from[0] == '0' && from[1])
        from++;
    memcpy(at, "0x", 2);
    memcpy(at + 2, from, strlen(from) + 1);
    return at;
}
