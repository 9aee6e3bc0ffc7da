/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures of the curve secp256k1, from which the signer's address can be found again.
   Example: secp_sign(key, digest, &signature, err); secp_recover(&signature, digest, &address, err) */
#ifndef CHAIN_SECP_H
#define CHAIN_SECP_H

#include "chain/address.h"
#include "chain/keccak.h"

enum {
    SECP_KEY_SIZE = 32,
    SECP_PUBLIC_SIZE = 64,
    SECP_COMPRESSED_SIZE = 33,
    SECP_SIGNATURE_SIZE = 65
};

struct secp_signature {
    unsigned char r[32], s[32];
    unsigned char y_parity; /* 0 or 1 */
};

/* Makes a private key. Wipe it with sodium_memzero after use. */
void secp_key_new(unsigned char ret_key[SECP_KEY_SIZE]);
/* Returns whether the bytes are a private key: neither zero nor the order of the curve or more. */
bool secp_key_check(const unsigned char key[SECP_KEY_SIZE]);

/* Give the public key, x and y or compressed, and its address. Fail with ERR_SYNTAX when key is none. */
MUST_USE bool secp_public(const unsigned char key[SECP_KEY_SIZE],
    unsigned char ret_public[SECP_PUBLIC_SIZE], struct err *err);
MUST_USE bool secp_compressed(const unsigned char key[SECP_KEY_SIZE],
    unsigned char ret_public[SECP_COMPRESSED_SIZE], struct err *err);
MUST_USE bool secp_address(
    const unsigned char key[SECP_KEY_SIZE], struct chain_address *ret_address, struct err *err);
/* x and y of a compressed public key. Fails with ERR_SYNTAX when it is no point of the curve. */
MUST_USE bool secp_public_read(const unsigned char compressed[SECP_COMPRESSED_SIZE],
    unsigned char ret_public[SECP_PUBLIC_SIZE], struct err *err);

/* Signs a digest: the same signature each time (RFC 6979), s in the lower half (EIP-2). Fails with ERR_SYNTAX when key is
   none. */
MUST_USE bool secp_sign(const unsigned char key[SECP_KEY_SIZE],
    const unsigned char digest[KECCAK_SIZE], struct secp_signature *ret_signature, struct err *err);
/* Finds who signed. Fails with ERR_SYNTAX when nobody can have, or s is in the upper half: whoever saw a signature could make
   such a twin of it. */
MUST_USE bool secp_recover(const struct secp_signature *signature,
    const unsigned char digest[KECCAK_SIZE], struct chain_address *ret_address, struct err *err);

/* As wallets write it: r, s and v, which is 27 or 28. Reading takes 0 and 1 too; fails with ERR_SYNTAX. */
void secp_signature_print(
    const struct secp_signature *signature, unsigned char ret_bytes[SECP_SIGNATURE_SIZE]);
MUST_USE bool secp_signature_read(
    struct text bytes, struct secp_signature *ret_signature, struct err *err);

/* The digest that a wallet signs of a message to read (EIP-191, version 0x45, "personal_sign"). */
void secp_message_digest(struct text message, unsigned char ret_digest[KECCAK_SIZE]);

/* Add the number tweak to a private key, and tweak times the generator to a public one (x and y): the two stay a pair.
   Fail with ERR_SYNTAX where the sum is none; in practice that does not happen. */
MUST_USE bool secp_key_add(
    unsigned char key[SECP_KEY_SIZE], const unsigned char tweak[SECP_KEY_SIZE], struct err *err);
MUST_USE bool secp_public_add(unsigned char point[SECP_PUBLIC_SIZE],
    const unsigned char tweak[SECP_KEY_SIZE], struct err *err);
/* Multiplies a public key by a private one: what both sides of a Diffie-Hellman exchange come to. */
MUST_USE bool secp_public_mul(
    unsigned char point[SECP_PUBLIC_SIZE], const unsigned char key[SECP_KEY_SIZE], struct err *err);
/* Compresses x and y. */
void secp_public_compress(const unsigned char point[SECP_PUBLIC_SIZE],
    unsigned char ret_compressed[SECP_COMPRESSED_SIZE]);

#endif
