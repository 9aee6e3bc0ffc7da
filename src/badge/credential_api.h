/* SPDX-License-Identifier: Apache-2.0 */
/* Badges as credentials: for who sees them, for everybody by the address of a shared one, and the lists that tell which were revoked.
   Example: {credential_api_routes, …} in routes_tables. */
#ifndef BADGE_CREDENTIAL_API_H
#define BADGE_CREDENTIAL_API_H

#include "account/api.h"

extern const struct api_route credential_api_routes[];

#endif
