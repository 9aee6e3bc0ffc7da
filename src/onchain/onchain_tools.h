/* SPDX-License-Identifier: Apache-2.0 */
/* What a server holds for chains, behind api_tools.chains. Example: onchain_tools_signer(tools, chain.id) */
#ifndef ONCHAIN_ONCHAIN_TOOLS_H
#define ONCHAIN_ONCHAIN_TOOLS_H

#include "onchain/onchain_caller.h"
#include "onchain/onchain_signer.h"

struct onchain_tools {
    struct onchain_caller caller;
    struct onchain_signer *signer; /* of the keystore; or NULL */
    /* Of the chain that this server keeps itself; or 0 and NULL. */
    int64_t own_chain;
    struct onchain_signer *own_signer;
};

/* Returns who signs for a chain here, or NULL. */
static inline const struct onchain_signer *onchain_tools_signer(
    const struct onchain_tools *tools, int64_t chain_id)
{
    return tools->own_signer && chain_id == tools->own_chain ? tools->own_signer : tools->signer;
}

#endif
