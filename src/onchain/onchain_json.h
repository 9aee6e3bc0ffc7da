/* SPDX-License-Identifier: Apache-2.0 */
/* Chains and transactions as JSON, for the REST interface and the command line. Example: onchain_json_read(&json, &chain, arena, err) */
#ifndef ONCHAIN_ONCHAIN_JSON_H
#define ONCHAIN_ONCHAIN_JSON_H

#include "codec/json.h"
#include "onchain/chain_tx.h"
#include "onchain/onchain.h"

#define ONCHAIN_JSON_MEMBERS                                                                       \
    "name endpoints wallet_url explorer_url symbol confirmations most_fee_wei most_gas "           \
    "replace_seconds badge_contract anchor_contract "                                              \
    "anchor_seconds claims_paid_a_day is_on"

/* Fills in what holds where nothing is said. */
void onchain_json_begin(struct onchain *chain);
/* Reads and checks what is given over what chain holds; the texts live in arena. with_id: its id too. ERR_USAGE. */
MUST_USE bool onchain_json_read(const struct json *body, bool with_id, struct onchain *chain,
    struct arena *arena, struct err *err);

/* Adds an object that shows a chain: to everybody, or all of it but its endpoints' URLs, of which the hosts are shown. */
void onchain_json_print(struct buf *out, const struct onchain *chain, bool is_whole);

/* Adds an object that shows a transaction, with what was signed for it unless attempts is NULL. explorer: the chain's, or empty. */
void onchain_json_print_tx(struct buf *out, const struct chain_tx *tx, struct text explorer,
    const struct chain_tx_attempt *attempts, size_t attempt_count);

/* Adds a member with an address (EIP-55), or null for none; or with bytes as 0x…, or null for none. */
void onchain_json_print_address(struct buf *out, const char *key, struct text bytes);
void onchain_json_print_hex(struct buf *out, const char *key, struct text bytes);

#endif
