/* SPDX-License-Identifier: Apache-2.0 */
/* How a chain is at this moment: each of its nodes is asked, and what the sender has there.
   Example: onchain_status_find(&caller, &chain, &sender, arena, &status, err); onchain_status_print(out, &chain, &status, &counts) */
#ifndef ONCHAIN_ONCHAIN_STATUS_H
#define ONCHAIN_ONCHAIN_STATUS_H

#include "chain/rpc_send.h"
#include "onchain/chain_tx.h"
#include "onchain/onchain_caller.h"

struct onchain_status {
    struct {
        bool is_well;
        int64_t block_number;
        struct text trouble;
    } nodes[LIMIT_CHAIN_ENDPOINTS];
    struct rpc_block newest; /* is_there false: no node answers */
    bool has_fees;
    struct rpc_fees fees;
    bool has_sender;
    struct chain_address sender;
    bool has_balance;
    struct u256 balance_wei;
    int64_t nonce;
};

/* sender may be NULL: nobody signs here. What a node does not answer is left out. */
void onchain_status_find(struct onchain_caller *caller, const struct onchain *chain,
    const struct chain_address *sender, struct arena *arena, struct onchain_status *ret_status);

/* Adds an object that shows it. */
void onchain_status_print(struct buf *out, const struct onchain *chain,
    const struct onchain_status *status, const struct chain_tx_counts *counts);

#endif
