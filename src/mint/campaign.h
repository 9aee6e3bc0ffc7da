/* SPDX-License-Identifier: Apache-2.0 */
/* Campaigns: one Merkle root on a chain for any number of badges, each of which its holder may claim when he wishes, and pays for himself.
   Example: campaign_open(db, &who, &(struct campaign_order){.expires_us = end}, now_us, &id, err) */
#ifndef MINT_CAMPAIGN_H
#define MINT_CAMPAIGN_H

#include "chain/abi.h"
#include "chain/claim_tree.h"
#include "mint/mint.h"

#define CAMPAIGN_PURPOSE "campaign"
#define CAMPAIGN_CLOSE_PURPOSE "campaign-close"
/* Of claims that the server pays for (claim_relay.h); the index chain_tx_claims is of these alone. */
#define CAMPAIGN_CLAIM_PURPOSE "mint-claim"
/* How often a chain is asked what was claimed. */
#define CAMPAIGN_WATCH_US (10 * CLOCK_SECOND_US)
/* Blocks that a node is asked about at once: public ones refuse more. */
enum { CAMPAIGN_BLOCKS_AT_ONCE = 2000 };

struct campaign {
    int64_t id, chain_id;
    struct chain_address contract;
    struct claim_node root;
    int64_t count, claimed; /* badges */
    struct text state;      /* "ordered", "open", "closing", "failed", "ended" */
    int64_t expires_us, created_us, created_by, tx_id, scanned_block, closing_tx_id;
    struct text error; /* why it was not opened, or not closed; or empty */
};

struct campaign_order {
    int64_t chain_id; /* 0: the only one that has a contract for badges */
    int64_t expires_us;
};
/* Opens one with all badges that may be minted, are not on a chain or in another campaign there, and whose recipients have an address that
   receives; LIMIT_CAMPAIGN_BADGES at most, the oldest first. ERR_NOT_FOUND without a chain, ERR_USAGE, ERR_CONFLICT when there is no
   such badge. */
MUST_USE bool campaign_open(struct db *db, const struct api_principal *who,
    const struct campaign_order *order, int64_t now_us, int64_t *ret_id, struct err *err);

/* Orders that an open one ends now. It is "closing" until that is final on its chain, and open again if it fails. ERR_NOT_FOUND, ERR_CONFLICT
   when it is not open. */
MUST_USE bool campaign_close(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err);

/* Newest first. */
MUST_USE bool campaign_list(struct db *db, struct arena *arena, struct campaign **ret_campaigns,
    size_t *ret_count, struct err *err);

/* ERR_NOT_FOUND. */
MUST_USE bool campaign_find(
    struct db *db, int64_t id, struct arena *arena, struct campaign *ret_campaign, struct err *err);

/* What a holder sends to claim a badge. */
struct claim {
    struct campaign campaign;
    struct mint mint;
    struct claim_proof proof;
    struct text data; /* of the call, in arena */
};
/* The proof as an argument of a call, in room. */
struct abi_value campaign_proof(
    const struct claim *claim, struct abi_value room[static CLAIM_TREE_DEPTH]);
/* Finds the campaign that has a badge for its recipient. Of the wish, the address and the chain choose among campaigns. ERR_NOT_FOUND when
   no open one has it, ERR_FORBIDDEN, ERR_CONFLICT when the badge is revoked. */
MUST_USE bool campaign_find_claim(struct db *db, const struct api_principal *who,
    const struct mint_wish *wish, int64_t now_us, struct arena *arena,
    struct campaign *ret_campaign, struct err *err);
/* The same, with the proof and the call. */
MUST_USE bool campaign_claim(struct db *db, const struct api_principal *who,
    const struct mint_wish *wish, int64_t now_us, struct arena *arena, struct claim *ret_claim,
    struct err *err);

/* -- for jobs -- */

bool campaign_on_final(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
/* What opens one, or closes it. */
bool campaign_on_failed(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err);
struct onchain_tools;
/* Whether a log of a contract says that it has the badge: Evidence(uint256 indexed tokenId, bytes32 commitment), and whose commitment it is
   says which badge that is. */
struct rpc_log;
bool campaign_is_evidence(const struct rpc_log *log, const struct mint *mint);
/* Looks on chains for what was claimed, and writes down where those badges are now. Fails when the database does. */
MUST_USE bool campaign_watch(struct db *db, const struct vault *vault, struct onchain_tools *tools,
    int64_t now_us, struct err *err);

#endif
