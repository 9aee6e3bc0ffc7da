/* SPDX-License-Identifier: Apache-2.0 */
/* What a chain holds, asked of its nodes. Each call fails as rpc_ask_one does (rpc.h), or rpc_ask_two where it says "of two".
   Example: rpc_balance(&rpc, &address, &wei, err) */
#ifndef CHAIN_RPC_STATE_H
#define CHAIN_RPC_STATE_H

#include "chain/address.h"
#include "chain/keccak.h"
#include "chain/rpc.h"
#include "chain/u256.h"

/* eth_blockNumber: of the newest block. */
MUST_USE bool rpc_block_number(struct rpc *rpc, int64_t *ret_number, struct err *err);

struct rpc_block {
    bool is_there;
    int64_t number;
    unsigned char hash[KECCAK_SIZE], parent[KECCAK_SIZE];
    int64_t base_fee_wei; /* for a unit of gas; -1: the chain has none (before EIP-1559) */
    int64_t time_s;
};

/* eth_getBlockByNumber, of two. The block of another number than was asked for is malformed. */
MUST_USE bool rpc_block_at(struct rpc *rpc, int64_t number, struct rpc_block *ret_block,
    size_t *ret_answers, struct err *err);
/* The newest one, of one node. */
MUST_USE bool rpc_block_newest(struct rpc *rpc, struct rpc_block *ret_block, struct err *err);

/* eth_getTransactionCount: the nonce behind all that are in blocks; and, of two, behind all up to a block's number. */
MUST_USE bool rpc_nonce(
    struct rpc *rpc, const struct chain_address *address, int64_t *ret_nonce, struct err *err);
MUST_USE bool rpc_nonce_then(struct rpc *rpc, const struct chain_address *address, int64_t number,
    int64_t *ret_nonce, size_t *ret_answers, struct err *err);
/* eth_getBalance, in wei. */
MUST_USE bool rpc_balance(
    struct rpc *rpc, const struct chain_address *address, struct u256 *ret_wei, struct err *err);
/* eth_getCode: empty where there is no contract. */
MUST_USE bool rpc_code(
    struct rpc *rpc, const struct chain_address *address, struct text *ret_code, struct err *err);
/* The same as of a block, which nodes forget after a while. */
MUST_USE bool rpc_code_at(struct rpc *rpc, const struct chain_address *address, int64_t number,
    struct text *ret_code, struct err *err);
/* eth_call: what a contract answers to data. When it reverts, rpc->refusal.data has the reason. */
MUST_USE bool rpc_call(struct rpc *rpc, const struct chain_address *to, struct text data,
    struct text *ret_answer, struct err *err);

struct rpc_log {
    struct chain_address address;
    unsigned char topics[LIMIT_RPC_TOPICS][KECCAK_SIZE];
    size_t topic_count;
    struct text data;
    unsigned char tx_hash[KECCAK_SIZE], block_hash[KECCAK_SIZE];
    int64_t block_number, index;
};
struct rpc_log_query {
    struct chain_address address;
    const unsigned char *topics[LIMIT_RPC_TOPICS]; /* KECCAK_SIZE bytes each; NULL: any */
    int64_t from_block, to_block;                  /* -1: the newest */
};
/* eth_getLogs. A log that was not asked for (of another address, or with another topic) is malformed. */
MUST_USE bool rpc_logs(struct rpc *rpc, const struct rpc_log_query *query,
    struct rpc_log **ret_logs, size_t *ret_count, struct err *err);

#endif
