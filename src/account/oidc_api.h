/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of single sign-on: for who signs in and links identities, and for the administrator who sets up providers.
   Example: POST /api/v1/sso/acme/start {} gives the address to send the browser to. */
#ifndef ACCOUNT_OIDC_API_H
#define ACCOUNT_OIDC_API_H

#include "account/api.h"
#include "account/oidc_client.h"

extern const struct api_route oidc_api_routes[];
extern const struct api_route oidc_provider_api_routes[];

/* What asking a provider needs of the server. */
struct oidc_client oidc_api_client(const struct api_call *call);

#endif
