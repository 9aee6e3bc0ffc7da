/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain_round.h"

void onchain_round_note(struct onchain_round *round, const struct err *why)
{
    if (round->trouble.code == ERR_NONE)
        round->trouble = *why;
}

bool onchain_round_wait(
    struct onchain_round *round, const struct chain_tx *tx, const struct err *why, struct err *err)
{
    onchain_round_note(round, why);
    return chain_tx_step_note(round->db, tx, text_of(why->text), err);
}

bool onchain_round_fees(struct onchain_round *round, struct err *err)
{
    if (round->has_fees)
        return true;
    round->has_fees = rpc_fees(&round->rpc, &round->fees, err);
    return round->has_fees;
}

bool onchain_round_is_sure(const struct onchain_round *round, size_t answers)
{
    return answers >= 2 || round->endpoint_count < 2;
}

/* -- listeners -- */

/* A contract of ours is where its transaction has put it. */
static bool keep_badges(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    return onchain_set_contract(db, tx->chain_id, ONCHAIN_BADGES, tx->contract, 0, now_us, err);
}

static bool keep_anchors(struct db *db, const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    return onchain_set_contract(db, tx->chain_id, ONCHAIN_ANCHORS, tx->contract, 0, now_us, err);
}

static const struct onchain_listener own_listeners[] = {
    {.purpose = ONCHAIN_DEPLOY_BADGES, .on_final = keep_badges},
    {.purpose = ONCHAIN_DEPLOY_ANCHORS, .on_final = keep_anchors},
    {0},
};

static const struct onchain_listener *find_listener(
    const struct onchain_listener *listeners, struct text purpose)
{
    for (; listeners && listeners->purpose; listeners++)
        if (text_is(purpose, listeners->purpose))
            return listeners;
    return NULL;
}

bool onchain_tell(struct db *db, const struct onchain_listener *listeners, enum onchain_event event,
    const struct chain_tx *tx, int64_t now_us, struct err *err)
{
    const struct onchain_listener *it = find_listener(own_listeners, tx->purpose);
    if (!it)
        it = find_listener(listeners, tx->purpose);
    if (!it)
        return true;
    const chain_tx_heed heeds[] = {
        [ONCHAIN_MINED] = it->on_mined,
        [ONCHAIN_FINAL] = it->on_final,
        [ONCHAIN_FAILED] = it->on_failed,
        [ONCHAIN_REORG] = it->on_reorg,
    };
    return !heeds[event] || heeds[event](db, tx, now_us, err);
}

/* -- the round -- */

static bool look(struct onchain_round *round, struct err *err)
{
    return rpc_check_chain(&round->rpc, (uint64_t)round->chain->id, err) &&
           rpc_block_newest(&round->rpc, &round->newest, err);
}

static bool is_late(const struct onchain_round *round)
{
    return clock_steady_us() > round->until_steady_us;
}

static bool step(
    struct onchain_round *round, const struct chain_tx *tx, bool *queue_goes_on, struct err *err)
{
    if (tx->state != CHAIN_TX_QUEUED) {
        round->in_flight += tx->state != CHAIN_TX_MINED;
        return onchain_watch(round, tx, err);
    }
    if (!round->signer || !*queue_goes_on || round->in_flight >= LIMIT_CHAIN_IN_FLIGHT)
        return true;
    return onchain_queue(round, tx, queue_goes_on, err);
}

/* Those that have a nonce come first, in its order. */
static bool go_through(struct onchain_round *round, struct err *err)
{
    struct chain_tx *txs;
    size_t count;
    bool queue_goes_on = true;
    if (!chain_tx_list_open(
            round->db, round->chain->id, LIMIT_CHAIN_ROUND, round->arena, &txs, &count, err))
        return false;
    for (size_t i = 0; i < count && !is_late(round); i++) {
        round->rpc.fault = RPC_FINE;
        if (!step(round, &txs[i], &queue_goes_on, err))
            return false;
    }
    return true;
}

bool onchain_round_run(struct onchain_round *round, struct err *err)
{
    struct err why;
    if (!look(round, &why) || !go_through(round, &why)) {
        if (round->rpc.fault == RPC_FINE && why.code != ERR_CONFLICT)
            return err_set(err, why.code, "%s", why.text);
        onchain_round_note(round, &why);
    }
    if (round->rpc.oddity.code != ERR_NONE)
        onchain_round_note(round, &round->rpc.oddity);
    return onchain_note(round->db, round->chain->id, text_of(round->trouble.text),
        round->newest.is_there ? round->newest.number : 0, round->now_us, err);
}
