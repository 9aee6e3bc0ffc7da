/* SPDX-License-Identifier: Apache-2.0 */
/* Changes that must not overwrite what somebody else changed meanwhile (RFC 9110, 13.1.1): what is shown bears a version, and a
   change may say which one it goes by. Example: api_match_tag(call, ticket.version); … api_match_read(call, &version, err) */
#ifndef ACCOUNT_API_MATCH_H
#define ACCOUNT_API_MATCH_H

#include "account/api.h"

/* Gives the reply an ETag that begins with the version, which If-Match goes by; what else is shown may change beside. */
void api_match_tag(struct api_call *call, int64_t version);
/* Reads If-Match: "7.…" or "7"; "*" and none leave *ret_version as it is. Another one is of no version: ERR_CONFLICT. */
MUST_USE bool api_match_read(const struct api_call *call, int64_t *ret_version, struct err *err);
/* Whether what is there now is what If-Match asks for, or it asks for nothing. ERR_CONFLICT. Inside the transaction that changes it. */
MUST_USE bool api_match_check(const struct api_call *call, int64_t version, struct err *err);

/* A version for what has none of its own: of a text that says all that there is to change; never 0. */
int64_t api_match_version(struct text shown);

#endif
