/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/abi.h"
#include "onchain/onchain_round.h"

/* One that waits, on its way to be signed. */
struct queued {
    struct onchain_round *round;
    const struct chain_tx *tx;
    const struct chain_address *from;
    struct chain_tx_attempt attempt;
    int64_t count;  /* the nonce that the chain expects next */
    size_t answers; /* how many nodes said so */
    int64_t nonce;
    bool is_done, is_behind, is_ahead;
};

/* Ends one that can never be mined. */
static bool write_failure(struct db *db, void *context, struct err *err)
{
    struct queued *it = context;
    struct chain_tx become = *it->tx;
    int64_t now_us = it->round->now_us;
    if (!chain_tx_step_end(db, it->tx, CHAIN_TX_FAILED, now_us, &it->is_done, err))
        return false;
    become.state = CHAIN_TX_FAILED;
    return !it->is_done ||
           onchain_tell(db, it->round->listeners, ONCHAIN_FAILED, &become, now_us, err);
}

static bool give_up(struct queued *it, struct text why, struct err *err)
{
    struct chain_tx tx = *it->tx;
    tx.error = why;
    it->tx = &tx;
    return db_transact(it->round->db, write_failure, it, err);
}

static bool wait(struct queued *it, const struct err *why, bool *goes_on, struct err *err)
{
    *goes_on = false;
    return onchain_round_wait(it->round, it->tx, why, err);
}

/* -- gas -- */

/* It would be reverted: for good, unless what was sent before it changes that. */
static bool take_revert(struct queued *it, bool *goes_on, struct err *err)
{
    struct onchain_round *round = it->round;
    struct text data = round->rpc.refusal.data, reason = data.len
                                                             ? abi_revert_text(data, round->arena)
                                                             : round->rpc.refusal.message;
    struct err why;
    round->rpc.fault = RPC_FINE;
    if (rpc_outcome_of(round->rpc.refusal.message) == RPC_NO_FUNDS) {
        err_set(&why, ERR_BUSY, "the sender has too little to pay for it: %.*s", TEXT_ARG(reason));
        return wait(it, &why, goes_on, err);
    }
    if (round->in_flight) {
        err_set(&why, ERR_BUSY, "it would be reverted now: %.*s", TEXT_ARG(reason));
        *goes_on = false;
        return chain_tx_step_note(round->db, it->tx, text_of(why.text), err);
    }
    return give_up(
        it, arena_format(round->arena, "it would be reverted: %.*s", TEXT_ARG(reason)), err);
}

static int64_t most_gas(const struct queued *it)
{
    int64_t most = it->round->chain->most_gas;
    return it->tx->most_gas && it->tx->most_gas < most ? it->tx->most_gas : most;
}

/* A quarter more than a node thinks: what it does may cost more by the time that it is mined. */
static bool find_gas(struct queued *it, bool *ret_is_found, bool *goes_on, struct err *err)
{
    struct onchain_round *round = it->round;
    int64_t gas, most = most_gas(it);
    struct rpc_transaction transaction = {.from = *it->from,
        .has_to = it->tx->to.len > 0,
        .data = it->tx->data,
        .value_wei = it->tx->value_wei};
    if (it->tx->to.len)
        memcpy(transaction.to.at, it->tx->to.at, sizeof transaction.to.at);
    *ret_is_found = false;
    if (!rpc_estimate_gas(&round->rpc, &transaction, &gas, err))
        return round->rpc.fault == RPC_REFUSED && take_revert(it, goes_on, err);
    if (gas > most)
        return give_up(it,
            arena_format(round->arena, "it needs %lld units of gas, and may use %lld",
                (long long)gas, (long long)most),
            err);
    it->attempt.gas = gas + gas / 4 > most ? most : gas + gas / 4;
    *ret_is_found = true;
    return true;
}

/* -- fees -- */

static bool find_fees(struct queued *it, bool *ret_is_found, bool *goes_on, struct err *err)
{
    struct onchain_round *round = it->round;
    int64_t most = round->chain->most_fee_wei;
    if (!onchain_round_fees(round, err))
        return false;
    int64_t base = round->fees.base_wei, tip = round->fees.tip_wei;
    *ret_is_found = base < most && tip <= most - base;
    if (!*ret_is_found) {
        struct err why;
        err_set(&why, ERR_BUSY, "gas costs %lld wei, and may cost %lld",
            (long long)(base > INT64_MAX - tip ? INT64_MAX : base + tip), (long long)most);
        return wait(it, &why, goes_on, err);
    }
    it->attempt.tip_wei = tip;
    it->attempt.most_fee_wei = base > (most - tip) / 2 ? most : 2 * base + tip;
    return true;
}

