/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/abi.h"
#include "onchain/onchain_round.h"

/* What one step writes, in a transaction. */
struct writing {
    struct onchain_round *round;
    const struct chain_tx *tx; /* as it is */
    struct chain_tx become;    /* as it is to be */
    enum onchain_event event;
};

static bool write(struct db *db, void *context, struct err *err)
{
    struct writing *it = context;
    int64_t now_us = it->round->now_us;
    bool is_done = false;
    bool is_good = false;
    switch (it->event) {
    case ONCHAIN_MINED: is_good = chain_tx_step_mine(db, &it->become, now_us, &is_done, err); break;
    case ONCHAIN_REORG: is_good = chain_tx_step_unmine(db, it->tx, &is_done, err); break;
    case ONCHAIN_FINAL:
    case ONCHAIN_FAILED: {
        struct chain_tx tx = it->become;
        tx.state = it->tx->state;
        is_good = chain_tx_step_end(db, &tx, it->become.state, now_us, &is_done, err);
        break;
    }
    }
    return is_good && (!is_done || onchain_tell(db, it->round->listeners, it->event, &it->become,
                                       now_us, err));
}

static bool change(struct onchain_round *round, const struct chain_tx *tx, struct chain_tx become,
    enum onchain_event event, struct err *err)
{
    struct writing it = {.round = round, .tx = tx, .become = become, .event = event};
    return db_transact(round->db, write, &it, err);
}

static struct chain_address address_of(struct text bytes)
{
    struct chain_address address = {{0}};
    if (bytes.len == sizeof address.at)
        memcpy(address.at, bytes.at, sizeof address.at);
    return address;
}

static struct text keep(struct onchain_round *round, const void *bytes, size_t size)
{
    return arena_text(round->arena, (struct text){bytes, size});
}

/* -- mined -- */

/* Why one was reverted: a node that plays it again says it; a transaction that used all of its gas ran out of it. */
static struct text revert_reason(struct onchain_round *round, const struct chain_tx *tx)
{
    struct err why;
    int64_t gas;
    struct rpc_transaction again = {.from = address_of(tx->from),
        .to = address_of(tx->to),
        .has_to = tx->to.len > 0,
        .data = tx->data,
        .value_wei = tx->value_wei};
    if (rpc_estimate_gas(&round->rpc, &again, &gas, &why))
        return TEXT("was reverted, and would not be by now: it may have had too little gas");
    bool is_refused = round->rpc.fault == RPC_REFUSED;
    round->rpc.fault = RPC_FINE;
    if (!is_refused)
        return TEXT("was reverted");
    if (round->rpc.refusal.data.len)
        return arena_format(round->arena, "was reverted: %.*s",
            TEXT_ARG(abi_revert_text(round->rpc.refusal.data, round->arena)));
    return arena_format(round->arena, "was reverted: %.*s", TEXT_ARG(round->rpc.refusal.message));
}

/* Whoever made a contract knows where it must be; a node that says otherwise is wrong. */
static bool read_contract(struct onchain_round *round, const struct chain_tx *tx,
    const struct rpc_receipt *receipt, struct chain_tx *become, struct err *err)
{
    if (tx->to.len || !tx->from.len)
        return true;
    struct chain_address from = address_of(tx->from),
                         made = address_of_contract(&from, (uint64_t)tx->nonce);
    if (receipt->is_good && (!receipt->has_contract || !address_eq(&made, &receipt->contract))) {
        round->rpc.fault = RPC_MALFORMED;
        return err_set(err, ERR_SYNTAX, "the receipt has a contract at an address that cannot be");
    }
    become->contract = keep(round, made.at, sizeof made.at);
    return true;
}

static bool take_receipt(struct onchain_round *round, const struct chain_tx *tx,
    const struct rpc_receipt *receipt, struct err *err)
{
    struct chain_tx become = *tx;
    struct chain_address from = address_of(tx->from);
    if (tx->from.len && !address_eq(&from, &receipt->from)) {
        round->rpc.fault = RPC_MALFORMED;
        return err_set(err, ERR_SYNTAX, "the receipt has another sender than the transaction");
    }
    become.state = CHAIN_TX_MINED;
    become.hash = keep(round, receipt->tx_hash, sizeof receipt->tx_hash);
    become.block_hash = keep(round, receipt->block_hash, sizeof receipt->block_hash);
    become.block_number = receipt->block_number;
    become.gas_used = receipt->gas_used;
    become.is_reverted = !receipt->is_good;
    become.paid_wei = receipt->gas_used > 0 && receipt->price_wei > INT64_MAX / receipt->gas_used
                          ? INT64_MAX
                          : receipt->price_wei * receipt->gas_used;
    become.error = receipt->is_good ? TEXT("") : revert_reason(round, tx);
    return read_contract(round, tx, receipt, &become, err) &&
           change(round, tx, become, ONCHAIN_MINED, err);
}

