/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of accounts and API tokens; the table ends with a row without a method.
   Example: GET /api/v1/me tells who calls. */
#ifndef ACCOUNT_ACCOUNT_API_H
#define ACCOUNT_ACCOUNT_API_H

#include "account/api.h"

extern const struct api_route account_api_routes[];

/* Fills the reply with an account and its teams, as GET /api/v1/me has it. */
MUST_USE bool account_api_print_me(struct api_call *call, int64_t account_id, struct err *err);

#endif
