/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/abi.h"
#include "journal/journal.h"
#include "mint/campaign_rows.h"
#include "mint/mint.h"
#include "mint/mint_rows.h"

/* -- what comes of minting -- */

static bool note(
    struct db *db, const char *kind, const struct mint *mint, int64_t now_us, struct err *err)
{
    char facts[64];
    snprintf(facts, sizeof facts, "{\"chain\":\"%lld\"}", (long long)mint->chain_id);
    return journal_add(db,
        &(struct journal_entry){.kind = kind,
            .object_kind = "badge",
            .object_id = mint->badge_id,
            .at_us = now_us,
            .facts = text_of(facts)},
        err);
}

bool mint_on_mined(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    (void)now_us;
    return tx->is_reverted ||
           mint_rows_step(db, tx->object_id,
               &(struct mint_step){MINT_ORDERED, MINT_ORDERED, MINT_MINED, {"", 0}, 0, 0}, NULL,
               err);
}

bool mint_on_reorg(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    (void)now_us;
    return mint_rows_step(db, tx->object_id,
        &(struct mint_step){MINT_MINED, MINT_MINED, MINT_ORDERED, {"", 0}, 0, 0}, NULL, err);
}

/* Only now the badge says where it is: a block may vanish until then, and what names it would name nothing. */
bool mint_on_final(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct mint mint;
    bool is_changed = false;
    arena_init(&arena, SIZE_MAX);
    bool is_fine =
        mint_rows_step(db, tx->object_id,
            &(struct mint_step){MINT_ORDERED, MINT_MINED, MINT_FINAL, {"", 0}, now_us, 0},
            &is_changed, err) &&
        mint_find(db, tx->object_id, &arena, &mint, err);
    /* One that was revoked on the way has its nft_id too: that is where it was taken back. */
    is_fine = is_fine && badge_set_nft(db, mint.badge_id, mint_nft_id(&mint, &arena), err) &&
              (!is_changed || note(db, "badge.minted", &mint, now_us, err));
    arena_done(&arena);
    return is_fine;
}

bool mint_on_failed(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    (void)now_us;
    return mint_rows_step(db, tx->object_id,
        &(struct mint_step){MINT_ORDERED, MINT_MINED, MINT_FAILED, tx->error, 0, 0}, NULL, err);
}

/* -- what comes of revoking -- */

bool mint_on_revoked(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct mint mint;
    bool is_changed = false;
    arena_init(&arena, SIZE_MAX);
    bool is_fine =
        mint_rows_step(db, tx->object_id,
            &(struct mint_step){MINT_REVOKING, MINT_REVOKING, MINT_REVOKED, {"", 0}, now_us, 0},
            &is_changed, err) &&
        mint_find(db, tx->object_id, &arena, &mint, err) &&
        (!is_changed || note(db, "badge.token_revoked", &mint, now_us, err));
    arena_done(&arena);
    return is_fine;
}

/* The token stays for a while, and the error says why. */
bool mint_on_not_revoked(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    return mint_rows_step(db, tx->object_id,
        &(struct mint_step){.from = MINT_REVOKING,
            .or_from = MINT_REVOKING,
            .to = MINT_KEPT,
            .error = tx->error,
            .refused_us = now_us},
        NULL, err);
}

static bool order_revoke(struct db *db, const struct mint *mint, int64_t now_us, struct err *err)
{
    struct u256 token = mint_token(&mint->holder, mint->number);
    const struct abi_value value = abi_u256(&token);
    struct buf data;
    int64_t tx_id;
    buf_init(&data, SIZE_MAX);
    bool is_fine = abi_print_call(&data, TEXT("revoke(uint256)"), &value, 1, err) &&
                   chain_tx_add(db,
                       &(struct chain_tx_order){.chain_id = mint->chain_id,
                           .purpose = MINT_REVOKE_PURPOSE,
                           .object_id = mint->badge_id,
                           .to = {(const char *)mint->contract.at, ADDRESS_SIZE},
                           .data = buf_text(&data)},
                       now_us, &tx_id, err);
    buf_done(&data);
    return is_fine;
}

