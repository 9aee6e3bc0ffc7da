/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses that only their owner knows to be his (ERC-5564, scheme 1: secp256k1 with view tags): from the meta-address that he
   publishes, anybody makes a fresh one and tells him by a public key and a tag of one byte.
   Example: stealth_read(TEXT("st:eth:0x…"), &meta, err); stealth_new(&meta, ephemeral_key, &stealth, err) */
#ifndef CHAIN_STEALTH_H
#define CHAIN_STEALTH_H

#include "chain/secp.h"

struct stealth_meta {
    unsigned char spending[SECP_PUBLIC_SIZE], viewing[SECP_PUBLIC_SIZE];
};

struct stealth {
    struct chain_address address;
    unsigned char ephemeral[SECP_COMPRESSED_SIZE]; /* the public key that is announced */
    unsigned char view_tag;
};

/* Reads "st:CHAIN:0x" and 66 bytes in hexadecimal, two compressed keys (one is spending and viewing key alike when only 33 are
   there). Fails with ERR_SYNTAX. */
MUST_USE bool stealth_read(struct text t, struct stealth_meta *ret_meta, struct err *err);

/* Makes an address for the owner of meta. ephemeral_key is a fresh private key, to be wiped after. Fails with ERR_SYNTAX. */
MUST_USE bool stealth_new(const struct stealth_meta *meta,
    const unsigned char ephemeral_key[SECP_KEY_SIZE], struct stealth *ret_stealth, struct err *err);

/* Whether an announced address is the owner's, by his private viewing key and public spending key: the tag spares most of the
   work for those that are not. Fails only when a key is none. */
MUST_USE bool stealth_check(const struct stealth *stealth,
    const unsigned char viewing_key[SECP_KEY_SIZE], const unsigned char spending[SECP_PUBLIC_SIZE],
    bool *ret_is_his, struct err *err);
/* The private key of a stealth address, by the owner's two private keys. */
MUST_USE bool stealth_key(const unsigned char ephemeral[SECP_COMPRESSED_SIZE],
    const unsigned char viewing_key[SECP_KEY_SIZE], const unsigned char spending_key[SECP_KEY_SIZE],
    unsigned char ret_key[SECP_KEY_SIZE], struct err *err);

#endif
