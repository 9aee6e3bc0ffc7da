/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/deploy.h"

#include "base/rand.h"
#include "chain/abi.h"
#include "mint/artefact.h"

static const struct {
    const char *name, *purpose;
} contracts[] = {
    [ONCHAIN_BADGES] = {"SecurityBadge", ONCHAIN_DEPLOY_BADGES},
    [ONCHAIN_ANCHORS] = {"Anchor", ONCHAIN_DEPLOY_ANCHORS},
};

/* What a wallet shows of the collection. */
#define COLLECTION "kenzen security badges"
#define SYMBOL "KZN"
#define DESCRIPTION "Security work that was done, with evidence in an append-only log."

const char *deploy_name(enum onchain_contract which)
{
    return contracts[which].name;
}

bool deploy_read(struct text name, enum onchain_contract *ret_which)
{
    for (size_t i = 0; i < LEN_OF(contracts); i++)
        if (text_is(name, contracts[i].name)) {
            *ret_which = (enum onchain_contract)i;
            return true;
        }
    return false;
}

static bool print_code(enum onchain_contract which, const struct chain_address *issuer,
    struct buf *out, struct err *err)
{
    const struct artefact *artefact = artefact_find(text_of(contracts[which].name));
    if (!artefact)
        return err_set(err, ERR_UNSUPPORTED, "%s: is not in this program", contracts[which].name);
    const struct abi_value arguments[] = {abi_bytes(TEXT(COLLECTION)), abi_bytes(TEXT(SYMBOL)),
        abi_bytes(TEXT(DESCRIPTION)), abi_address(issuer), abi_address(issuer)};
    buf_add(out, artefact->bytecode);
    return which == ONCHAIN_ANCHORS ||
           abi_print(out, TEXT("(string,string,string,address,address)"), arguments,
               LEN_OF(arguments), err);
}

bool deploy_order(struct db *db, int64_t chain_id, enum onchain_contract which,
    const struct chain_address *issuer, int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct buf code;
    buf_init(&code, LIMIT_CHAIN_DATA_BYTES);
    bool is_ordered = print_code(which, issuer, &code, err) && buf_check(&code, err) &&
                      chain_tx_add(db,
                          &(struct chain_tx_order){.chain_id = chain_id,
                              .purpose = contracts[which].purpose,
                              .object_id = rand_id(now_us),
                              .data = buf_text(&code)},
                          now_us, ret_id, err);
    buf_done(&code);
    return is_ordered;
}

struct missing {
    int64_t chain_id, now_us;
    const struct chain_address *issuer;
    struct arena *arena;
};

/* Whether one is under way. */
static bool is_ordered(struct db *db, const struct missing *it, enum onchain_contract which,
    bool *ret_is_ordered, struct err *err)
{
    struct chain_tx *txs;
    size_t count;
    struct chain_tx_query query = {.chain_id = it->chain_id,
        .state = -1,
        .purpose = text_of(contracts[which].purpose),
        .before_id = INT64_MAX,
        .limit = 1};
    if (!chain_tx_list(db, &query, it->arena, &txs, &count, err))
        return false;
    *ret_is_ordered = count && !chain_tx_is_ended(txs[0].state);
    return true;
}

static bool order_missing(struct db *db, void *context, struct err *err)
{
    const struct missing *it = context;
    struct onchain chain;
    bool is_there, is_under_way;
    if (!onchain_find(db, NULL, it->chain_id, it->arena, &chain, &is_there, err))
        return false;
    if (!is_there || !chain.is_on)
        return true;
    for (size_t i = 0; i < LEN_OF(contracts); i++) {
        enum onchain_contract which = (enum onchain_contract)i;
        if ((which == ONCHAIN_BADGES ? chain.badge_contract : chain.anchor_contract).len)
            continue;
        if (!is_ordered(db, it, which, &is_under_way, err) ||
            (!is_under_way &&
                !deploy_order(db, it->chain_id, which, it->issuer, it->now_us, NULL, err)))
            return false;
    }
    return true;
}

bool deploy_missing(struct db *db, int64_t chain_id, const struct chain_address *issuer,
    int64_t now_us, struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct missing it = {.chain_id = chain_id, .now_us = now_us, .issuer = issuer, .arena = &arena};
    bool is_good = db_transact(db, order_missing, &it, err);
    arena_done(&arena);
    return is_good;
}
