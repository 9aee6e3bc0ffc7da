/* SPDX-License-Identifier: Apache-2.0 */
/* Transactions of type 2 (EIP-1559): what is signed, the raw bytes that a node takes, and their hash.
   Example: struct tx tx = {.chain_id = 1, …}; tx_sign(&tx, key, &raw, hash, err); */
#ifndef CHAIN_TX_H
#define CHAIN_TX_H

#include "base/buf.h"
#include "chain/secp.h"
#include "chain/u256.h"

struct tx {
    uint64_t chain_id, nonce, gas; /* gas: the most that it may use */
    struct u256 max_priority_fee;  /* wei for a unit of gas: to whoever makes the block, at most */
    struct u256 max_fee;           /* the same with what is burnt */
    bool has_to;                   /* without, a contract is made */
    struct chain_address to;
    struct u256 value; /* wei */
    struct text data;
    struct text access_list; /* RLP items of EIP-2930's list: empty unless read from others */
};

/* The digest that its sender signs. */
void tx_digest(const struct tx *tx, unsigned char ret_digest[KECCAK_SIZE]);
/* Adds the raw bytes of the transaction with its signature. */
void tx_print(const struct tx *tx, const struct secp_signature *signature, struct buf *out);
/* The hash of raw bytes, by which the chain knows a transaction. */
void tx_hash(struct text raw, unsigned char ret_hash[KECCAK_SIZE]);

/* Signs, adds the raw bytes to out and gives their hash. Fails with ERR_SYNTAX when key is none. */
MUST_USE bool tx_sign(const struct tx *tx, const unsigned char key[SECP_KEY_SIZE], struct buf *out,
    unsigned char ret_hash[KECCAK_SIZE], struct err *err);

/* Reads raw bytes, which ret_tx then borrows, and finds who signed them. Fails with ERR_SYNTAX, ERR_LIMIT beyond
   LIMIT_TX_BYTES, or ERR_UNSUPPORTED for a transaction of another type. */
MUST_USE bool tx_read(
    struct text raw, struct tx *ret_tx, struct chain_address *ret_from, struct err *err);

#endif
