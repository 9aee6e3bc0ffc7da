/* SPDX-License-Identifier: Apache-2.0 */
/* Verifies a badge that is an NFT, from the chain up: who holds the token, which commitments its contract emitted for it, and whether those are
   entries of the issuer's log. A node and the issuer's server are asked, and neither is believed alone: what the node says was committed
   must be in the log, under a signed head.
   Example: badge_verify_nft_read(&nft, TEXT("1:0x5aAe…:77"), err) && badge_verify_nft(&report, &nft, &rpc, &source, arena, err) */
#ifndef BADGE_BADGE_VERIFY_NFT_H
#define BADGE_BADGE_VERIFY_NFT_H

#include "badge/badge_verify.h"
#include "chain/rpc_state.h"

struct badge_verify_nft {
    uint64_t chain_id;
    struct chain_address contract;
    struct u256 token;
};

/* Reads "chainId:contract:tokenId", numbers in decimal. ERR_SYNTAX. */
MUST_USE bool badge_verify_nft_read(
    struct badge_verify_nft *ret_nft, struct text t, struct err *err);
/* Whether a text is meant as one: it begins with digits and ":0x". */
bool badge_verify_nft_is(struct text t);

/* rpc has its post and its URLs. issuer: the DID of whose log the commitments must be in; empty: that is not checked. Texts live in arena. */
MUST_USE bool badge_verify_nft(struct badge_report *ret_report, const struct badge_verify_nft *nft,
    struct rpc *rpc, struct text issuer, const struct badge_verify_source *source,
    struct arena *arena, struct err *err);

#endif
