/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that bring badges onto chains. Example: POST /api/v1/badges/{badge}/mint {"address": "0x…"} */
#ifndef MINT_MINT_API_H
#define MINT_MINT_API_H

#include "account/api.h"
#include "mint/mint.h"

extern const struct api_route mint_api_routes[];

/* Adds a member "chain": what a wallet is told of it. */
void mint_api_print_chain(struct buf *out, const struct onchain *chain);
/* Adds the members that say what becomes public, and where. */
void mint_api_print_public(struct buf *out, const struct mint *mint, struct arena *arena);
/* Prints what has become of one, as the API answers. Fails when the database does. */
MUST_USE bool mint_api_print(
    struct db *db, struct buf *out, const struct mint *mint, struct arena *arena, struct err *err);

#endif
