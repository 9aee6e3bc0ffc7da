/* SPDX-License-Identifier: Apache-2.0 */
/* Holds the journal that a server shows against what it anchored on a chain, without believing either: a node is asked what the contract
   has, the server for its signed head, and for the proof that the one is the beginning of the other. Who is shown another journal than
   the rest of the world is told so. Everything that is read is hostile.
   Example: anchor_check_run(&check, &report, &head, arena, err) && badge_verify_is_good(&report) */
#ifndef MINT_ANCHOR_CHECK_H
#define MINT_ANCHOR_CHECK_H

#include "badge/badge_verify.h"
#include "chain/rpc_state.h"

/* Where a log is anchored, and by whom: "CHAIN:CONTRACT:SENDER". */
struct anchor_place {
    uint64_t chain_id;
    struct chain_address contract, sender;
};
/* ERR_SYNTAX. */
MUST_USE bool anchor_place_read(struct anchor_place *ret_place, struct text t, struct err *err);

/* Asks each node for the head that the sender last anchored of the log of that origin; size 0: none. ERR_CONFLICT when nodes tell of
   different ones, else as rpc_call and abi_read fail. */
MUST_USE bool anchor_check_head(const struct rpc *rpc, const struct anchor_place *place,
    struct text origin, struct journal_head *ret_head, int64_t *ret_block, struct err *err);

struct anchor_check {
    struct text server;               /* "https://kenzen.example.org" */
    const struct anchor_place *place; /* NULL: where the server says */
    struct rpc *rpc;                  /* has its post and its URLs */
    /* get is needed; kept: a head of that journal that a reader has, or NULL. */
    struct badge_verify_source source;
};
/* Adds the checks to ret_report: chain, anchor, checkpoint, journal, and head where one was kept. ret_head is what the contract has, of size 0
   when that could not be read. What does not hold is in the report. Texts live in arena. */
void anchor_check_run(const struct anchor_check *check, struct badge_report *ret_report,
    struct journal_head *ret_head, int64_t now_us, struct arena *arena);

#endif