static bool find_funds(struct queued *it, bool *ret_is_found, bool *goes_on, struct err *err)
{
    enum { UNIT = 1000000000 }; /* gwei: 63 bits hold no wei of a transaction for certain */
    struct onchain_round *round = it->round;
    struct u256 has, needs = u256_of((uint64_t)it->attempt.most_fee_wei), value;
    if (!rpc_balance(&round->rpc, it->from, &has, err))
        return false;
    value = u256_of((uint64_t)it->tx->value_wei);
    *ret_is_found = u256_mul_u32(&needs, (uint32_t)it->attempt.gas, &needs) &&
                    u256_add(&needs, &value, &needs) && u256_cmp(&has, &needs) >= 0;
    if (*ret_is_found)
        return true;
    char sender[ADDRESS_TEXT_SIZE], room[U256_DECIMAL_SIZE];
    struct err why;
    (void)u256_div_u32(&needs, UNIT, &needs);
    err_set(&why, ERR_BUSY, "%s has too little to pay for it: it may cost %s gwei",
        address_print(it->from, sender), u256_print_decimal(&needs, room));
    return wait(it, &why, goes_on, err);
}

/* -- signing -- */

static bool write_signed(struct db *db, void *context, struct err *err)
{
    struct queued *it = context;
    struct text from = {(const char *)it->from->at, sizeof it->from->at};
    int64_t next, ended;
    if (!chain_tx_step_nonce(db, it->tx->chain_id, from, &next, &ended, err))
        return false;
    int64_t known = next > ended ? next : ended + 1;
    it->is_done = false;
    it->is_behind = ended >= it->count;
    it->is_ahead = it->answers < 2 && it->count - known > LIMIT_CHAIN_NONCES_AHEAD;
    it->nonce = next > it->count ? next : it->count;
    return it->is_behind || it->is_ahead ||
           (onchain_attempt_sign(it->round, it->tx, it->nonce, &it->attempt, err) &&
               chain_tx_step_sign(db, it->tx, from, it->nonce, &it->attempt, it->round->now_us,
                   &it->is_done, err));
}

static bool sign(struct queued *it, bool *goes_on, struct err *err)
{
    struct onchain_round *round = it->round;
    struct err why;
    it->attempt.number = 1;
    /* What is signed behind nonces that were never used is never mined, nor all that follows: no node is believed alone. */
    if (!rpc_nonce_then(&round->rpc, it->from, -1, &it->count, &it->answers, err))
        return false;
    if (!db_transact(round->db, write_signed, it, &why)) {
        /* Another server took the nonce meanwhile: the next round takes the one behind it. */
        *goes_on = false;
        return why.code == ERR_CONFLICT || err_set(err, why.code, "%s", why.text);
    }
    if (it->is_ahead)
        err_set(&why, ERR_CONFLICT,
            "a node says that %lld transactions were sent by this key, of which too many are not "
            "known here: name a second node",
            (long long)it->count);
    if (!it->is_behind)
        return !it->is_ahead || wait(it, &why, goes_on, err);
    err_set(&why, ERR_CONFLICT,
        "the chain knows nothing of transactions that were final: was it begun anew?");
    return wait(it, &why, goes_on, err);
}

bool onchain_queue(
    struct onchain_round *round, const struct chain_tx *tx, bool *ret_goes_on, struct err *err)
{
    struct queued it = {.round = round, .tx = tx, .from = onchain_signer_address(round->signer)};
    bool is_found;
    if (!find_gas(&it, &is_found, ret_goes_on, err) ||
        (is_found && !find_fees(&it, &is_found, ret_goes_on, err)) ||
        (is_found && !find_funds(&it, &is_found, ret_goes_on, err)))
        return false;
    if (!is_found)
        return true;
    if (!sign(&it, ret_goes_on, err))
        return false;
    if (!it.is_done)
        return true;
    struct chain_tx signed_tx = *tx;
    signed_tx.state = CHAIN_TX_SIGNED;
    signed_tx.nonce = it.nonce;
    signed_tx.from = (struct text){(const char *)it.from->at, sizeof it.from->at};
    signed_tx.hash = it.attempt.hash;
    signed_tx.error = (struct text){"", 0};
    it.attempt.signed_us = round->now_us;
    round->in_flight++;
    return onchain_attempt_send(round, &signed_tx, &it.attempt, err);
}
