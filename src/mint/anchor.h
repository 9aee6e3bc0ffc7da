/* SPDX-License-Identifier: Apache-2.0 */
/* Heads of the journal on chains: once a day, and when somebody asks, its size and root are written to the contract Anchor of every chain that
   has one. Who keeps the journal can then no longer show one history to one reader and another to the next.
   Example: anchor_round(db, url, now_us, err) every now and then */
#ifndef MINT_ANCHOR_H
#define MINT_ANCHOR_H

#include "chain/address.h"
#include "journal/journal_tree.h"
#include "onchain/chain_tx.h"
#include "onchain/onchain.h"

#define ANCHOR_PURPOSE "anchor"
#define ANCHOR_EVERY_US CLOCK_DAY_US

struct anchor {
    int64_t id, chain_id;
    struct chain_address contract;
    struct text origin; /* the name of the log */
    struct journal_head head;
    struct text state; /* "ordered", "final", "failed" */
    int64_t tx_id;
    struct text tx_hash; /* 32 bytes; or empty */
    int64_t ordered_us;
};

/* Orders that a chain gets the newest head; to be called in a transaction. ERR_CONFLICT when the chain has no contract for it, when one is
   under way, or when the journal is no longer than it was. */
MUST_USE bool anchor_order(struct db *db, const struct onchain *chain, struct text url,
    int64_t now_us, int64_t *ret_id, struct err *err);

/* Orders those that are due. */
MUST_USE bool anchor_round(struct db *db, struct text url, int64_t now_us, struct err *err);

/* Newest first, 200 at most. */
MUST_USE bool anchor_list(struct db *db, struct arena *arena, struct anchor **ret_anchors,
    size_t *ret_count, struct err *err);

bool anchor_on_final(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
bool anchor_on_failed(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);

#endif
