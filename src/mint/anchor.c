/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/anchor.h"

#include "base/rand.h"
#include "chain/abi.h"
#include "journal/checkpoint.h"
#include "journal/journal.h"
#include "mint/anchor_rows.h"

static const char *const words[ANCHOR_STATES] = {[ANCHOR_ORDERED] = "ordered",
    [ANCHOR_MINED] = "mined",
    [ANCHOR_FINAL] = "final",
    [ANCHOR_FAILED] = "failed"};

const char *anchor_state_word(enum anchor_state state)
{
    return words[state];
}

void anchor_origin_hash(struct text origin, unsigned char ret_hash[SHA256_SIZE])
{
    sha256_of(origin, ret_hash);
}

/* -- ordering -- */

static bool find_chain(
    struct db *db, int64_t id, struct arena *arena, struct onchain *ret_chain, struct err *err)
{
    bool is_there;
    if (!onchain_find(db, NULL, id, arena, ret_chain, &is_there, err))
        return false;
    if (!is_there)
        return err_set(err, ERR_NOT_FOUND, "chain %lld is not set up", (long long)id);
    return (ret_chain->is_on && ret_chain->anchor_contract.len == ADDRESS_SIZE) ||
           err_set(err, ERR_CONFLICT, "this chain is off, or has no contract for anchors yet");
}

static bool check_growth(const struct anchor *last, int64_t size, struct err *err)
{
    if (last->state != ANCHOR_FINAL)
        return err_set(err, ERR_CONFLICT, "another anchor is on its way to this chain");
    if (last->head.size > size)
        return err_set(err, ERR_CONFLICT,
            "the journal has %lld entries, and %lld were anchored: it is not the one it was",
            (long long)size, (long long)last->head.size);
    return last->head.size < size ||
           err_set(err, ERR_CONFLICT, "the journal has not grown since it was last anchored");
}

/* The end of an anchor's transaction is an entry too, which alone is no reason for the next one. */
static bool check_news(struct db *db, const struct anchor *last, struct err *err)
{
    bool has_news;
    if (!anchor_rows_has_news(db, last->head.size, &has_news, err))
        return false;
    return has_news || err_set(err, ERR_CONFLICT, "nothing has happened but anchors");
}

/* What would be written, if anything. */
static bool prepare(struct db *db, const struct anchor_wish *wish, struct arena *arena,
    struct anchor *ret_anchor, struct err *err)
{
    struct onchain chain;
    struct anchor last, anchor = {.chain_id = wish->chain_id, .origin = wish->origin};
    bool is_there;
    if (!find_chain(db, wish->chain_id, arena, &chain, err) ||
        !journal_tree_head(db, &anchor.head, err))
        return false;
    if (!anchor.head.size)
        return err_set(err, ERR_CONFLICT, "the journal is empty");
    anchor.contract = chain.anchor_contract;
    if (!anchor_rows_last(db, &anchor, arena, &last, &is_there, err) ||
        (is_there && !check_growth(&last, anchor.head.size, err)) ||
        (is_there && !wish->is_asked && !check_news(db, &last, err)))
        return false;
    *ret_anchor = anchor;
    return true;
}

static bool order_tx(struct db *db, const struct anchor *anchor, int64_t now_us, struct err *err)
{
    unsigned char origin[SHA256_SIZE];
    struct buf data;
    int64_t tx_id = 0;
    anchor_origin_hash(anchor->origin, origin);
    const struct abi_value values[] = {abi_bytes((struct text){(const char *)origin, SHA256_SIZE}),
        abi_u64((uint64_t)anchor->head.size),
        abi_bytes((struct text){(const char *)anchor->head.root.at, SHA256_SIZE})};
    buf_init(&data, SIZE_MAX);
    bool is_fine = abi_print_call(&data, TEXT("anchor(bytes32,uint64,bytes32)"), values,
                       LEN_OF(values), err) &&
                   chain_tx_add(db,
                       &(struct chain_tx_order){.chain_id = anchor->chain_id,
                           .purpose = ANCHOR_PURPOSE,
                           .object_id = anchor->id,
                           .to = anchor->contract,
                           .data = buf_text(&data)},
                       now_us, &tx_id, err) &&
                   anchor_rows_set_tx(db, anchor->id, tx_id, err);
    buf_done(&data);
    return is_fine;
}

/* What comes about by itself is no entry: the journal would grow by its own anchors, and be anchored for that. */
static bool note(struct db *db, const struct anchor *anchor, const struct anchor_wish *wish,
    int64_t now_us, struct err *err)
{
    char facts[80];
    if (!wish->is_asked)
        return true;
    snprintf(facts, sizeof facts, "{\"size\":\"%lld\"}", (long long)anchor->head.size);
    return journal_add(db,
        &(struct journal_entry){.kind = "chain.anchor_ordered",
            .actor_id = wish->actor_id,
            .object_kind = "chain",
            .object_id = anchor->chain_id,
            .at_us = now_us,
            .facts = text_of(facts)},
        err);
}

struct ordering {
    const struct anchor_wish *wish;
    int64_t now_us, id;
};

static bool order(struct db *db, void *context, struct err *err)
{
    struct ordering *it = context;
    struct arena arena;
    struct anchor anchor;
    bool is_new = true;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = prepare(db, it->wish, &arena, &anchor, err);
    anchor.id = it->id = rand_id(it->now_us);
    anchor.ordered_us = it->now_us;
    is_fine = is_fine && anchor_rows_add(db, &anchor, &is_new, err);
    if (is_fine && !is_new)
        is_fine = err_set(err, ERR_CONFLICT, "another anchor is on its way to this chain");
    is_fine = is_fine && order_tx(db, &anchor, it->now_us, err) &&
              note(db, &anchor, it->wish, it->now_us, err);
    arena_done(&arena);
    return is_fine;
}

bool anchor_order(
    struct db *db, const struct anchor_wish *wish, int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct ordering it = {.wish = wish, .now_us = now_us};
    if (!db_transact(db, order, &it, err))
        return false;
    *ret_id = it.id;
    return true;
}

/* -- what is due -- */

/* It is looked at without a transaction first: mostly there is nothing to write. A chain that does not do lets the others go on. */
static bool order_due(struct db *db, const struct anchor_wish *wish, int64_t now_us,
    struct arena *arena, struct err *err)
{
    struct anchor anchor;
    struct err why;
    int64_t id;
    return (prepare(db, wish, arena, &anchor, &why) && anchor_order(db, wish, now_us, &id, &why)) ||
           why.code == ERR_CONFLICT || why.code == ERR_NOT_FOUND ||
           err_set(err, why.code, "%s", why.text);
}

bool anchor_round(struct db *db, struct text url, int64_t now_us, struct err *err)
{
    struct arena arena;
    int64_t *ids;
    size_t count;
    arena_init(&arena, SIZE_MAX);
    struct text origin = checkpoint_origin(url, &arena);
    bool is_fine = anchor_rows_due(db, now_us, &arena, &ids, &count, err);
    for (size_t i = 0; is_fine && i < count; i++)
        is_fine = order_due(
            db, &(struct anchor_wish){.chain_id = ids[i], .origin = origin}, now_us, &arena, err);
    arena_done(&arena);
    return is_fine;
}

/* -- what comes of it -- */

bool anchor_on_final(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    (void)now_us;
    return anchor_rows_end(db, tx->object_id, ANCHOR_FINAL, err);
}

bool anchor_on_failed(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    (void)now_us;
    return anchor_rows_end(db, tx->object_id, ANCHOR_FAILED, err);
}
