/* SPDX-License-Identifier: Apache-2.0 */
/* What a handler does with the session of its caller, beyond reading who it is.
   Example: if (!api_check_confirmed(call, err)) return false; */
#ifndef ACCOUNT_API_SESSION_H
#define ACCOUNT_API_SESSION_H

#include "account/api.h"

#define API_SESSION_COOKIE "kenzen_session"

/* Sets a cookie that only requests to path carry, and no script reads, or the session's; an empty value takes it away. */
void api_set_session(struct api_call *call, struct text session);
void api_set_cookie(
    struct api_call *call, const char *name, struct text value, const char *path, int64_t kept_us);

/* Fails with ERR_CONFIRM unless the person showed who they are within SESSION_CONFIRMED_US. */
MUST_USE bool api_check_confirmed(const struct api_call *call, struct err *err);
/* Tells in Retry-After when to try again. */
void api_retry_after(struct api_call *call, int64_t wait_us);

#endif
