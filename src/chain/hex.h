/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as Ethereum writes them: 0x and two hexadecimal digits for each.
   Example: unsigned char hash[32]; if (!hex_read(TEXT("0x12…"), hash, sizeof hash)) … */
#ifndef CHAIN_HEX_H
#define CHAIN_HEX_H

#include "base/buf.h"

/* Returns the value of a hexadecimal digit of either case, or -1. */
int hex_digit(char c);

/* Reads exactly size bytes, written with 0x in front. Fails without a message, ret_bytes untouched, on anything else. */
MUST_USE bool hex_read(struct text hex, unsigned char *ret_bytes, size_t size);
/* The same without 0x. */
MUST_USE bool hex_read_bare(struct text hex, unsigned char *ret_bytes, size_t size);
/* Adds the bytes that hex, with 0x in front, stands for, however many. Fails without a message; out may then hold some. */
MUST_USE bool hex_read_all(struct text hex, struct buf *out);

/* Adds 0x and the digits, small letters; or the digits alone. */
void hex_print(struct buf *out, const void *bytes, size_t size);
void hex_print_bare(struct buf *out, const void *bytes, size_t size);
/* Writes the digits alone and a NUL into 2 * size + 1 characters. Returns at. */
const char *hex_print_into(char *at, const void *bytes, size_t size);

#endif
