/* SPDX-License-Identifier: Apache-2.0 */
/* A database with a chain that is set up. Example: struct onchain_test o = onchain_test(state); … onchain_test_done(&o); */
#ifndef ONCHAIN_TEST_H
#define ONCHAIN_TEST_H

#include "store/store_test.h"

#include "onchain/chain_tx_step.h"
#include "onchain/onchain.h"

#define NOW STORE_TEST_NOW_US
#define ADDRESS ((struct text){"abcdefghijklmnopqrst", 20})
#define HASH(letter) ((struct text){letter letter letter letter, 32})
#define HASH_A HASH("aaaaaaaa")
#define HASH_B HASH("bbbbbbbb")

struct onchain_test {
    struct store_test *t;
    struct vault *vault;
    char path[128];
};

static inline struct onchain onchain_test_chain(int64_t id)
{
    return (struct onchain){.id = id,
        .name = TEXT("Testland"),
        .endpoints = {TEXT("https://node.example.org/key"), TEXT("https://other.example.org")},
        .endpoint_count = 2,
        .wallet_url = TEXT(""),
        .explorer_url = TEXT("https://scan.example.org"),
        .symbol = TEXT("TST"),
        .confirmations = 3,
        .most_fee_wei = ONCHAIN_MOST_FEE_WEI,
        .most_gas = ONCHAIN_MOST_GAS,
        .replace_seconds = ONCHAIN_REPLACE_SECONDS,
        .is_on = true};
}

struct onchain_test_write {
    struct vault *vault;
    struct onchain chain;
    int64_t id;
    bool (*run)(struct db *db, const struct vault *vault, const struct onchain *chain,
        int64_t actor_id, int64_t now_us, struct err *err);
};
static inline bool onchain_test_run(struct db *db, void *context, struct err *err)
{
    struct onchain_test_write *it = context;
    return it->run(db, it->vault, &it->chain, 0, NOW, err);
}

static inline struct onchain_test onchain_test(void **state)
{
    struct onchain_test o = {.t = store_test(state)};
    snprintf(
        o.path, sizeof o.path, "/tmp/kenzen-test-key-%lld", (long long)rand_id(clock_now_us()));
    assert_ok(vault_new(&o.vault, o.path, err));
    struct onchain_test_write it = {
        .vault = o.vault, .chain = onchain_test_chain(7), .run = onchain_add};
    assert_ok(db_transact(o.t->db, onchain_test_run, &it, err));
    return o;
}

static inline void onchain_test_done(struct onchain_test *o)
{
    vault_free(o->vault);
    unlink(o->path);
}

#endif
