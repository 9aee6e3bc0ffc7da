/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of a transaction from one state to the next, each written by itself. Each changes only what is still as tx has it: another
   server may have done it meanwhile, and ret_is_done is then false. To be called in a transaction.
   Example: chain_tx_step_sign(db, &tx, from, nonce, &attempt, now_us, &is_done, err) */
#ifndef ONCHAIN_CHAIN_TX_STEP_H
#define ONCHAIN_CHAIN_TX_STEP_H

#include "onchain/chain_tx.h"

/* The nonce behind all that a sender has used in transactions that are not ended; 0 when there are none. ret_ended is the highest one
   of those that are final, or -1. */
MUST_USE bool chain_tx_step_nonce(struct db *db, int64_t chain_id, struct text from,
    int64_t *ret_next, int64_t *ret_ended, struct err *err);

/* queued → signed: gives it its nonce, and its first attempt (number 1). */
MUST_USE bool chain_tx_step_sign(struct db *db, const struct chain_tx *tx, struct text from,
    int64_t nonce, const struct chain_tx_attempt *attempt, int64_t now_us, bool *ret_is_done,
    struct err *err);
/* Adds an attempt to one that is signed or sent: another fee, the same nonce. */
MUST_USE bool chain_tx_step_replace(struct db *db, const struct chain_tx *tx,
    const struct chain_tx_attempt *attempt, int64_t now_us, bool *ret_is_done, struct err *err);
/* signed → sent, and when an attempt was last sent. */
MUST_USE bool chain_tx_step_send(struct db *db, const struct chain_tx *tx, int64_t number,
    int64_t now_us, bool *ret_is_done, struct err *err);
/* signed or sent → mined, with tx's hash, block, gas_used, paid_wei, contract, is_reverted and error. */
MUST_USE bool chain_tx_step_mine(
    struct db *db, const struct chain_tx *tx, int64_t now_us, bool *ret_is_done, struct err *err);
/* mined → sent: its block vanished. */
MUST_USE bool chain_tx_step_unmine(
    struct db *db, const struct chain_tx *tx, bool *ret_is_done, struct err *err);
/* → final, failed or replaced; tx->state is what it was, tx->error why. */
MUST_USE bool chain_tx_step_end(struct db *db, const struct chain_tx *tx, enum chain_tx_state state,
    int64_t now_us, bool *ret_is_done, struct err *err);
/* Writes down why one waits; an empty text: it does not. */
MUST_USE bool chain_tx_step_note(
    struct db *db, const struct chain_tx *tx, struct text error, struct err *err);

#endif
