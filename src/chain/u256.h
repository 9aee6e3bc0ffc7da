/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of 256 bits, as the chain counts: amounts, token ids, fees.
   Example: struct u256 wei; if (!u256_read_decimal(TEXT("1000000000000000000"), &wei)) … */
#ifndef CHAIN_U256_H
#define CHAIN_U256_H

#include "base/text.h"

enum { U256_SIZE = 32, U256_DECIMAL_SIZE = 79, U256_QUANTITY_SIZE = 67 };

struct u256 {
    unsigned char at[U256_SIZE]; /* the highest byte first */
};

struct u256 u256_of(uint64_t value);
/* Returns whether value fits 64 bits, and gives it. */
MUST_USE bool u256_read_u64(const struct u256 *value, uint64_t *ret_value);

/* Read ASCII decimal digits, or a quantity of JSON-RPC: 0x and one to 64 hexadecimal digits. Fail without a message on
   anything else and on what has more than 256 bits. */
MUST_USE bool u256_read_decimal(struct text t, struct u256 *ret_value);
MUST_USE bool u256_read_quantity(struct text t, struct u256 *ret_value);
/* Write the value without leading zeros, and a NUL. Return at. */
const char *u256_print_decimal(const struct u256 *value, char at[U256_DECIMAL_SIZE]);
const char *u256_print_quantity(const struct u256 *value, char at[U256_QUANTITY_SIZE]);

/* Returns <0, 0 or >0 as a is less than, equal to or more than b. */
int u256_cmp(const struct u256 *a, const struct u256 *b);
bool u256_is_zero(const struct u256 *value);
/* Returns how many bits the value needs: 0 for zero, 256 at most. */
unsigned u256_bits(const struct u256 *value);

/* Give the result modulo 2^256, and return whether it is the true one. ret may be an operand. */
bool u256_add(const struct u256 *a, const struct u256 *b, struct u256 *ret_sum);
bool u256_sub(const struct u256 *a, const struct u256 *b, struct u256 *ret_difference);
bool u256_mul_u32(const struct u256 *a, uint32_t by, struct u256 *ret_product);
/* Gives the quotient and returns the remainder. by is not 0. */
uint32_t u256_div_u32(const struct u256 *a, uint32_t by, struct u256 *ret_quotient);

/* Returns the bytes without leading zeros, borrowed from value: empty for zero. */
struct text u256_bytes(const struct u256 *value);

#endif
