/* SPDX-License-Identifier: Apache-2.0 */
/* One round of work on a chain: what was sent is looked at, and what waits is signed and sent. What is signed is written down before it
   is sent, so that whatever ends the process in between, the same bytes go out again, and a chain takes one of a nonce.
   Example: onchain_round_run(&round, err), with a lease on the chain (onchain_lease) */
#ifndef ONCHAIN_ONCHAIN_ROUND_H
#define ONCHAIN_ONCHAIN_ROUND_H

#include "chain/rpc_send.h"
#include "onchain/chain_tx_step.h"
#include "onchain/onchain.h"
#include "onchain/onchain_signer.h"

/* What was sent as long ago, and a node knows nothing of, is given to it again: it was begun anew, or the block vanished. */
#define ONCHAIN_ROUND_RESEND_US (5 * CLOCK_SECOND_US)

struct onchain_round {
    struct db *db;
    struct arena *arena;
    const struct onchain *chain;
    const struct onchain_signer *signer; /* NULL: nothing is signed here, only watched */
    const struct onchain_listener *listeners;
    struct rpc rpc;
    int64_t now_us;
    int64_t until_steady_us; /* no new transaction is begun after it: the lease ends */
    /* What it finds out: */
    struct rpc_block newest;
    struct rpc_fees fees; /* base_wei 0: not asked yet */
    bool has_fees;
    size_t endpoint_count; /* that the chain is set up with */
    size_t in_flight;      /* that have a nonce and are not in a block */
    struct err trouble;    /* the first one; its code is ERR_NONE when all is well */
};

/* Does it, and keeps with the chain what went wrong there. Fails only when the database does. */
MUST_USE bool onchain_round_run(struct onchain_round *round, struct err *err);

/* -- its parts: each fails when the round cannot go on; round->rpc.fault tells whether a node was the cause -- */

/* Keeps the first trouble, for people. */
void onchain_round_note(struct onchain_round *round, const struct err *why);
/* The same, with the words at the transaction too. */
MUST_USE bool onchain_round_wait(
    struct onchain_round *round, const struct chain_tx *tx, const struct err *why, struct err *err);

/* Asks what gas costs, once a round. */
MUST_USE bool onchain_round_fees(struct onchain_round *round, struct err *err);
/* Whether what nodes answered decides for good: where several are set up, two must have said it. */
bool onchain_round_is_sure(const struct onchain_round *round, size_t answers);

/* One that is signed, sent or mined. */
MUST_USE bool onchain_watch(
    struct onchain_round *round, const struct chain_tx *tx, struct err *err);
/* One that is queued. ret_goes_on is false when those behind it must wait for it. */
MUST_USE bool onchain_queue(
    struct onchain_round *round, const struct chain_tx *tx, bool *ret_goes_on, struct err *err);

/* Signs another attempt of a transaction: gas and fees as attempt has them; fills its hash and raw, in the arena. */
MUST_USE bool onchain_attempt_sign(struct onchain_round *round, const struct chain_tx *tx,
    int64_t nonce, struct chain_tx_attempt *attempt, struct err *err);
/* Gives an attempt to the nodes, and writes down what they think of it. */
MUST_USE bool onchain_attempt_send(struct onchain_round *round, const struct chain_tx *tx,
    const struct chain_tx_attempt *attempt, struct err *err);
/* Signs and sends a further attempt, an eighth dearer at least than last; waits where that is over what the chain may cost. */
MUST_USE bool onchain_attempt_replace(struct onchain_round *round, const struct chain_tx *tx,
    const struct chain_tx_attempt *last, struct err *err);

/* Tells the listener of its purpose; to be called in the transaction that changes it. */
enum onchain_event { ONCHAIN_MINED, ONCHAIN_FINAL, ONCHAIN_FAILED, ONCHAIN_REORG };
MUST_USE bool onchain_tell(struct db *db, const struct onchain_listener *listeners,
    enum onchain_event event, const struct chain_tx *tx, int64_t now_us, struct err *err);

#endif
