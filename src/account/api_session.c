/* SPDX-License-Identifier: Apache-2.0 */
#include "account/api_session.h"

#include "account/session.h"

void api_set_cookie(
    struct api_call *call, const char *name, struct text value, const char *path, int64_t kept_us)
{
    long long age_s = value.len ? kept_us / CLOCK_SECOND_US : 0;
    struct text cookie =
        arena_format(call->arena, "%s=%.*s; Path=%s; Max-Age=%lld; HttpOnly; SameSite=Lax%s", name,
            TEXT_ARG(value), path, age_s, call->is_secure ? "; Secure" : "");
    http_reply_header(call->reply, "Set-Cookie", cookie);
}

void api_set_session(struct api_call *call, struct text session)
{
    api_set_cookie(call, API_SESSION_COOKIE, session, "/", SESSION_KEPT_US);
}

bool api_check_confirmed(const struct api_call *call, struct err *err)
{
    return call->who.confirmed_us > call->now_us - SESSION_CONFIRMED_US ||
           err_set(err, ERR_CONFIRM, "show again who you are, and then do this");
}

void api_retry_after(struct api_call *call, int64_t wait_us)
{
    long long seconds = (wait_us + CLOCK_SECOND_US - 1) / CLOCK_SECOND_US;
    http_reply_header(call->reply, "Retry-After", arena_format(call->arena, "%lld", seconds));
}
