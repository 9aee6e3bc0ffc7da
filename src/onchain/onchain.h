/* SPDX-License-Identifier: Apache-2.0 */
/* A chain that is set up: where its nodes are, when what it holds counts as final, how much a transaction may cost, which contracts of
   ours are there (docs/chain.md). Example: onchain_find(db, vault, 11155111, arena, &chain, &is_there, err) */
#ifndef ONCHAIN_ONCHAIN_H
#define ONCHAIN_ONCHAIN_H

#include "base/clock.h"
#include "base/limits.h"
#include "store/db.h"
#include "store/vault.h"

enum { ONCHAIN_ADDRESS_SIZE = 20, ONCHAIN_HASH_SIZE = 32 };

/* What holds where nothing is said: 12 blocks, 100 gwei, 5 million units of gas, three minutes, a day. */
#define ONCHAIN_CONFIRMATIONS INT64_C(12)
#define ONCHAIN_MOST_FEE_WEI INT64_C(100000000000)
#define ONCHAIN_MOST_GAS INT64_C(5000000)
#define ONCHAIN_REPLACE_SECONDS INT64_C(180)
#define ONCHAIN_ANCHOR_SECONDS INT64_C(86400)

/* Purposes of transactions that make a contract of ours: once they are final, it is the chain's. */
#define ONCHAIN_DEPLOY_BADGES "deploy-badges"
#define ONCHAIN_DEPLOY_ANCHORS "deploy-anchors"

struct onchain {
    int64_t id; /* the chain's own (EIP-155) */
    struct text name;
    struct text endpoints[LIMIT_CHAIN_ENDPOINTS]; /* URLs; they may hold keys, and are not shown */
    size_t endpoint_count;
    struct text wallet_url, explorer_url; /* public; or empty */
    struct text symbol;
    int64_t confirmations, most_fee_wei, most_gas, replace_seconds;
    struct text badge_contract, anchor_contract; /* 20 bytes; or empty */
    int64_t anchor_seconds;    /* how often the journal is anchored; 0: when somebody asks for it */
    int64_t claims_paid_a_day; /* how many holders' claims the server sends and pays for; 0: none */
    bool is_on;
    struct text trouble; /* why nothing goes on; or empty */
    int64_t trouble_us, block_number, seen_us, created_us, updated_us; /* 0: never */
};

/* Checks what a person gave. ERR_USAGE. */
MUST_USE bool onchain_check(const struct onchain *chain, struct err *err);

MUST_USE bool onchain_find(struct db *db, const struct vault *vault, int64_t id,
    struct arena *arena, struct onchain *ret_chain, bool *ret_is_there, struct err *err);
/* By id. */
MUST_USE bool onchain_list(struct db *db, const struct vault *vault, struct arena *arena,
    struct onchain **ret_chains, size_t *ret_count, struct err *err);

/* These write to the journal; actor_id 0: from the command line. In a transaction. ERR_CONFLICT when the chain is there, or there are
   LIMIT_CHAINS. */
MUST_USE bool onchain_add(struct db *db, const struct vault *vault, const struct onchain *chain,
    int64_t actor_id, int64_t now_us, struct err *err);
/* What went wrong before is forgotten. */
MUST_USE bool onchain_set(struct db *db, const struct vault *vault, const struct onchain *chain,
    int64_t actor_id, int64_t now_us, struct err *err);
/* ERR_NOT_FOUND when it is not there, ERR_CONFLICT when something was ever sent to it: it can be switched off. */
MUST_USE bool onchain_remove(
    struct db *db, int64_t id, int64_t actor_id, int64_t now_us, struct err *err);

/* Which contract of ours is where: of badges, or of anchors. In a transaction. */
enum onchain_contract { ONCHAIN_BADGES, ONCHAIN_ANCHORS };
MUST_USE bool onchain_set_contract(struct db *db, int64_t id, enum onchain_contract which,
    struct text address, int64_t actor_id, int64_t now_us, struct err *err);

/* Keeps what came of looking at it: an empty trouble, that all is well; block_number 0: not known. */
MUST_USE bool onchain_note(struct db *db, int64_t id, struct text trouble, int64_t block_number,
    int64_t now_us, struct err *err);

/* Takes the right to work on it until a time, for a server; ret_is_taken is false when somebody has it. Whoever is done gives it back, with
   the same until_us. */
MUST_USE bool onchain_lease(struct db *db, int64_t id, struct text server, int64_t until_us,
    int64_t now_us, bool *ret_is_taken, struct err *err);
MUST_USE bool onchain_release(struct db *db, int64_t id, int64_t until_us, struct err *err);
/* Gives back all that a server of that name had when it was killed: at its start, before it works. */
MUST_USE bool onchain_release_all(struct db *db, struct text server, struct err *err);

/* Ids of those that are switched on and have transactions that are not ended. */
MUST_USE bool onchain_busy(
    struct db *db, struct arena *arena, int64_t **ret_ids, size_t *ret_count, struct err *err);

#endif
