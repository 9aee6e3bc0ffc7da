/* SPDX-License-Identifier: Apache-2.0 */
/* Claims that the server sends and pays for: the holder signs typed data (EIP-712), which costs nothing, and the contract takes the claim by
   that signature from anybody (docs/mint.md). All of it is checked before it is ordered, and whether the chain would take it too.
   Example: claim_relay_print(&out, &claim, deadline_us);  claim_relay_order(db, &who, &order, vault, tools, now_us, err) */
#ifndef MINT_CLAIM_RELAY_H
#define MINT_CLAIM_RELAY_H

#include "mint/campaign.h"

/* Adds what the holder signs, as eth_signTypedData_v4 takes it. */
void claim_relay_print(struct buf *out, const struct claim *claim, int64_t deadline_us);

/* Until when a signature counts that is asked for now: for a day. */
int64_t claim_relay_deadline(int64_t now_us);

struct claim_relay_order {
    struct mint_wish wish;
    int64_t deadline_us;
    struct text signature; /* 65 bytes */
};

/* Whether holders' claims are paid for on a chain. */
MUST_USE bool claim_relay_is_offered(
    struct db *db, int64_t chain_id, bool *ret_is_offered, struct err *err);

struct onchain_tools;
/* Orders the transaction, once. Fails as campaign_claim does, and with ERR_USAGE when the signature is not the holder's for just this claim
   or its deadline is too near or too far, ERR_CONFLICT when nothing is paid for there, the address is not bound any more, or is a contract,
   the badge is claimed or on its way, or the chain would refuse it, ERR_LIMIT when the account or the chain has had enough today,
   ERR_BUSY when the chain cannot be asked. Not in a transaction: nodes are called by tools, with the endpoints that vault opens. */
MUST_USE bool claim_relay_order(struct db *db, const struct api_principal *who,
    const struct claim_relay_order *order, const struct vault *vault, struct onchain_tools *tools,
    int64_t now_us, struct err *err);

#endif
