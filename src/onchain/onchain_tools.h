/* SPDX-License-Identifier: Apache-2.0 */
/* What a server holds for chains, behind api_tools.chains. Example: onchain_tools_signer(tools, chain.id) */
#ifndef ONCHAIN_ONCHAIN_TOOLS_H
#define ONCHAIN_ONCHAIN_TOOLS_H

#include "onchain/onchain_caller.h"
#include "onchain/onchain_signer.h"

enum { ONCHAIN_SERVER_SIZE = 1024 };

struct onchain_tools {
    struct onchain_caller caller;
    struct onchain_signer *signer; /* of the keystore; or NULL */
    /* Of the chain that this server keeps itself; or 0 and NULL. */
    int64_t own_chain;
    struct onchain_signer *own_signer;
    /* Its name in leases: the machine's, and its data folder, so that it is the same after a crash. */
    char server[ONCHAIN_SERVER_SIZE];
};

/* Takes that name, and gives back what a server of that name had when it was killed. */
MUST_USE bool onchain_tools_begin(
    struct onchain_tools *tools, struct db *db, const char *folder, struct err *err);

/* Returns who signs for a chain here, or NULL. */
static inline const struct onchain_signer *onchain_tools_signer(
    const struct onchain_tools *tools, int64_t chain_id)
{
    return tools->own_signer && chain_id == tools->own_chain ? tools->own_signer : tools->signer;
}

#endif
