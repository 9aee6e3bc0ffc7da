/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain_lane.h"

#include "base/log.h"
#include "onchain/onchain_round.h"

/* Who has died is waited for no longer than this. A round begins nothing new in the second half of it; where its nodes take longer,
   another one may work beside it, and each step is still done once (chain_tx_step.h). */
#define LEASE_US (20 * CLOCK_SECOND_US)
/* Where a few blocks are final, people wait for it; else minutes pass anyway. While all is away, up to a minute. */
#define PAUSE_US CLOCK_SECOND_US
#define LONG_PAUSE_US (4 * CLOCK_SECOND_US)
#define LONGEST_PAUSE_US (60 * CLOCK_SECOND_US)

enum { FEW_BLOCKS = 3 };

struct pace {
    int64_t chain_id, next_us, pause_us;
};

struct onchain_lane {
    struct pace paces[LIMIT_CHAINS];
    size_t count;
};

struct onchain_lane *onchain_lane_new(void)
{
    struct onchain_lane *lane = calloc(1, sizeof *lane);
    if (!lane)
        err_panic("out of memory");
    return lane;
}

void onchain_lane_free(struct onchain_lane *lane)
{
    free(lane);
}

/* One that is removed leaves its place to the one that was looked at the longest ago. */
static struct pace *find_pace(struct onchain_lane *lane, int64_t chain_id)
{
    struct pace *oldest = &lane->paces[0];
    for (size_t i = 0; i < lane->count; i++) {
        struct pace *it = &lane->paces[i];
        if (it->chain_id == chain_id)
            return it;
        if (it->next_us < oldest->next_us)
            oldest = it;
    }
    if (lane->count < LIMIT_CHAINS)
        oldest = &lane->paces[lane->count++];
    *oldest = (struct pace){.chain_id = chain_id};
    return oldest;
}

static void set_pace(struct pace *pace, const struct onchain *chain, bool is_well)
{
    int64_t usual_us = chain->confirmations <= FEW_BLOCKS ? PAUSE_US : LONG_PAUSE_US;
    pace->pause_us = is_well || pace->pause_us < usual_us ? usual_us : 2 * pace->pause_us;
    if (pace->pause_us > LONGEST_PAUSE_US)
        pace->pause_us = LONGEST_PAUSE_US;
    pace->next_us = clock_steady_us() + pace->pause_us;
}

static bool do_round(struct db *db, const struct onchain *chain, struct onchain_tools *tools,
    const struct onchain_listener *listeners, struct arena *arena, bool *ret_is_well,
    struct err *err)
{
    struct onchain_round round = {.db = db,
        .arena = arena,
        .chain = chain,
        .signer = onchain_tools_signer(tools, chain->id),
        .listeners = listeners,
        .now_us = clock_now_us(),
        .until_steady_us = clock_steady_us() + LEASE_US / 2,
        .endpoint_count = chain->endpoint_count};
    onchain_caller_begin(&tools->caller, chain, arena, &round.rpc);
    if (!onchain_round_run(&round, err))
        return false;
    *ret_is_well = round.trouble.code == ERR_NONE;
    if (!*ret_is_well && strcmp(round.trouble.text, chain->trouble.at) != 0)
        log_warn("chain", "id=%lld trouble=\"%s\"", (long long)chain->id, round.trouble.text);
    return true;
}

static bool work_on(struct onchain_lane *lane, struct db *db, const struct vault *vault,
    int64_t chain_id, struct onchain_tools *tools, const struct onchain_listener *listeners,
    struct arena *arena, struct err *err)
{
    struct pace *pace = find_pace(lane, chain_id);
    struct onchain chain;
    bool is_there, is_taken, is_well = false;
    int64_t now_us = clock_now_us();
    if (clock_steady_us() < pace->next_us)
        return true;
    if (!onchain_find(db, vault, chain_id, arena, &chain, &is_there, err))
        return false;
    if (!is_there)
        return true;
    if (!onchain_lease(
            db, chain_id, text_of(tools->server), now_us + LEASE_US, now_us, &is_taken, err))
        return false;
    if (!is_taken) {
        set_pace(pace, &chain, true);
        return true;
    }
    bool is_done = do_round(db, &chain, tools, listeners, arena, &is_well, err);
    set_pace(pace, &chain, is_done && is_well);
    return onchain_release(db, chain_id, now_us + LEASE_US, is_done ? err : NULL) && is_done;
}

bool onchain_lane_run(struct onchain_lane *lane, struct db *db, const struct vault *vault,
    struct onchain_tools *tools, const struct onchain_listener *listeners, struct err *err)
{
    struct arena arena;
    int64_t *ids;
    size_t count;
    arena_init(&arena, LIMIT_RPC_ARENA);
    bool is_good = onchain_busy(db, &arena, &ids, &count, err);
    for (size_t i = 0; is_good && i < count; i++) {
        struct arena own;
        arena_init(&own, LIMIT_RPC_ARENA);
        is_good = work_on(lane, db, vault, ids[i], tools, listeners, &own, err);
        arena_done(&own);
    }
    arena_done(&arena);
    return is_good;
}
