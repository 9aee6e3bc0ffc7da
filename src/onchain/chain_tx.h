/* SPDX-License-Identifier: Apache-2.0 */
/* What is sent to a chain: ordered in the transaction of its cause, then given a nonce, signed, sent and watched until it is final by
   whoever has the key (onchain_round.h), who tells the one that ordered it by the table of listeners.
   Example: chain_tx_add(db, &(struct chain_tx_order){.chain_id = 1, .purpose = "mint", .object_id = badge_id, .to = contract,
                .data = call}, now_us, &id, err)   and   {.purpose = "mint", .on_final = mint_on_final} in app/jobs.c */
#ifndef ONCHAIN_CHAIN_TX_H
#define ONCHAIN_CHAIN_TX_H

#include "base/clock.h"
#include "store/db.h"

enum chain_tx_state {
    CHAIN_TX_QUEUED,
    CHAIN_TX_SIGNED, /* it has a nonce, and an attempt that can be sent */
    CHAIN_TX_SENT,
    CHAIN_TX_MINED, /* it is in a block, which may yet vanish */
    CHAIN_TX_FINAL,
    CHAIN_TX_FAILED,   /* it was refused before it was signed, or it is final and was reverted */
    CHAIN_TX_REPLACED, /* a transaction that is not ours took its nonce for good */
};
enum { CHAIN_TX_STATES = CHAIN_TX_REPLACED + 1 };

const char *chain_tx_state_name(enum chain_tx_state state); /* "queued" */
/* Reads such a name; false without a message when it is none. */
MUST_USE bool chain_tx_state_read(struct text name, enum chain_tx_state *ret_state);
/* Whether nothing more will come of it. */
bool chain_tx_is_ended(enum chain_tx_state state);

struct chain_tx {
    int64_t id, chain_id;
    enum chain_tx_state state;
    struct text purpose;
    int64_t object_id;
    struct text to; /* 20 bytes; empty: it makes a contract */
    struct text data;
    int64_t value_wei;
    int64_t most_gas; /* 0: as much as the chain lets it use */
    struct text from; /* 20 bytes; empty before it is signed */
    int64_t nonce;
    struct text hash; /* 32 bytes: of the attempt that was mined, else of the last one; or empty */
    int64_t block_number;
    struct text block_hash; /* empty: it is in none */
    bool is_reverted;       /* it was mined, and did nothing */
    int64_t gas_used, paid_wei;
    struct text contract; /* 20 bytes: where the contract is that it made */
    struct text error;    /* for people: why it failed, or waits; or empty */
    int64_t created_us, signed_us, sent_us, mined_us, ended_us; /* 0: not yet */
};

/* -- ordering -- */

struct chain_tx_order {
    int64_t chain_id;
    const char *purpose; /* of a listener */
    int64_t object_id;   /* what it is about, for the listener */
    struct text to, data;
    int64_t value_wei;
    int64_t most_gas; /* 0: as much as the chain lets it use */
};

/* Orders one; to be called in the transaction of its cause. They are sent in the order of a chain's orders. ERR_NOT_FOUND when the chain
   is not set up, ERR_CONFLICT when it is switched off, or when purpose and object_id have one on that chain that has not failed,
   ERR_LIMIT when data is longer than LIMIT_CHAIN_DATA_BYTES, ERR_USAGE when to is no address. */
MUST_USE bool chain_tx_add(struct db *db, const struct chain_tx_order *order, int64_t now_us,
    int64_t *ret_id, struct err *err);

/* -- being told -- */

/* Each is called in the transaction that writes down what it tells of, which may run twice, and may be NULL. When it fails, nothing
   is written, and it is called again later. on_reorg: the block that it was mined in has vanished; it is waited for anew. */
typedef bool (*chain_tx_heed)(
    struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
struct onchain_listener {
    const char *purpose; /* NULL ends the table */
    chain_tx_heed on_mined;
    chain_tx_heed on_final;
    chain_tx_heed on_failed; /* failed or replaced: tx->state and tx->error tell */
    chain_tx_heed on_reorg;
};

/* -- looking -- */

MUST_USE bool chain_tx_find(struct db *db, int64_t id, struct arena *arena, struct chain_tx *ret_tx,
    bool *ret_is_there, struct err *err);

struct chain_tx_query {
    int64_t chain_id;    /* 0: of all */
    int state;           /* enum chain_tx_state; -1: any */
    struct text purpose; /* empty: any; with object_id, unless that is 0 */
    int64_t object_id;
    int64_t before_id; /* INT64_MAX at the start */
    size_t limit;
};
/* Newest first. */
MUST_USE bool chain_tx_list(struct db *db, const struct chain_tx_query *query, struct arena *arena,
    struct chain_tx **ret_txs, size_t *ret_count, struct err *err);

/* Those of a chain that are not ended: the ones that have a nonce by it, then the others as they were ordered; limit of each. */
MUST_USE bool chain_tx_list_open(struct db *db, int64_t chain_id, size_t limit, struct arena *arena,
    struct chain_tx **ret_txs, size_t *ret_count, struct err *err);

/* How many a chain has in each state. */
struct chain_tx_counts {
    int64_t at[CHAIN_TX_STATES];
};
MUST_USE bool chain_tx_count(
    struct db *db, int64_t chain_id, struct chain_tx_counts *ret_counts, struct err *err);

/* What was signed for one, oldest first. */
struct chain_tx_attempt {
    int64_t number;
    struct text hash, raw;
    int64_t gas, most_fee_wei, tip_wei, signed_us, sent_us;
};
MUST_USE bool chain_tx_attempts(struct db *db, int64_t id, struct arena *arena,
    struct chain_tx_attempt **ret_attempts, size_t *ret_count, struct err *err);

#endif
