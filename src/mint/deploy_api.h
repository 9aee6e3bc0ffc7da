/* SPDX-License-Identifier: Apache-2.0 */
/* The route that puts a contract of ours onto a chain. Example: deploy_api_routes in routes.c */
#ifndef MINT_DEPLOY_API_H
#define MINT_DEPLOY_API_H

#include "account/api.h"

extern const struct api_route deploy_api_routes[];

#endif
