/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/anchor.h"

#include "base/rand.h"
#include "chain/abi.h"
#include "codec/sha256.h"
#include "journal/checkpoint.h"
#include "mint/anchor_rows.h"

static bool order_call(struct db *db, const struct anchor *anchor, struct err *err)
{
    unsigned char origin[SHA256_SIZE];
    sha256_of(anchor->origin, origin);
    const struct abi_value values[] = {abi_bytes((struct text){(const char *)origin, SHA256_SIZE}),
        abi_u64((uint64_t)anchor->head.size),
        abi_bytes((struct text){(const char *)anchor->head.root.at, sizeof anchor->head.root.at})};
    struct buf data;
    int64_t tx_id = 0;
    buf_init(&data, SIZE_MAX);
    bool is_fine = abi_print_call(&data, TEXT("anchor(bytes32,uint64,bytes32)"), values,
                       LEN_OF(values), err) &&
                   chain_tx_add(db,
                       &(struct chain_tx_order){.chain_id = anchor->chain_id,
                           .purpose = ANCHOR_PURPOSE,
                           .object_id = anchor->id,
                           .to = {(const char *)anchor->contract.at, ADDRESS_SIZE},
                           .data = buf_text(&data)},
                       anchor->ordered_us, &tx_id, err) &&
                   anchor_rows_set_tx(db, anchor->id, tx_id, err);
    buf_done(&data);
    return is_fine;
}

/* The contract takes no head of a log that shrank, nor another one of the same size; one that was final is not paid for twice. */
static bool check_last(const struct anchor *last, const struct journal_head *head, struct err *err)
{
    if (text_is(last->state, "ordered"))
        return err_set(err, ERR_CONFLICT, "a head of the journal is on its way to this chain");
    if (text_is(last->state, "final") && last->head.size >= head->size)
        return err_set(err, ERR_CONFLICT, "this chain has the newest head of the journal");
    return true;
}

static bool order(struct db *db, const struct onchain *chain, struct text url, int64_t now_us,
    struct arena *arena, int64_t *ret_id, struct err *err)
{
    struct anchor last, anchor = {.id = rand_id(now_us),
                            .chain_id = chain->id,
                            .origin = checkpoint_origin(url, arena),
                            .ordered_us = now_us};
    bool is_there;
    if (!chain->is_on || chain->anchor_contract.len != ADDRESS_SIZE)
        return err_set(err, ERR_CONFLICT, "this chain is off, or has no contract Anchor yet");
    memcpy(anchor.contract.at, chain->anchor_contract.at, ADDRESS_SIZE);
    if (!anchor_rows_last(db, chain, arena, &last, &is_there, err) ||
        !journal_tree_head(db, &anchor.head, err) ||
        (is_there && !check_last(&last, &anchor.head, err)))
        return false;
    if (!anchor.head.size)
        return err_set(err, ERR_CONFLICT, "the journal has no entry yet");
    *ret_id = anchor.id;
    return anchor_rows_add(db, &anchor, err) && order_call(db, &anchor, err);
}

bool anchor_order(struct db *db, const struct onchain *chain, struct text url, int64_t now_us,
    int64_t *ret_id, struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = order(db, chain, url, now_us, &arena, ret_id, err);
    arena_done(&arena);
    return is_fine;
}

bool anchor_on_final(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    (void)now_us;
    return anchor_rows_end(db, tx->object_id, true, err);
}

bool anchor_on_failed(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    (void)now_us;
    return anchor_rows_end(db, tx->object_id, false, err);
}

/* -- once a day -- */

struct due {
    const struct onchain *chain;
    struct text url;
    int64_t now_us;
};

static bool order_due(struct db *db, void *context, struct err *err)
{
    const struct due *it = context;
    int64_t id;
    return anchor_order(db, it->chain, it->url, it->now_us, &id, err);
}

/* What failed is tried again a day later too: a chain that takes nothing must not cost more each second. */
static bool is_due(struct db *db, const struct onchain *chain, int64_t now_us, struct arena *arena,
    bool *ret_is_due, struct err *err)
{
    struct anchor last;
    bool is_there;
    *ret_is_due = false;
    if (!chain->is_on || chain->anchor_contract.len != ADDRESS_SIZE)
        return true;
    if (!anchor_rows_last(db, chain, arena, &last, &is_there, err))
        return false;
    *ret_is_due = !is_there ||
                  (!text_is(last.state, "ordered") && last.ordered_us <= now_us - ANCHOR_EVERY_US);
    return true;
}

static bool round_of(struct db *db, struct due *it, struct arena *arena, struct err *err)
{
    bool due;
    struct err why;
    if (!is_due(db, it->chain, it->now_us, arena, &due, err))
        return false;
    /* Nothing has happened since, or another server was quicker. */
    return !due || db_transact(db, order_due, it, &why) || why.code == ERR_CONFLICT ||
           err_set(err, why.code, "%s", why.text);
}

bool anchor_round(struct db *db, struct text url, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct onchain *chains;
    size_t count;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = onchain_list(db, NULL, &arena, &chains, &count, err);
    for (size_t i = 0; is_fine && i < count; i++) {
        struct due it = {&chains[i], url, now_us};
        is_fine = round_of(db, &it, &arena, err);
    }
    arena_done(&arena);
    return is_fine;
}
