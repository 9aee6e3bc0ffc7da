/* SPDX-License-Identifier: Apache-2.0 */
/* Asks a chain whether it would take a claim that the server pays for. Example: claim_relay_probe(&probe, &gas, err) */
#ifndef MINT_CLAIM_RELAY_PROBE_H
#define MINT_CLAIM_RELAY_PROBE_H

#include "mint/campaign.h"
#include "onchain/onchain_tools.h"

struct claim_relay_probe {
    struct onchain_tools *
        tools; /* whoever signs there pays; else the holder stands for them, since anybody may send it */
    const struct onchain *chain;
    const struct claim *claim;
    struct text data; /* of the call */
    struct arena *arena;
};

/* Gives the gas that it would use. Fails with ERR_CONFLICT when it was claimed already, the chain would refuse it, or the holder's address
   is a contract, whose code could use up the payer's gas; ERR_BUSY when the chain cannot be asked, or the payer has too little. */
MUST_USE bool claim_relay_probe(
    const struct claim_relay_probe *probe, int64_t *ret_gas, struct err *err);

#endif