struct round {
    const struct mint *mint;
    int64_t now_us;
};

/* A token stands for all badges of its class that the holder has: it goes with the last of them. What is ordered and not yet sent is taken back
   behind it, in the order of the chain. */
static bool revoke(struct db *db, void *context, struct err *err)
{
    const struct round *it = context;
    struct mint_step step = {it->mint->state, it->mint->state, MINT_KEPT, {"", 0}, 0, 0};
    bool is_shared, is_changed;
    if (!mint_rows_is_shared(db, it->mint, &is_shared, err))
        return false;
    if (!is_shared)
        step.to = MINT_REVOKING;
    if (!mint_rows_step(db, it->mint->badge_id, &step, &is_changed, err))
        return false;
    return is_shared || !is_changed || order_revoke(db, it->mint, it->now_us, err);
}

bool mint_round(struct db *db, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct mint *mints;
    size_t count;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = campaign_rows_bar(db, now_us, err) &&
                   mint_rows_try_again(db, 0, now_us - MINT_REFUSED_US, NULL, err) &&
                   mint_rows_revoked(db, &arena, &mints, &count, err);
    for (size_t i = 0; is_fine && i < count; i++) {
        struct round it = {&mints[i], now_us};
        struct err why;
        /* A chain that is switched off is no reason to let the others wait. */
        if (!db_transact(db, revoke, &it, &why) && why.code != ERR_CONFLICT)
            is_fine = err_set(err, why.code, "%s", why.text);
    }
    arena_done(&arena);
    return is_fine;
}

/* -- trying again -- */

struct retrying {
    const struct api_principal *who;
    int64_t tx_id, now_us;
};

static bool find_refused(
    struct db *db, int64_t id, struct arena *arena, struct chain_tx *ret_tx, struct err *err)
{
    bool is_there;
    if (!chain_tx_find(db, id, arena, ret_tx, &is_there, err))
        return false;
    if (!is_there)
        return err_set(err, ERR_NOT_FOUND, "transaction: is not there");
    if (!text_is(ret_tx->purpose, MINT_REVOKE_PURPOSE))
        return err_set(err, ERR_CONFLICT,
            "only the taking back of a badge's token is tried again so: order the other ones anew");
    return ret_tx->state == CHAIN_TX_FAILED || ret_tx->state == CHAIN_TX_REPLACED ||
           err_set(err, ERR_CONFLICT, "the transaction has not failed");
}

static bool note_retry(
    struct db *db, const struct mint *mint, const struct retrying *it, struct err *err)
{
    return journal_add(db,
        &(struct journal_entry){.kind = "badge.token_revocation_retried",
            .actor_id = it->who->account_id,
            .object_kind = "badge",
            .object_id = mint->badge_id,
            .at_us = it->now_us},
        err);
}

static bool retry(struct db *db, void *context, struct err *err)
{
    const struct retrying *it = context;
    struct arena arena;
    struct chain_tx tx;
    struct mint mint;
    int64_t count = 0;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = find_refused(db, it->tx_id, &arena, &tx, err) &&
                   mint_rows_try_again(db, tx.object_id, INT64_MAX, &count, err) &&
                   (count || err_set(err, ERR_CONFLICT, "it was tried again since")) &&
                   mint_find(db, tx.object_id, &arena, &mint, err) &&
                   revoke(db, &(struct round){&mint, it->now_us}, err) &&
                   note_retry(db, &mint, it, err);
    arena_done(&arena);
    return is_fine;
}

bool mint_retry(
    struct db *db, const struct api_principal *who, int64_t tx_id, int64_t now_us, struct err *err)
{
    struct retrying it = {who, tx_id, now_us};
    return db_transact(db, retry, &it, err);
}
