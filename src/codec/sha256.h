/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (FIPS 180-4), at once or bit by bit.
   Example: struct sha256 *h = sha256_new(); sha256_add(h, bytes); sha256_end(h, digest); */
#ifndef CODEC_SHA256_H
#define CODEC_SHA256_H

#include "base/text.h"

enum { SHA256_SIZE = 32, SHA256_HEX_SIZE = 65 };

/* Writes the digest of bytes to ret_digest. */
void sha256_of(struct text bytes, unsigned char ret_digest[SHA256_SIZE]);

struct sha256;

/* Returns a computation with nothing added yet; sha256_end frees it. */
MUST_USE struct sha256 *sha256_new(void);
void sha256_add(struct sha256 *hash, struct text bytes);
/* Writes the digest of all that was added, and frees hash. ret_digest may be NULL: then it only frees. */
void sha256_end(struct sha256 *hash, unsigned char ret_digest[SHA256_SIZE]);

/* Writes bytes as lower-case hexadecimal digits and a NUL. Returns at. */
const char *sha256_print(const unsigned char digest[SHA256_SIZE], char at[SHA256_HEX_SIZE]);
/* Reads 64 hexadecimal digits of either case. Fails without a message on anything else. */
MUST_USE bool sha256_read(struct text hex, unsigned char ret_digest[SHA256_SIZE]);

#endif
