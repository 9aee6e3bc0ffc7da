/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of signing in and out, and of what makes one's own account safe: password, authenticator, recovery codes, sessions.
   Example: POST /api/v1/session {"name": "mia", "password": "…"} signs in. */
#ifndef ACCOUNT_SIGNIN_API_H
#define ACCOUNT_SIGNIN_API_H

#include "account/api.h"
#include "account/signin.h"

extern const struct api_route signin_api_routes[];
extern const struct api_route signin_security_api_routes[];

/* What signing in needs of the server. */
struct signin_tools signin_api_tools(const struct api_call *call);
/* The start of a session for who calls; texts live in the call's arena. */
struct session_start signin_api_start(
    const struct api_call *call, int64_t account_id, const char *means);
/* Reads a member that is a password; absent and null leave it as it is. */
MUST_USE bool signin_api_read_password(
    const struct json *body, const char *key, struct text *ret_password, struct err *err);
/* Lets the browser keep a session and, unless browser is empty, what it is known by. */
void signin_api_keep(struct api_call *call, const char *session, const char *browser);

#endif
