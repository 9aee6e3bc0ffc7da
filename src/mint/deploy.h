/* SPDX-License-Identifier: Apache-2.0 */
/* Our contracts, put onto a chain: ordered as a transaction; once that is final, the contract is the chain's (onchain/onchain.h).
   Example: deploy_order(db, 31337, ONCHAIN_BADGES, &issuer, now_us, &id, err) in a transaction */
#ifndef MINT_DEPLOY_H
#define MINT_DEPLOY_H

#include "chain/address.h"
#include "onchain/chain_tx.h"
#include "onchain/onchain.h"

/* "SecurityBadge" or "Anchor"; reading fails without a message on another word. */
const char *deploy_name(enum onchain_contract which);
MUST_USE bool deploy_read(struct text name, enum onchain_contract *ret_which);

/* Orders one. issuer, who is to sign it, becomes its administrator, and may issue. Fails as chain_tx_add does. */
MUST_USE bool deploy_order(struct db *db, int64_t chain_id, enum onchain_contract which,
    const struct chain_address *issuer, int64_t now_us, int64_t *ret_id, struct err *err);

/* Orders those that a chain has not and that are not ordered, in a transaction of its own. */
MUST_USE bool deploy_missing(struct db *db, int64_t chain_id, const struct chain_address *issuer,
    int64_t now_us, struct err *err);

#endif
