/* SPDX-License-Identifier: Apache-2.0 */
#include "onchain/onchain_round.h"

/* Nodes take another transaction of a nonce when it pays a tenth more; an eighth is over that of all of them. */
static int64_t dearer(int64_t wei)
{
    return wei + wei / 8 + 1;
}

bool onchain_attempt_sign(struct onchain_round *round, const struct chain_tx *tx, int64_t nonce,
    struct chain_tx_attempt *attempt, struct err *err)
{
    struct buf raw;
    unsigned char hash[KECCAK_SIZE];
    struct tx fields = {.chain_id = (uint64_t)tx->chain_id,
        .nonce = (uint64_t)nonce,
        .gas = (uint64_t)attempt->gas,
        .max_priority_fee = u256_of((uint64_t)attempt->tip_wei),
        .max_fee = u256_of((uint64_t)attempt->most_fee_wei),
        .has_to = tx->to.len > 0,
        .value = u256_of((uint64_t)tx->value_wei),
        .data = tx->data};
    if (tx->to.len)
        memcpy(fields.to.at, tx->to.at, sizeof fields.to.at);
    buf_init(&raw, LIMIT_TX_BYTES);
    bool is_signed =
        onchain_signer_sign(round->signer, &fields, &raw, hash, err) && buf_check(&raw, err);
    if (is_signed) {
        attempt->raw = arena_text(round->arena, buf_text(&raw));
        attempt->hash = arena_text(round->arena, (struct text){(const char *)hash, sizeof hash});
    }
    buf_done(&raw);
    return is_signed && arena_check(round->arena, err);
}

struct sending {
    const struct onchain_round *round;
    const struct chain_tx *tx;
    const struct chain_tx_attempt *attempt;
    bool is_done;
};

static bool write_sent(struct db *db, void *context, struct err *err)
{
    struct sending *it = context;
    return chain_tx_step_send(
        db, it->tx, it->attempt->number, it->round->now_us, &it->is_done, err);
}

static bool write_attempt(struct db *db, void *context, struct err *err)
{
    struct sending *it = context;
    return chain_tx_step_replace(db, it->tx, it->attempt, it->round->now_us, &it->is_done, err);
}

/* What the node says about it, as trouble. */
static bool complain(struct onchain_round *round, const struct chain_tx *tx,
    enum rpc_outcome outcome, struct err *err)
{
    struct err why;
    err_set(&why, ERR_BUSY, "%s: %.*s",
        outcome == RPC_NO_FUNDS ? "the sender has too little to pay for it" : "no node takes it",
        TEXT_ARG(round->rpc.refusal.message));
    return onchain_round_wait(round, tx, &why, err);
}

bool onchain_attempt_send(struct onchain_round *round, const struct chain_tx *tx,
    const struct chain_tx_attempt *attempt, struct err *err)
{
    struct sending it = {.round = round, .tx = tx, .attempt = attempt};
    enum rpc_outcome outcome;
    if (!rpc_send_raw(
            &round->rpc, attempt->raw, (const unsigned char *)attempt->hash.at, &outcome, err))
        return false;
    round->rpc.fault = RPC_FINE;
    switch (outcome) {
    case RPC_TAKEN:
    case RPC_NONCE_TOO_LOW: /* it, or another one, was mined: the next round finds out which */
        return db_transact(round->db, write_sent, &it, err);
    case RPC_UNDERPRICED: return onchain_attempt_replace(round, tx, attempt, err);
    case RPC_NO_FUNDS:
    case RPC_UNWANTED: break;
    }
    return complain(round, tx, outcome, err);
}

/* What the next attempt costs; false when the chain may not cost as much. */
static bool raise_fees(const struct onchain_round *round, const struct chain_tx_attempt *last,
    struct chain_tx_attempt *next)
{
    int64_t most = round->chain->most_fee_wei;
    int64_t asked = round->fees.base_wei > most / 2 ? most : 2 * round->fees.base_wei;
    next->tip_wei = dearer(last->tip_wei);
    if (next->tip_wei < round->fees.tip_wei)
        next->tip_wei = round->fees.tip_wei;
    next->most_fee_wei = dearer(last->most_fee_wei);
    if (next->most_fee_wei > most)
        return false;
    asked = asked > most - next->tip_wei ? most : asked + next->tip_wei;
    if (next->most_fee_wei < asked)
        next->most_fee_wei = asked;
    if (next->tip_wei > next->most_fee_wei)
        next->tip_wei = next->most_fee_wei;
    return next->tip_wei >= dearer(last->tip_wei) && last->number < LIMIT_CHAIN_ATTEMPTS;
}

/* In case that the nodes forgot it. */
static bool send_again(struct onchain_round *round, const struct chain_tx *tx,
    const struct chain_tx_attempt *last, struct err *err)
{
    struct sending it = {.round = round, .tx = tx, .attempt = last};
    enum rpc_outcome outcome;
    if (round->now_us - last->sent_us < ONCHAIN_ROUND_RESEND_US)
        return true;
    if (!rpc_send_raw(&round->rpc, last->raw, (const unsigned char *)last->hash.at, &outcome, err))
        return false;
    round->rpc.fault = RPC_FINE;
    return outcome != RPC_TAKEN || db_transact(round->db, write_sent, &it, err);
}

/* Underpriced still: the next round raises it again. */
static bool send_next(struct onchain_round *round, const struct chain_tx *tx,
    const struct chain_tx_attempt *next, struct err *err)
{
    struct sending it = {.round = round, .tx = tx, .attempt = next};
    enum rpc_outcome outcome;
    if (!rpc_send_raw(&round->rpc, next->raw, (const unsigned char *)next->hash.at, &outcome, err))
        return false;
    round->rpc.fault = RPC_FINE;
    if (outcome == RPC_TAKEN || outcome == RPC_NONCE_TOO_LOW)
        return db_transact(round->db, write_sent, &it, err);
    return outcome == RPC_UNDERPRICED || complain(round, tx, outcome, err);
}

bool onchain_attempt_replace(struct onchain_round *round, const struct chain_tx *tx,
    const struct chain_tx_attempt *last, struct err *err)
{
    struct chain_tx_attempt next = {.number = last->number + 1, .gas = last->gas};
    struct sending it = {.round = round, .tx = tx, .attempt = &next};
    if (!round->signer)
        return true;
    if (!onchain_round_fees(round, err))
        return false;
    if (!raise_fees(round, last, &next)) {
        struct err why;
        err_set(&why, ERR_BUSY,
            "it is not mined, and a higher fee would be over what this chain may cost");
        return onchain_round_wait(round, tx, &why, err) && send_again(round, tx, last, err);
    }
    if (!onchain_attempt_sign(round, tx, tx->nonce, &next, err) ||
        !db_transact(round->db, write_attempt, &it, err))
        return false;
    return !it.is_done || send_next(round, tx, &next, err);
}
