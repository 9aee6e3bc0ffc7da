/* SPDX-License-Identifier: Apache-2.0 */
/* Heads of the journal, written to a contract of a chain, where nobody can take them back: who is shown another journal than the rest of
   the world can tell (docs/journal.md, "On a chain"; contracts/src/Anchor.sol).
   Example: anchor_order(db, &(struct anchor_wish){.chain_id = 1, .origin = checkpoint_origin(url, arena)}, now_us, &id, err) */
#ifndef MINT_ANCHOR_H
#define MINT_ANCHOR_H

#include "chain/address.h"
#include "journal/journal_tree.h"
#include "onchain/chain_tx.h"
#include "onchain/onchain.h"

/* Purpose of transactions. */
#define ANCHOR_PURPOSE "anchor"

enum anchor_state {
    ANCHOR_ORDERED,
    ANCHOR_MINED, /* it is in a block, which may yet vanish: as its transaction is */
    ANCHOR_FINAL,
    ANCHOR_FAILED,
    ANCHOR_STATES
};
const char *anchor_state_word(enum anchor_state state); /* "ordered" … */

struct anchor {
    int64_t id, chain_id;
    struct text chain_name, explorer_url;
    struct text contract;     /* 20 bytes */
    struct text origin;       /* the log's name */
    struct journal_head head; /* without a time */
    enum anchor_state state;
    struct text error;
    int64_t ordered_us, final_us;
    /* Of its transaction: empty and 0 as long as it has none. */
    int64_t tx_id;
    struct text sender, hash; /* 20 and 32 bytes */
    int64_t block_number;     /* 0: it is in none */
};

/* What a contract knows a log by: the SHA-256 of its name. */
void anchor_origin_hash(struct text origin, unsigned char ret_hash[SHA256_SIZE]);

struct anchor_wish {
    int64_t chain_id;
    struct text origin;
    int64_t actor_id; /* who asks for it, which the journal tells; 0: nobody, it is time */
    bool is_asked;    /* from the command line or by somebody */
};
/* Orders that the newest head is written, in a transaction of its own. ERR_NOT_FOUND when the chain is not set up; ERR_CONFLICT when it is
   off or has no contract for it, while another is on its way there, and when the journal has not grown since the last. */
MUST_USE bool anchor_order(struct db *db, const struct anchor_wish *wish, int64_t now_us,
    int64_t *ret_id, struct err *err);

/* url: the server's, after which the log is named. Orders what is due on all chains: where the interval has passed, and the journal has grown. To be called every now and then; one query
   when nothing is due. */
MUST_USE bool anchor_round(struct db *db, struct text url, int64_t now_us, struct err *err);

struct anchor_query {
    int64_t chain_id, id; /* 0: of all */
    bool is_final;        /* those alone */
    int64_t before_id;    /* INT64_MAX at the start */
    size_t limit;
};
/* Newest first. */
MUST_USE bool anchor_list(struct db *db, const struct anchor_query *query, struct arena *arena,
    struct anchor **ret_anchors, size_t *ret_count, struct err *err);

/* What comes of transactions, for jobs_listeners. */
bool anchor_on_final(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
bool anchor_on_failed(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);

#endif
