/* SPDX-License-Identifier: Apache-2.0 */
/* Keccak-256 as Ethereum has it: SHA-3's permutation with the padding from before it was a standard, so that SHA3-256 gives
   something else. Example: unsigned char digest[KECCAK_SIZE]; keccak_of(bytes, digest); */
#ifndef CHAIN_KECCAK_H
#define CHAIN_KECCAK_H

#include "base/text.h"

enum { KECCAK_SIZE = 32, KECCAK_SELECTOR_SIZE = 4 };

/* Writes the digest of bytes to ret_digest. */
void keccak_of(struct text bytes, unsigned char ret_digest[KECCAK_SIZE]);

/* The digest of a and b, one behind the other: 64 bytes, as trees and mappings hash them. */
void keccak_of_pair(const unsigned char a[KECCAK_SIZE], const unsigned char b[KECCAK_SIZE],
    unsigned char ret_digest[KECCAK_SIZE]);

/* The first four bytes of the digest of a function's signature, "transfer(address,uint256)": what its calls begin with. */
void keccak_selector(struct text signature, unsigned char ret_selector[KECCAK_SELECTOR_SIZE]);

#endif
