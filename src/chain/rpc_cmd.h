/* SPDX-License-Identifier: Apache-2.0 */
/* Nodes that a command line names by --rpc. Example: struct rpc rpc = {.arena = arena}; rpc_cmd_read(cmd, &rpc, err) */
#ifndef CHAIN_RPC_CMD_H
#define CHAIN_RPC_CMD_H

#include "base/cmd.h"
#include "chain/rpc.h"

/* Adds them to rpc, and lets it post to them: whoever runs the command has named them, so they may stand anywhere. ERR_USAGE without any,
   ERR_LIMIT. */
MUST_USE bool rpc_cmd_read(const struct cmd *cmd, struct rpc *rpc, struct err *err);

#endif
