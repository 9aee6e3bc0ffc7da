/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of chains, and of what is sent there. Example: onchain_api_routes in routes.c */
#ifndef ONCHAIN_ONCHAIN_API_H
#define ONCHAIN_ONCHAIN_API_H

#include "account/api.h"

extern const struct api_route onchain_api_routes[];

/* Finds the chain of {chain}. ERR_NOT_FOUND. */
struct onchain;
MUST_USE bool onchain_api_find(struct api_call *call, struct onchain *ret_chain, struct err *err);

#endif
