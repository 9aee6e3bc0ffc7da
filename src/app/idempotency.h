/* SPDX-License-Identifier: Apache-2.0 */
/* A POST that is sent again, with the same Idempotency-Key, is not done again: its reply is kept
   for a day (draft-ietf-httpapi-idempotency-key-header).
   Example: idempotency_begin(&it, &call, &is_replayed, err) */
#ifndef APP_IDEMPOTENCY_H
#define APP_IDEMPOTENCY_H

#include "account/api.h"
#include "codec/sha256.h"

enum { IDEMPOTENCY_KEY_MAX = 255 };
#define IDEMPOTENCY_KEPT_US CLOCK_DAY_US

struct idempotency {
    struct text key; /* empty: the request has none, and nothing is kept */
    int64_t account_id;
    unsigned char digest[SHA256_SIZE]; /* of method, path, query and body */
};

/* Reads the key and looks for a reply to it. Found: fills call->reply, and ret_is_replayed is true.
   Else keeps the place for this request, which idempotency_end must give its reply. Fails with
   ERR_SYNTAX for a bad key, ERR_USAGE when the key came with another request, ERR_CONFLICT while
   the first one is being answered. */
MUST_USE bool idempotency_begin(
    struct idempotency *ret_it, struct api_call *call, bool *ret_is_replayed, struct err *err);

/* Keeps the reply of a request that was done, or gives the place up. */
MUST_USE bool idempotency_end(
    const struct idempotency *it, const struct api_call *call, struct err *err);

#endif
