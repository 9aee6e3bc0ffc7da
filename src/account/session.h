/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions: who is signed in, from where, since when. Each has a secret, which its browser alone has, and an id, by which it is
   listed and ended. They last thirty days from their last use.
   Example: session_new(db, &(struct session_start){.account_id = id, .means = "password"}, now_us, secret, &session_id, err) */
#ifndef ACCOUNT_SESSION_H
#define ACCOUNT_SESSION_H

#include "account/account.h"

#define SESSION_KEPT_US (30 * CLOCK_DAY_US)
/* For so long after somebody showed who they are, what is grave is done without asking again. */
#define SESSION_CONFIRMED_US (15 * 60 * CLOCK_SECOND_US)

/* How one begins. */
struct session_start {
    int64_t account_id;
    const char *means; /* "link", "password", "sso" */
    struct text address, user_agent;
};

struct session {
    int64_t id;
    struct text means, address, user_agent; /* address and user_agent: empty when not known */
    int64_t created_us, seen_us, expires_us;
    int64_t confirmed_us; /* when the person last showed who they are; 0: long ago */
};

/* Begins a session, and writes "signin.done" in the journal: in the transaction of what lets the person in. Forgets those that
   have expired. ERR_UNAUTHENTICATED when the account is disabled meanwhile. */
MUST_USE bool session_new(struct db *db, const struct session_start *start, int64_t now_us,
    char ret_secret[ACCOUNT_SECRET_SIZE], int64_t *ret_id, struct err *err);

/* ERR_UNAUTHENTICATED when there is no such session any more. */
MUST_USE bool session_find(struct db *db, struct text secret, int64_t now_us, struct arena *arena,
    struct session *ret_session, struct account *ret_account, struct err *err);

/* Notes that the person showed who they are just now. */
MUST_USE bool session_confirm(struct db *db, int64_t id, int64_t now_us, struct err *err);

/* The sessions of an account, last used first, up to LIMIT_SESSIONS. */
MUST_USE bool session_list(struct db *db, int64_t account_id, int64_t now_us, struct arena *arena,
    struct session **ret_sessions, size_t *ret_count, struct err *err);

/* Ends a session of an account; ERR_NOT_FOUND unless it has such a one. */
MUST_USE bool session_end(
    struct db *db, int64_t account_id, int64_t id, int64_t now_us, struct err *err);
/* Ends all of an account but the one of id keep_id (0: none is kept), and forgets the browsers it was used with. ret_count may
   be NULL. Belongs into the transaction of its cause. */
MUST_USE bool session_end_others(
    struct db *db, int64_t account_id, int64_t keep_id, int64_t *ret_count, struct err *err);
/* Writes in the journal that an account's other sessions were ended. */
MUST_USE bool session_note_ended(
    struct db *db, int64_t account_id, int64_t now_us, struct err *err);

#endif
