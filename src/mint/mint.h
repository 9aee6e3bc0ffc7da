/* SPDX-License-Identifier: Apache-2.0 */
/* Badges brought onto a chain: their holder's address gets the token of the badge's class, with the commitment to its entry in the journal
   as evidence (docs/mint.md). Example: mint_preview(db, &who, &wish, arena, &mint, err) … mint_order(db, &who, &wish, now_us, err) */
#ifndef MINT_MINT_H
#define MINT_MINT_H

#include "badge/badge.h"
#include "chain/address.h"
#include "chain/u256.h"
#include "onchain/chain_tx.h"
#include "onchain/onchain.h"

/* Purposes of transactions. */
#define MINT_PURPOSE "mint"
#define MINT_CLASS_PURPOSE "mint-class"
#define MINT_REVOKE_PURPOSE "mint-revoke"

enum mint_state {
    MINT_NONE, /* nobody has asked for it */
    MINT_ORDERED,
    MINT_MINED,
    MINT_FINAL,
    MINT_FAILED,
    MINT_REVOKING,
    MINT_REVOKED,
    MINT_KEPT, /* the badge is revoked and its token stays: it is another badge's too, or error tells why */
    MINT_STATES
};
const char *mint_state_word(enum mint_state state); /* "ordered" … */
enum mint_state mint_state_of(struct text word);

/* What becomes public of a badge: all that a chain is told. */
struct mint {
    int64_t badge_id, chain_id;
    struct chain_address contract, holder;
    int number; /* of the class */
    unsigned char commitment[32];
    enum mint_state state;
    int64_t tx_id; /* 0: none */
    struct text error;
    int64_t ordered_us, final_us;
};

/* class << 160 | holder */
struct u256 mint_token(const struct chain_address *holder, int number);
/* "chainId:contract:tokenId" in arena. */
struct text mint_nft_id(const struct mint *mint, struct arena *arena);

/* What the recipient of a badge wishes. */
struct mint_wish {
    int64_t badge_id;
    int64_t chain_id;    /* 0: the only one that has a contract for badges */
    struct text address; /* empty: the one that receives */
};

/* Finds what would become public, and the chain. Fails with ERR_NOT_FOUND (badge, chain, address), ERR_FORBIDDEN for another's badge, ERR_BUSY while
   its entry in the journal waits for its place, ERR_CONFLICT when it cannot be: revoked, expired, of a team, of a class that is on no chain, or
   vouched for by nobody but its recipient. */
MUST_USE bool mint_preview(struct db *db, const struct api_principal *who,
    const struct mint_wish *wish, int64_t now_us, struct arena *arena, struct mint *ret_mint,
    struct onchain *ret_chain, struct err *err);

/* The chain of that id, or 0: the only one that has a contract for badges. ERR_NOT_FOUND, ERR_USAGE, ERR_CONFLICT. */
MUST_USE bool mint_chain(
    struct db *db, int64_t id, struct arena *arena, struct onchain *ret_chain, struct err *err);

/* Orders it, and the classes that the contract has not, in one transaction. Fails as mint_preview, and with ERR_CONFLICT when it is ordered
   already. */
MUST_USE bool mint_order(struct db *db, const struct api_principal *who,
    const struct mint_wish *wish, int64_t now_us, struct err *err);

/* -- parts of ordering, in its transaction, for claims that the server pays for too -- */

/* ERR_LIMIT when the account had LIMIT_MINTS_A_DAY badges brought onto chains within the last day. */
MUST_USE bool mint_check_day(
    struct db *db, const struct api_principal *who, int64_t now_us, struct err *err);
/* A call of the badge's contract. */
struct mint_call {
    const char *purpose, *kind; /* of the transaction; and of the journal's entry */
    struct text data;
    int64_t most_gas; /* 0: as much as the chain lets it use */
};
/* Writes down that the badge is on its way, orders the call, and notes whose wish it was. ERR_CONFLICT when it was on its way already. */
MUST_USE bool mint_call_order(struct db *db, const struct api_principal *who,
    const struct mint *mint, const struct mint_call *call, int64_t now_us, struct err *err);

/* What has become of it; MINT_NONE when nothing was ordered. */
MUST_USE bool mint_find(
    struct db *db, int64_t badge_id, struct arena *arena, struct mint *ret_mint, struct err *err);

/* Orders that a contract gets the classes up to number that it has not; to be called in a transaction. */
MUST_USE bool mint_class_order(
    struct db *db, const struct mint *mint, int64_t now_us, struct err *err);

/* After so long a token that the chain refused to take back is tried again: who may issue there may have changed. Trying costs nothing unless
   the chain takes it. */
#define MINT_REFUSED_US (6 * 3600 * CLOCK_SECOND_US)
/* Tries so at once, for a transaction that was refused. ERR_NOT_FOUND, ERR_CONFLICT when it is none of those, or something else became of the
   token since. */
MUST_USE bool mint_retry(
    struct db *db, const struct api_principal *who, int64_t tx_id, int64_t now_us, struct err *err);
/* Takes back from chains what was revoked since: to be called every now and then. */
MUST_USE bool mint_round(struct db *db, int64_t now_us, struct err *err);

/* What comes of transactions, for jobs_listeners. */
bool mint_on_mined(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
bool mint_on_final(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
bool mint_on_failed(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
bool mint_on_reorg(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
bool mint_class_on_final(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
bool mint_class_on_failed(
    struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
bool mint_on_revoked(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
bool mint_on_not_revoked(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);

#endif
