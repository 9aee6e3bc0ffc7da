/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of wallets that wallet.c uses. Example: wallet_rows_take(db, &who, nonce, now_us, &challenge, err) */
#ifndef MINT_WALLET_ROWS_H
#define MINT_WALLET_ROWS_H

#include "mint/wallet.h"

struct wallet_challenge {
    struct text nonce;
    struct chain_address address;
    int64_t chain_id;
};
/* In a transaction. Those of the session (0: the account's, from the command line), and those that have expired, go. */
MUST_USE bool wallet_rows_ask(struct db *db, const struct api_principal *who,
    const struct wallet_challenge *challenge, int64_t now_us, struct err *err);
/* Finds the session's one for an address, and when it was asked. ERR_NOT_FOUND. */
MUST_USE bool wallet_rows_asked(struct db *db, const struct api_principal *who,
    const struct chain_address *address, int64_t now_us, struct arena *arena,
    struct wallet_challenge *ret_challenge, int64_t *ret_asked_us, struct err *err);
/* Takes the challenge of that nonce away; ret_is_there is false when this session has none that holds. */
MUST_USE bool wallet_rows_take(struct db *db, const struct api_principal *who, struct text nonce,
    int64_t now_us, struct wallet_challenge *ret_challenge, bool *ret_is_there, struct err *err);

MUST_USE bool wallet_rows_add(struct db *db, const struct wallet *wallet, struct err *err);
/* Shown anew to be an account's. */
MUST_USE bool wallet_rows_verify(struct db *db, int64_t id, int64_t now_us, struct err *err);
MUST_USE bool wallet_rows_remove(struct db *db, int64_t id, struct err *err);
MUST_USE bool wallet_rows_receive(
    struct db *db, int64_t account_id, int64_t id, bool is_receiving, struct err *err);

#endif
