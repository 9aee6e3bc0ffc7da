/* SPDX-License-Identifier: Apache-2.0 */
#include "mint/campaign.h"

#include "base/limits.h"
#include "base/rand.h"
#include "chain/hex.h"
#include "journal/journal.h"
#include "mint/campaign_rows.h"

/* -- opening -- */

struct opening {
    const struct api_principal *who;
    const struct campaign_order *order;
    int64_t now_us;
    struct arena arena;
    struct campaign campaign;
};

static bool build(const struct mint *mints, size_t count, struct arena *arena,
    struct claim_tree *ret_tree, struct err *err)
{
    struct claim_node *leaves = arena_take_array(arena, count, sizeof *leaves);
    for (size_t i = 0; leaves && i < count; i++)
        claim_tree_leaf(
            &mints[i].holder, (uint64_t)mints[i].number, mints[i].commitment, &leaves[i]);
    if (leaves && claim_tree_new(ret_tree, leaves, count, arena))
        return true;
    return arena_check(arena, err) && err_set(err, ERR_SYSTEM, "a tree of nothing has no root");
}

/* A call of its contract, about its root. */
struct call {
    const char *purpose;
    struct text signature;
    const struct abi_value *values;
    size_t count;
};

static bool order_call(struct db *db, const struct campaign *campaign, const struct call *call,
    int64_t now_us, int64_t *ret_tx_id, struct err *err)
{
    struct buf data;
    buf_init(&data, SIZE_MAX);
    bool is_fine = abi_print_call(&data, call->signature, call->values, call->count, err) &&
                   chain_tx_add(db,
                       &(struct chain_tx_order){.chain_id = campaign->chain_id,
                           .purpose = call->purpose,
                           .object_id = campaign->id,
                           .to = {(const char *)campaign->contract.at, ADDRESS_SIZE},
                           .data = buf_text(&data)},
                       now_us, ret_tx_id, err);
    buf_done(&data);
    return is_fine;
}

static struct abi_value root_of(const struct campaign *campaign)
{
    return abi_bytes((struct text){(const char *)campaign->root.at, KECCAK_SIZE});
}

static bool order_open(
    struct db *db, const struct campaign *campaign, int64_t now_us, struct err *err)
{
    const struct abi_value values[] = {
        root_of(campaign), abi_u64((uint64_t)(campaign->expires_us / CLOCK_SECOND_US))};
    const struct call call = {
        CAMPAIGN_PURPOSE, TEXT("openCampaign(bytes32,uint64)"), values, LEN_OF(values)};
    int64_t tx_id = 0;
    return order_call(db, campaign, &call, now_us, &tx_id, err) &&
           campaign_rows_set_tx(db, campaign->id, tx_id, err);
}

/* By whom, and when. */
struct doing {
    const char *kind;
    int64_t actor_id, at_us;
};

static bool note(
    struct db *db, const struct campaign *campaign, const struct doing *doing, struct err *err)
{
    char facts[160], root[2 * KECCAK_SIZE + 1];
    snprintf(facts, sizeof facts, "{\"chain\":\"%lld\",\"root\":\"0x%s\"}",
        (long long)campaign->chain_id, hex_print_into(root, campaign->root.at, KECCAK_SIZE));
    return journal_add(db,
        &(struct journal_entry){.kind = doing->kind,
            .actor_id = doing->actor_id,
            .object_kind = "campaign",
            .object_id = campaign->id,
            .at_us = doing->at_us,
            .facts = text_of(facts)},
        err);
}

/* A campaign takes only classes that are defined before it: the highest of its badges' orders them all. */
static bool order_classes(struct db *db, const struct campaign *campaign, const struct mint *mints,
    size_t count, struct err *err)
{
    struct mint highest = {.chain_id = campaign->chain_id, .contract = campaign->contract};
    for (size_t i = 0; i < count; i++)
        if (mints[i].number > highest.number)
            highest.number = mints[i].number;
    return mint_class_order(db, &highest, campaign->created_us, err);
}

static bool open_with(
    struct db *db, struct opening *it, const struct onchain *chain, struct err *err)
{
    struct mint *mints;
    size_t count;
    struct claim_tree tree;
    struct campaign *campaign = &it->campaign;
    *campaign = (struct campaign){.id = rand_id(it->now_us),
        .chain_id = chain->id,
        .expires_us = it->order->expires_us,
        .created_us = it->now_us,
        .created_by = it->who->account_id,
        .scanned_block = chain->block_number};
    memcpy(campaign->contract.at, chain->badge_contract.at, ADDRESS_SIZE);
    if (!campaign_rows_candidates(db, it->now_us, &it->arena, &mints, &count, err))
        return false;
    if (count == 0)
        return err_set(err, ERR_CONFLICT,
            "there is no badge to claim: none whose recipient has an "
            "address that receives is left");
    if (!build(mints, count, &it->arena, &tree, err))
        return false;
    campaign->root = *claim_tree_root(&tree);
    return campaign_rows_add(db, campaign, mints, count, err) &&
           order_classes(db, campaign, mints, count, err) &&
           order_open(db, campaign, it->now_us, err) &&
           note(db, campaign,
               &(struct doing){"badge.campaign_opened", campaign->created_by, it->now_us}, err);
}

static bool open(struct db *db, void *context, struct err *err)
{
    struct opening *it = context;
    struct onchain chain;
    arena_init(&it->arena, SIZE_MAX);
    bool is_fine = mint_chain(db, it->order->chain_id, &it->arena, &chain, err) &&
                   open_with(db, it, &chain, err);
    arena_done(&it->arena);
    return is_fine;
}

