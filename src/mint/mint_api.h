/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that bring badges onto chains. Example: POST /api/v1/badges/{badge}/mint {"address": "0x…"} */
#ifndef MINT_MINT_API_H
#define MINT_MINT_API_H

#include "account/api.h"
#include "onchain/onchain.h"

extern const struct api_route mint_api_routes[];

/* Adds a member "chain": what a wallet is told of it. */
void mint_api_print_chain(struct buf *out, const struct onchain *chain);

#endif
