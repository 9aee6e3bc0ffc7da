/* SPDX-License-Identifier: Apache-2.0 */
/* A sign-in under way: begun here, gone to the provider, expected back within a quarter of an hour, in the same browser, once.
   The database keeps digests alone: nonce (Core, 15.5.2) and PKCE verifier (RFC 7636) are made of the state in the URL and the secret
   in the browser's cookie, so that who reads the database, or the URL, has neither.
   Example: oidc_flow_begin(db, &flow, now_us, secrets, err) … oidc_flow_take(db, state, browser, now_us, arena, &flow, err) */
#ifndef ACCOUNT_OIDC_FLOW_H
#define ACCOUNT_OIDC_FLOW_H

#include "account/account_secret.h"

#define OIDC_FLOW_US ((int64_t)15 * 60 * CLOCK_SECOND_US)
enum { OIDC_FLOW_WORD_SIZE = 43 + 1 }; /* 32 bytes in base64url, and the NUL */

struct oidc_flow {
    int64_t provider_id;
    int64_t account_id;      /* who links an identity; 0: somebody signs in */
    struct text return_path; /* within the site */
};

struct oidc_flow_words {
    char nonce[OIDC_FLOW_WORD_SIZE];
    char verifier[OIDC_FLOW_WORD_SIZE], challenge[OIDC_FLOW_WORD_SIZE];
};

/* Begins. browser is the secret of the cookie that the browser has, or empty: then a new one is made. Of more than
   LIMIT_OIDC_FLOWS under way, the oldest go. */
MUST_USE bool oidc_flow_begin(struct db *db, const struct oidc_flow *flow, struct text browser,
    int64_t now_us, char ret_state[ACCOUNT_SECRET_SIZE], char ret_browser[ACCOUNT_SECRET_SIZE],
    struct err *err);
/* Takes a flow out: nobody finds it again. ERR_UNAUTHENTICATED when there is none of this provider, state and browser. */
MUST_USE bool oidc_flow_take(struct db *db, int64_t provider_id, struct text state,
    struct text browser, int64_t now_us, struct arena *arena, struct oidc_flow *ret_flow,
    struct err *err);

/* Makes the words of a flow. */
void oidc_flow_words(struct text state, struct text browser, struct oidc_flow_words *ret_words);

/* Returns path when it is a path within the site, else "/": no other host ("//…", "/\…"), nothing that a browser would read
   otherwise. */
struct text oidc_flow_path(struct text path);

#endif
