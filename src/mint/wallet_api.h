/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of one's own addresses. Example: POST /api/v1/wallet/challenge {"address": "0x…"} */
#ifndef MINT_WALLET_API_H
#define MINT_WALLET_API_H

#include "account/api.h"

/* Reads the member chain_id: an id in a string as everywhere, or a number, as chains are told of. Absent and null leave it as it is. */
MUST_USE bool wallet_api_read_chain(const struct json *body, int64_t *ret_id, struct err *err);

extern const struct api_route wallet_api_routes[];

#endif