/* The block that it is in has k - 1 on top, and both nodes say that it is there. */
static bool settle(struct onchain_round *round, const struct chain_tx *tx, struct err *err)
{
    struct rpc_receipt receipt;
    size_t answers;
    struct chain_tx become = *tx;
    if (!rpc_receipt(&round->rpc, (const unsigned char *)tx->hash.at, &receipt, &answers, err))
        return false;
    if (!receipt.is_there || memcmp(receipt.block_hash, tx->block_hash.at, KECCAK_SIZE) != 0 ||
        receipt.is_good == tx->is_reverted)
        return change(round, tx, become, ONCHAIN_REORG, err);
    if (!onchain_round_is_sure(round, answers)) {
        struct err why;
        err_set(&why, ERR_BUSY, "a second node must say that a transaction is final");
        return onchain_round_wait(round, tx, &why, err);
    }
    become.state = tx->is_reverted ? CHAIN_TX_FAILED : CHAIN_TX_FINAL;
    return change(round, tx, become, tx->is_reverted ? ONCHAIN_FAILED : ONCHAIN_FINAL, err);
}

static bool watch_mined(struct onchain_round *round, const struct chain_tx *tx, struct err *err)
{
    struct rpc_block block;
    size_t answers;
    if (!rpc_block_at(&round->rpc, tx->block_number, &block, &answers, err))
        return false;
    if (!block.is_there || memcmp(block.hash, tx->block_hash.at, KECCAK_SIZE) != 0)
        return change(round, tx, *tx, ONCHAIN_REORG, err);
    if (round->newest.number - tx->block_number + 1 < round->chain->confirmations)
        return true;
    return settle(round, tx, err);
}

/* -- not mined -- */

/* Ours is in no block, but its nonce was used, so deep that it stays so: it can never be mined any more. */
static bool watch_taken(struct onchain_round *round, const struct chain_tx *tx, struct err *err)
{
    int64_t deep = round->newest.number - round->chain->confirmations + 1, nonce = 0;
    struct chain_address from = address_of(tx->from);
    struct chain_tx become = *tx;
    size_t answers = 0;
    if (deep < 0)
        return true;
    if (!rpc_nonce_then(&round->rpc, &from, deep, &nonce, &answers, err))
        return false;
    if (nonce <= tx->nonce || !onchain_round_is_sure(round, answers))
        return true;
    become.state = CHAIN_TX_REPLACED;
    become.error = TEXT("another transaction of the same sender took its nonce");
    return change(round, tx, become, ONCHAIN_FAILED, err);
}

static bool is_stuck(const struct onchain_round *round, const struct chain_tx_attempt *last)
{
    return round->now_us - last->signed_us >= round->chain->replace_seconds * CLOCK_SECOND_US;
}

static bool send_forgotten(struct onchain_round *round, const struct chain_tx *tx,
    const struct chain_tx_attempt *last, struct err *err)
{
    struct rpc_seen seen;
    if (!rpc_transaction_by_hash(&round->rpc, (const unsigned char *)last->hash.at, &seen, err))
        return false;
    return seen.is_there || onchain_attempt_send(round, tx, last, err);
}

static bool watch_waiting(struct onchain_round *round, const struct chain_tx *tx,
    const struct chain_tx_attempt *last, struct err *err)
{
    struct chain_address from = address_of(tx->from);
    int64_t nonce;
    if (!rpc_nonce(&round->rpc, &from, &nonce, err))
        return false;
    if (nonce > tx->nonce)
        return watch_taken(round, tx, err);
    if (!last->sent_us)
        return onchain_attempt_send(round, tx, last, err);
    /* Those behind the next one wait for it, whatever they pay. */
    bool is_ours = round->signer && address_eq(&from, onchain_signer_address(round->signer));
    if (is_ours && nonce == tx->nonce && is_stuck(round, last))
        return onchain_attempt_replace(round, tx, last, err);
    return round->now_us - last->sent_us < ONCHAIN_ROUND_RESEND_US ||
           send_forgotten(round, tx, last, err);
}

bool onchain_watch(struct onchain_round *round, const struct chain_tx *tx, struct err *err)
{
    struct chain_tx_attempt *attempts;
    struct rpc_receipt receipt;
    size_t count, answers;
    if (tx->state == CHAIN_TX_MINED)
        return watch_mined(round, tx, err);
    if (!chain_tx_attempts(round->db, tx->id, round->arena, &attempts, &count, err))
        return false;
    for (size_t i = count; i-- > 0;) {
        if (!rpc_receipt(
                &round->rpc, (const unsigned char *)attempts[i].hash.at, &receipt, &answers, err))
            return false;
        if (receipt.is_there)
            return take_receipt(round, tx, &receipt, err);
    }
    return count == 0 || watch_waiting(round, tx, &attempts[count - 1], err);
}
