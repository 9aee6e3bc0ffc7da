/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes in hexadecimal, for the tests of the chain library. Example: assert_hex(digest, 32, "c5d2…"); */
#ifndef CHAIN_UNIT_H
#define CHAIN_UNIT_H

#include "unit_err.h"

#include "chain/hex.h"

/* The private key of the first account that anvil and hardhat make: published, and used by nobody else. */
#define CHAIN_UNIT_KEY "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
#define CHAIN_UNIT_ADDRESS "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"

/* Asserts that bytes are, in hexadecimal without 0x, what is wanted. */
static inline void assert_hex(const void *bytes, size_t size, const char *wanted)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    hex_print_bare(&buf, bytes, size);
    assert_text(buf_text(&buf), wanted);
    buf_done(&buf);
}

/* Adds the bytes that digits without 0x stand for. */
static inline void add_hex(struct buf *buf, const char *digits)
{
    size_t size = strlen(digits) / 2;
    char *at = buf_grow(buf, size);
    assert_true(hex_read_bare(text_of(digits), (unsigned char *)at, size));
}

static inline struct text bytes_at(const void *at, size_t size)
{
    return (struct text){at, size};
}

#endif
