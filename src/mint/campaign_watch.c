/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/abi.h"
#include "chain/rpc_logs.h"
#include "journal/journal.h"
#include "mint/campaign.h"
#include "mint/campaign_rows.h"
#include "onchain/onchain_tools.h"

struct watching {
    const struct campaign *campaign;
    const struct mint *claims;
    size_t claim_count;
    const struct rpc_log *logs;
    size_t log_count;
    int64_t to_block, now_us;
};

static bool note(
    struct db *db, const struct mint *mint, int64_t now_us, struct arena *arena, struct err *err)
{
    return badge_set_nft(db, mint->badge_id, mint_nft_id(mint, arena), err) &&
           journal_add(db,
               &(struct journal_entry){.kind = "badge.minted",
                   .object_kind = "badge",
                   .object_id = mint->badge_id,
                   .at_us = now_us,
                   .facts = arena_format(arena, "{\"chain\":\"%lld\"}", (long long)mint->chain_id)},
               err);
}

bool campaign_is_evidence(const struct rpc_log *log, const struct mint *claim)
{
    struct u256 token = mint_token(&claim->holder, claim->number);
    return log->topic_count == 2 && log->data.len == KECCAK_SIZE &&
           memcmp(log->topics[1], token.at, U256_SIZE) == 0 &&
           memcmp(log->data.at, claim->commitment, KECCAK_SIZE) == 0;
}

static bool write_one(
    struct db *db, const struct watching *it, const struct rpc_log *log, struct err *err)
{
    for (size_t i = 0; i < it->claim_count; i++) {
        struct mint mint = it->claims[i];
        struct arena arena;
        bool is_new;
        if (!campaign_is_evidence(log, &mint))
            continue;
        mint.chain_id = it->campaign->chain_id;
        mint.contract = it->campaign->contract;
        if (!campaign_rows_claimed(db, it->campaign, &mint, it->now_us, &is_new, err))
            return false;
        arena_init(&arena, SIZE_MAX);
        bool is_fine = !is_new || note(db, &mint, it->now_us, &arena, err);
        arena_done(&arena);
        if (!is_fine)
            return false;
    }
    return true;
}

static bool write(struct db *db, void *context, struct err *err)
{
    const struct watching *it = context;
    for (size_t i = 0; i < it->log_count; i++)
        if (!write_one(db, it, &it->logs[i], err))
            return false;
    if (it->campaign->expires_us < it->now_us - CLOCK_DAY_US &&
        !campaign_rows_step(db, it->campaign->id, "open", "ended", err))
        return false;
    return campaign_rows_watched(db, it->campaign->id, it->to_block, it->now_us, err) &&
           campaign_rows_end_closed(db, it->campaign->id, err);
}

/* Only blocks that are final are looked at: what was claimed in them stays. */
static bool ask(struct rpc *rpc, const struct onchain *chain, struct watching *it, struct err *err)
{
    unsigned char topic[KECCAK_SIZE];
    int64_t newest, from = it->campaign->scanned_block + 1;
    struct rpc_log *logs = NULL;
    if (!rpc_check_chain(rpc, (uint64_t)chain->id, err) || !rpc_block_number(rpc, &newest, err))
        return false;
    it->to_block = newest - chain->confirmations + 1;
    if (it->to_block < from) {
        it->to_block = it->campaign->scanned_block;
        return true;
    }
    if (it->to_block - from >= CAMPAIGN_BLOCKS_AT_ONCE)
        it->to_block = from + CAMPAIGN_BLOCKS_AT_ONCE - 1;
    abi_topic(TEXT("Evidence(uint256,bytes32)"), topic);
    const struct rpc_log_query query = {.address = it->campaign->contract,
        .topics = {topic},
        .from_block = from,
        .to_block = it->to_block};
    if (!rpc_logs_range(rpc, &query, &logs, &it->log_count, err))
        return false;
    it->logs = logs;
    return true;
}

/* A node that is away is asked again another time: what is wrong with it, the chain's own work tells. */
static bool watch_one(struct db *db, const struct vault *vault, struct onchain_tools *tools,
    const struct campaign *campaign, int64_t now_us, struct arena *arena, struct err *err)
{
    struct onchain chain;
    struct rpc rpc;
    struct mint *claims;
    bool is_there;
    struct watching it = {
        .campaign = campaign, .to_block = campaign->scanned_block, .now_us = now_us};
    if (!onchain_find(db, vault, campaign->chain_id, arena, &chain, &is_there, err) ||
        !campaign_rows_claims(db, campaign->id, arena, &claims, &it.claim_count, err))
        return false;
    it.claims = claims;
    if (!is_there || !chain.is_on)
        return true;
    onchain_caller_begin(&tools->caller, &chain, arena, &rpc);
    if (!ask(&rpc, &chain, &it, NULL)) {
        it.log_count = 0;
        it.to_block = campaign->scanned_block;
    }
    return db_transact(db, write, &it, err);
}

bool campaign_watch(struct db *db, const struct vault *vault, struct onchain_tools *tools,
    int64_t now_us, struct err *err)
{
    struct arena arena;
    struct campaign *campaigns;
    size_t count;
    arena_init(&arena, LIMIT_RPC_ARENA);
    bool is_fine =
        campaign_rows_due(db, now_us - CAMPAIGN_WATCH_US, &arena, &campaigns, &count, err);
    for (size_t i = 0; is_fine && i < count; i++)
        is_fine = watch_one(db, vault, tools, &campaigns[i], now_us, &arena, err);
    arena_done(&arena);
    return is_fine;
}
