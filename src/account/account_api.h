/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of sessions, accounts and API tokens; the table ends with a row without a method.
   Example: POST /api/v1/session {"token": "…"} signs in. */
#ifndef ACCOUNT_ACCOUNT_API_H
#define ACCOUNT_ACCOUNT_API_H

#include "account/api.h"

extern const struct api_route account_api_routes[];

#endif
