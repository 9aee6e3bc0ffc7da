/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of one's own addresses. Example: POST /api/v1/wallet/challenge {"address": "0x…"} */
#ifndef MINT_WALLET_API_H
#define MINT_WALLET_API_H

#include "account/api.h"

extern const struct api_route wallet_api_routes[];

#endif
