/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of chains that people have shown to be theirs, by signing a message that names this server and their session (docs/wallet.md).
   One address is one account's; one of an account's receives what is minted unless another is named.
   Example: wallet_challenge(db, &who, &order, now_us, &message, err) … wallet_bind(db, &who, &proof, now_us, &id, err) */
#ifndef MINT_WALLET_H
#define MINT_WALLET_H

#include "account/api.h"
#include "base/clock.h"
#include "chain/address.h"

#define WALLET_CHALLENGE_US (10 * 60 * CLOCK_SECOND_US)

struct wallet {
    int64_t id, account_id;
    struct chain_address address;
    bool is_receiving; /* at most one of an account */
    bool is_stealth;   /* made for this use alone (ERC-5564): nobody can tell whose it is */
    int64_t verified_us;
    struct text account_name; /* for lists of all */
};

/* What a message to sign is made for. */
struct wallet_order {
    struct text url; /* of this server */
    struct chain_address address;
    int64_t chain_id;
};
/* Adds the message, which one signature of that session answers within WALLET_CHALLENGE_US; another one of the session is forgotten. */
MUST_USE bool wallet_challenge(struct db *db, const struct api_principal *who,
    const struct wallet_order *order, int64_t now_us, struct buf *ret_message, struct err *err);

/* Adds the message that was made of order's url and address and waits to be answered, by its very bytes, for those who give nothing but
   the signature back. ERR_NOT_FOUND. */
MUST_USE bool wallet_asked(struct db *db, const struct api_principal *who,
    const struct wallet_order *order, int64_t now_us, struct buf *ret_message, struct err *err);

struct wallet_proof {
    struct text url, message;
    struct text signature; /* 65 bytes */
    bool is_stealth;
};
/* Binds the address that signed. Whatever comes of it, the message is used up. ERR_SYNTAX, ERR_USAGE when message or signature is not what
   was asked for, ERR_CONFLICT when the message is used up or the address is another account's, ERR_LIMIT beyond
   LIMIT_WALLET_ADDRESSES. */
MUST_USE bool wallet_bind(struct db *db, const struct api_principal *who,
    const struct wallet_proof *proof, int64_t now_us, int64_t *ret_id, struct err *err);
/* actor_id 0: from the command line. ERR_NOT_FOUND. */
MUST_USE bool wallet_unbind(struct db *db, int64_t account_id, int64_t id, int64_t actor_id,
    int64_t now_us, struct err *err);
/* Lets one of an account receive, or none of them any more. ERR_NOT_FOUND. */
MUST_USE bool wallet_receive(
    struct db *db, int64_t account_id, int64_t id, bool is_receiving, struct err *err);

/* ERR_NOT_FOUND. */
MUST_USE bool wallet_find(struct db *db, int64_t account_id, int64_t id, struct arena *arena,
    struct wallet *ret_wallet, struct err *err);
/* ret_wallet->id is 0 when it is nobody's. */
MUST_USE bool wallet_find_address(struct db *db, const struct chain_address *address,
    struct arena *arena, struct wallet *ret_wallet, struct err *err);
/* Of an account, or 0: of all; oldest first. */
MUST_USE bool wallet_list(struct db *db, int64_t account_id, struct arena *arena,
    struct wallet **ret_wallets, size_t *ret_count, struct err *err);

#endif
