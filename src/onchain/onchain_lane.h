/* SPDX-License-Identifier: Apache-2.0 */
/* Works on the chains that have something to do, each at its own pace: a round every second or few, and more seldom while a node is
   away. One thread only. Several servers may do so: each round has a lease on its chain.
   Example: lane = onchain_lane_new(); onchain_lane_run(lane, db, vault, tools, listeners, err) every second */
#ifndef ONCHAIN_ONCHAIN_LANE_H
#define ONCHAIN_ONCHAIN_LANE_H

#include "onchain/chain_tx.h"
#include "onchain/onchain_tools.h"

struct onchain_lane;

struct onchain_lane *onchain_lane_new(void);
/* Takes NULL. */
void onchain_lane_free(struct onchain_lane *lane);

/* Does a round of each chain whose time has come. Fails when the database does. */
MUST_USE bool onchain_lane_run(struct onchain_lane *lane, struct db *db, const struct vault *vault,
    struct onchain_tools *tools, const struct onchain_listener *listeners, struct err *err);

#endif
