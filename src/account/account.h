/* SPDX-License-Identifier: Apache-2.0 */
/* Who may come in, and by what: sign-in links and API tokens, each a secret of 32 random bytes of which only the SHA-256 is
   kept. Sessions are in session.h, passwords in password.h. Example: account_link_use(db, secret, now_us, &account_id, err) */
#ifndef ACCOUNT_ACCOUNT_H
#define ACCOUNT_ACCOUNT_H

#include "account/right.h"
#include "base/clock.h"
#include "store/db.h"

struct account {
    int64_t id;
    struct text name, email; /* email may be empty */
    unsigned roles;          /* in the organisation: a set of enum account_role */
    bool is_disabled;        /* comes in no more */
    int64_t created_us;
    struct text time_zone; /* IANA; empty: not said */
};

struct account_token {
    int64_t id;
    struct text name;
    int64_t created_us, expires_us, used_us; /* 0: never */
    unsigned scopes;                         /* a set of enum right_scope */
};

/* A secret as people and browsers carry it: a prefix, 64 hexadecimal digits, a NUL. */
enum { ACCOUNT_SECRET_SIZE = 3 + 64 + 1 };

#define ACCOUNT_LINK_US CLOCK_DAY_US
/* How long an API token lives unless it is said, and at most: what nobody renews dies. Those made before there was an end have none. */
#define ACCOUNT_TOKEN_US (90 * CLOCK_DAY_US)
#define ACCOUNT_TOKEN_MAX_US (366 * CLOCK_DAY_US)
#define ACCOUNT_TOKEN_PREFIX "kz_"
/* Where a sign-in link leads, before its secret: behind '#', which browsers send to nobody, and no proxy logs. */
#define ACCOUNT_LINK_PATH "/signin#"

/* -- accounts -- */

/* Names are unique but for ASCII capitals. Fails with ERR_CONFLICT when it is taken. */
MUST_USE bool account_add(
    struct db *db, const struct account *account, int64_t *ret_id, struct err *err);
/* ERR_NOT_FOUND when there is none. */
MUST_USE bool account_find(
    struct db *db, int64_t id, struct arena *arena, struct account *ret_account, struct err *err);
/* By name; an empty name finds the oldest administrator who is not disabled. */
MUST_USE bool account_find_name(struct db *db, struct text name, struct arena *arena,
    struct account *ret_account, struct err *err);
/* Up to limit accounts behind after_id, oldest first. */
MUST_USE bool account_list(struct db *db, int64_t after_id, size_t limit, struct arena *arena,
    struct account **ret_accounts, size_t *ret_count, struct err *err);

/* Writes email, roles and is_disabled of account->id, by actor_id. Who is disabled loses sessions, API tokens and sign-in links
   at once. In the caller's transaction if there is one. ERR_NOT_FOUND, or ERR_CONFLICT when nobody would be left to administer. */
MUST_USE bool account_change(struct db *db, const struct account *account, int64_t actor_id,
    int64_t now_us, struct err *err);
/* Sets by which zone somebody's days begin. ERR_USAGE when it is none. */
MUST_USE bool account_set_zone(
    struct db *db, int64_t account_id, struct text time_zone, struct err *err);
/* Writes to the journal what happened to an account: "account.created" … Must run inside the transaction of it. */
MUST_USE bool account_tell(struct db *db, const char *kind, const struct account *account,
    int64_t actor_id, int64_t now_us, struct err *err);

/* On an empty database makes the administrator "admin" and a sign-in link for it; else ret_is_new is false. */
MUST_USE bool account_first_start(struct db *db, int64_t now_us,
    char ret_secret[ACCOUNT_SECRET_SIZE], bool *ret_is_new, struct err *err);

/* -- sign-in links: one use, for a day -- */

/* ERR_CONFLICT for a disabled account. */
MUST_USE bool account_link_new(struct db *db, int64_t account_id, int64_t now_us,
    char ret_secret[ACCOUNT_SECRET_SIZE], struct err *err);
/* The same for somebody else, or from the command line (actor_id 0): a link is a way into an account, so the journal has who made it.
   Must run inside a transaction. */
MUST_USE bool account_link_give(struct db *db, int64_t account_id, int64_t actor_id, int64_t now_us,
    char ret_secret[ACCOUNT_SECRET_SIZE], struct err *err);
/* Whose link it is. ERR_UNAUTHENTICATED as below. */
MUST_USE bool account_link_find(
    struct db *db, struct text secret, int64_t now_us, int64_t *ret_account_id, struct err *err);
/* Uses a link up. ERR_UNAUTHENTICATED when it is unknown, used or expired. */
MUST_USE bool account_link_use(
    struct db *db, struct text secret, int64_t now_us, int64_t *ret_account_id, struct err *err);

/* All links of an account are good no more. */
MUST_USE bool account_link_forget(struct db *db, int64_t account_id, struct err *err);

/* -- API tokens: kz_…, until they are revoked or expire -- */

/* Makes one of token's name, scopes and expiry. */
MUST_USE bool account_token_new(struct db *db, int64_t account_id,
    const struct account_token *token, int64_t now_us, char ret_secret[ACCOUNT_SECRET_SIZE],
    int64_t *ret_id, struct err *err);
MUST_USE bool account_token_find(struct db *db, struct text secret, int64_t now_us,
    struct arena *arena, struct account *ret_account, unsigned *ret_scopes, struct err *err);
/* Whether there ever was such a token, though it may be good no more. */
MUST_USE bool account_token_is_known(
    struct db *db, struct text secret, bool *ret_is_known, struct err *err);
/* The tokens of an account that are not revoked, oldest first. */
MUST_USE bool account_token_list(struct db *db, int64_t account_id, int64_t after_id, size_t limit,
    struct arena *arena, struct account_token **ret_tokens, size_t *ret_count, struct err *err);
/* ERR_NOT_FOUND unless the account has such a token. */
MUST_USE bool account_token_revoke(
    struct db *db, int64_t account_id, int64_t token_id, int64_t now_us, struct err *err);

#endif
