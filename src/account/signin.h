/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in: by name and password or by a link, then by a code where the account has an authenticator; attempts in vain make
   wait (throttle.h) and stand in the journal. Whether a name exists, neither the answer nor its time tells.
   Example: signin_try(db, &tools, &(struct signin){.name = name, .password = password}, now_us, &answer, err) */
#ifndef ACCOUNT_SIGNIN_H
#define ACCOUNT_SIGNIN_H

#include "account/authenticator.h"
#include "account/password.h"
#include "account/session.h"

struct signin_tools {
    const struct vault *vault;
    struct password_gate *gate; /* may be NULL */
};

/* What somebody shows; empty: nothing. */
struct signin {
    struct text name, password; /* or */
    struct text link;
    struct text code;    /* of the authenticator, or a recovery code */
    struct text browser; /* the secret of a browser that is known (known_browser.h) */
    struct text address, user_agent;
};

struct signin_answer {
    int64_t wait_us; /* with ERR_RATE: when to try again */
    int64_t account_id, session_id;
    char session[ACCOUNT_SECRET_SIZE];
    char browser[ACCOUNT_SECRET_SIZE]; /* empty: the one that it has is good */
};

/* Begins a session. Fails with ERR_CREDENTIALS (name or password), ERR_UNAUTHENTICATED (link), ERR_CODE_REQUIRED, ERR_CODE,
   ERR_RATE, or ERR_BUSY. Of ret_answer, wait_us is always filled. */
MUST_USE bool signin_try(struct db *db, const struct signin_tools *tools, const struct signin *it,
    int64_t now_us, struct signin_answer *ret_answer, struct err *err);

/* Somebody who is signed in shows again who they are, by the password and, where there is an authenticator, a code. Fails as
   above, and with ERR_CONFIRM when the account has neither: then a new sign-in link does it. */
MUST_USE bool signin_confirm(struct db *db, const struct signin_tools *tools, int64_t account_id,
    int64_t session_id, const struct signin *it, int64_t now_us, int64_t *ret_wait_us,
    struct err *err);

/* Whether it->password is the account's; attempts are counted and fail as above. */
MUST_USE bool signin_check_password(struct db *db, const struct signin_tools *tools,
    int64_t account_id, const struct signin *it, int64_t now_us, int64_t *ret_wait_us,
    struct err *err);

/* Sets the password of an account, ends its other sessions and makes its links useless. */
MUST_USE bool signin_set_password(struct db *db, const struct signin_tools *tools,
    const struct account *account, int64_t session_id, struct text password, int64_t now_us,
    struct err *err);

#endif
