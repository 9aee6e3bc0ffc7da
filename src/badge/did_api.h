/* SPDX-License-Identifier: Apache-2.0 */
/* The document that tells by which keys this server's credentials and checkpoints are signed.
   Example: {did_api_routes, …} in routes_tables. */
#ifndef BADGE_DID_API_H
#define BADGE_DID_API_H

#include "account/api.h"

extern const struct api_route did_api_routes[];

#endif
