/* SPDX-License-Identifier: Apache-2.0 */
/* How the nodes of chains are called: in the server by the role "fetch", which reaches the nets that are allowed; from the command line
   by this process; and the node that this server keeps itself (onchain_anvil.h) always by this process.
   Example: struct rpc rpc; onchain_caller_begin(&caller, &chain, arena, &rpc); rpc_check_chain(&rpc, 1, err) */
#ifndef ONCHAIN_ONCHAIN_CALLER_H
#define ONCHAIN_ONCHAIN_CALLER_H

#include "chain/rpc.h"
#include "onchain/onchain.h"
#include "sandbox/fetch.h"

struct onchain_caller {
    struct fetch *fetch; /* NULL: this process calls, and what is below is allowed */
    const struct address_net *allowed;
    size_t allowed_count;
    struct text own_url; /* of the node that this server keeps; or empty */
};

/* Fills ret_rpc with the endpoints of a chain. caller and chain outlive it. */
void onchain_caller_begin(struct onchain_caller *caller, const struct onchain *chain,
    struct arena *arena, struct rpc *ret_rpc);

#endif
