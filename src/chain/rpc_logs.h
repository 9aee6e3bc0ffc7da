/* SPDX-License-Identifier: Apache-2.0 */
/* Logs of more blocks than a node looks through at once: it is asked for fewer until it answers. Each call fails as rpc_logs does
   (rpc_state.h), and with ERR_LIMIT beyond LIMIT_RPC_PIECES of them. Example: rpc_logs_whole(&rpc, &query, &logs, &count, err) */
#ifndef CHAIN_RPC_LOGS_H
#define CHAIN_RPC_LOGS_H

#include "chain/rpc_state.h"

/* From query's first block to its last, which are numbers both. */
MUST_USE bool rpc_logs_range(struct rpc *rpc, const struct rpc_log_query *query,
    struct rpc_log **ret_logs, size_t *ret_count, struct err *err);
/* All that there are by now: at once; or, where a node refuses that, from the block on in which the contract was made. The blocks of query do not
   count. */
MUST_USE bool rpc_logs_whole(struct rpc *rpc, const struct rpc_log_query *query,
    struct rpc_log **ret_logs, size_t *ret_count, struct err *err);

#endif
