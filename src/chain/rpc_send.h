/* SPDX-License-Identifier: Apache-2.0 */
/* Transactions and nodes: what one would cost, sending it, what became of it. Each call fails as rpc_ask_one does (rpc.h), or
   rpc_ask_two where it says "of two". Example: rpc_send_raw(&rpc, raw, hash, &outcome, err) */
#ifndef CHAIN_RPC_SEND_H
#define CHAIN_RPC_SEND_H

#include "chain/rpc_state.h"

struct rpc_transaction {
    struct chain_address from, to;
    bool has_to; /* else it makes a contract */
    struct text data;
    int64_t value_wei;
};

/* eth_estimateGas, on top of what waits. When it would revert, it fails with rpc->fault RPC_REFUSED, and rpc->refusal.data has why. */
MUST_USE bool rpc_estimate_gas(
    struct rpc *rpc, const struct rpc_transaction *transaction, int64_t *ret_gas, struct err *err);

/* What a unit of gas costs in the next block, and what people add for whoever makes it: eth_feeHistory of 5 blocks, the middle of
   their medians; where they added nothing, eth_maxPriorityFeePerGas. ERR_SYNTAX when the chain has no base fee (EIP-1559). */
struct rpc_fees {
    int64_t base_wei, tip_wei;
};
MUST_USE bool rpc_fees(struct rpc *rpc, struct rpc_fees *ret_fees, struct err *err);

/* What a node thinks of a transaction that is sent. */
enum rpc_outcome {
    RPC_TAKEN, /* or known already */
    RPC_NONCE_TOO_LOW,
    RPC_UNDERPRICED,
    RPC_NO_FUNDS,
    RPC_UNWANTED, /* anything else: rpc->refusal */
};
/* eth_sendRawTransaction, to all endpoints until one takes it. One that gives another hash than ours is malformed. */
MUST_USE bool rpc_send_raw(struct rpc *rpc, struct text raw, const unsigned char hash[KECCAK_SIZE],
    enum rpc_outcome *ret_outcome, struct err *err);
/* What an error's words mean: no two kinds of nodes have the same. */
enum rpc_outcome rpc_outcome_of(struct text message);

struct rpc_receipt {
    bool is_there; /* else it is in no block */
    bool is_good;  /* else it was reverted */
    bool has_contract;
    unsigned char tx_hash[KECCAK_SIZE], block_hash[KECCAK_SIZE];
    int64_t block_number, gas_used, price_wei;
    struct chain_address from, contract;
};
/* eth_getTransactionReceipt, of two. One of another hash is malformed. */
MUST_USE bool rpc_receipt(struct rpc *rpc, const unsigned char hash[KECCAK_SIZE],
    struct rpc_receipt *ret_receipt, size_t *ret_answers, struct err *err);

struct rpc_seen {
    bool is_there; /* a node knows it: in a block, or waiting */
    bool is_mined;
    struct chain_address from;
    int64_t nonce;
};
/* eth_getTransactionByHash. */
MUST_USE bool rpc_transaction_by_hash(struct rpc *rpc, const unsigned char hash[KECCAK_SIZE],
    struct rpc_seen *ret_seen, struct err *err);

#endif