bool campaign_open(struct db *db, const struct api_principal *who,
    const struct campaign_order *order, int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct opening it = {.who = who, .order = order, .now_us = now_us};
    if (order->expires_us <= now_us ||
        order->expires_us > now_us + LIMIT_CAMPAIGN_DAYS * CLOCK_DAY_US)
        return err_set(
            err, ERR_USAGE, "expires_at: not within the next %d days", (int)LIMIT_CAMPAIGN_DAYS);
    if (!db_transact(db, open, &it, err))
        return false;
    *ret_id = it.campaign.id;
    return true;
}

bool campaign_on_final(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    (void)now_us;
    return campaign_rows_step(db, tx->object_id, "ordered", "open", err);
}

bool campaign_on_failed(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    (void)now_us;
    return campaign_rows_refused(db, tx, err);
}

/* -- closing -- */

struct closing {
    const struct api_principal *who;
    int64_t id, now_us;
};

static bool check_open(const struct campaign *campaign, int64_t now_us, struct err *err)
{
    if (!text_is(campaign->state, "open"))
        return err_set(err, ERR_CONFLICT, "only an open campaign can be closed: this one is %.*s",
            TEXT_ARG(campaign->state));
    return campaign->expires_us > now_us ||
           err_set(err, ERR_CONFLICT, "the campaign has ended by itself");
}

static bool close_one(
    struct db *db, const struct closing *it, const struct campaign *campaign, struct err *err)
{
    const struct abi_value value = root_of(campaign);
    const struct call call = {CAMPAIGN_CLOSE_PURPOSE, TEXT("closeCampaign(bytes32)"), &value, 1};
    int64_t tx_id = 0;
    return order_call(db, campaign, &call, it->now_us, &tx_id, err) &&
           campaign_rows_set_closing(db, campaign->id, tx_id, err) &&
           note(db, campaign,
               &(struct doing){"badge.campaign_closed", it->who->account_id, it->now_us}, err);
}

static bool close_found(struct db *db, void *context, struct err *err)
{
    const struct closing *it = context;
    struct arena arena;
    struct campaign campaign;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = campaign_find(db, it->id, &arena, &campaign, err) &&
                   check_open(&campaign, it->now_us, err) && close_one(db, it, &campaign, err);
    arena_done(&arena);
    return is_fine;
}

bool campaign_close(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err)
{
    struct closing it = {who, id, now_us};
    return db_transact(db, close_found, &it, err);
}

/* -- claiming -- */

struct abi_value campaign_proof(
    const struct claim *claim, struct abi_value room[static CLAIM_TREE_DEPTH])
{
    for (size_t i = 0; i < claim->proof.count; i++)
        room[i] = abi_bytes((struct text){(const char *)claim->proof.nodes[i].at, KECCAK_SIZE});
    return abi_list(room, claim->proof.count);
}

static bool print_call(struct claim *claim, struct arena *arena, struct err *err)
{
    struct abi_value room[CLAIM_TREE_DEPTH];
    const struct abi_value values[] = {root_of(&claim->campaign),
        abi_u64((uint64_t)claim->mint.number),
        abi_bytes((struct text){(const char *)claim->mint.commitment, KECCAK_SIZE}),
        campaign_proof(claim, room)};
    struct buf data;
    buf_init(&data, SIZE_MAX);
    bool is_fine = abi_print_call(
        &data, TEXT("claim(bytes32,uint256,bytes32,bytes32[])"), values, LEN_OF(values), err);
    claim->data = arena_text(arena, buf_text(&data));
    buf_done(&data);
    return is_fine;
}

static bool prove(
    struct db *db, int64_t badge_id, struct arena *arena, struct claim *claim, struct err *err)
{
    struct mint *mints;
    size_t count;
    struct claim_tree tree;
    if (!campaign_rows_claims(db, claim->campaign.id, arena, &mints, &count, err) ||
        !build(mints, count, arena, &tree, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (mints[i].badge_id == badge_id)
            claim->mint = mints[i];
    claim->mint.chain_id = claim->campaign.chain_id;
    claim->mint.contract = claim->campaign.contract;
    struct claim_node leaf;
    claim_tree_leaf(
        &claim->mint.holder, (uint64_t)claim->mint.number, claim->mint.commitment, &leaf);
    if (!claim_tree_find(&tree, &leaf, &claim->proof))
        return err_set(err, ERR_SYSTEM, "the badge is not in the tree of its campaign");
    return print_call(claim, arena, err);
}

bool campaign_find_claim(struct db *db, const struct api_principal *who,
    const struct mint_wish *wish, int64_t now_us, struct arena *arena,
    struct campaign *ret_campaign, struct err *err)
{
    struct badge badge;
    struct chain_address holder = {{0}};
    bool is_there;
    if (wish->address.len && !address_read(wish->address, &holder, err))
        return err_add(err, "address");
    if (!badge_find(db, who, wish->badge_id, arena, &badge, err))
        return false;
    if (badge.account_id != who->account_id)
        return err_set(err, ERR_FORBIDDEN, "only whom a badge praises may claim it");
    if (badge.revoked_us)
        return err_set(err, ERR_CONFLICT, "the badge is revoked");
    if (!campaign_rows_find(db, wish, &holder, now_us, arena, ret_campaign, &is_there, err))
        return false;
    return is_there ||
           err_set(err, ERR_NOT_FOUND, "no campaign that is open has this badge for that address");
}

bool campaign_claim(struct db *db, const struct api_principal *who, const struct mint_wish *wish,
    int64_t now_us, struct arena *arena, struct claim *ret_claim, struct err *err)
{
    *ret_claim = (struct claim){.data = {"", 0}};
    return campaign_find_claim(db, who, wish, now_us, arena, &ret_claim->campaign, err) &&
           prove(db, wish->badge_id, arena, ret_claim, err);
}
