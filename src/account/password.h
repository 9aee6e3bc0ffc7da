/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords: which are taken, how they are kept (argon2id, RFC 9106, by libsodium), and how many are computed at once: each
   takes 64 MiB and some 0.1 s. The rules are those of NIST SP 800-63B-4, 3.1.1: at least 15 characters, since a password may
   be the only factor; any characters, none required; not one that is easily guessed; changed when somebody wants to, not by the
   calendar. Example: password_check(password, name, email, err) && password_hash(gate, password, hash, err) */
#ifndef ACCOUNT_PASSWORD_H
#define ACCOUNT_PASSWORD_H

#include "store/db.h"

enum { PASSWORD_CHARACTERS_MIN = 15, PASSWORD_HASH_SIZE = 128 };

/* Lets only so many be computed at a time, and so many wait for it: a flood of sign-ins takes neither all memory nor all
   threads. */
struct password_gate;
enum { PASSWORD_GATE_RUNNING = 2, PASSWORD_GATE_WAITING = 2 };
struct password_gate *password_gate_new(void);
void password_gate_free(struct password_gate *gate);

/* Tells whether it may become the password of an account of that name and mail. ERR_USAGE says why not. */
MUST_USE bool password_check(
    struct text password, struct text name, struct text email, struct err *err);

/* Writes what is kept of a password. gate may be NULL: then nobody else computes (a command, a test). ERR_BUSY when too many
   wait already. */
MUST_USE bool password_hash(struct password_gate *gate, struct text password,
    char ret_hash[PASSWORD_HASH_SIZE], struct err *err);
/* Tells whether a password is the one of hash; an empty hash is nobody's, and takes as long. ERR_BUSY as above. */
MUST_USE bool password_compare(struct password_gate *gate, struct text password, struct text hash,
    bool *ret_is_same, struct err *err);
/* Whether a hash is of another cost than new ones are. */
bool password_is_dated(struct text hash);

/* -- those of accounts -- */

/* Gives the hash of an account's password; empty when it has none. ret_set_us may be NULL. */
MUST_USE bool password_find(struct db *db, int64_t account_id, struct arena *arena,
    struct text *ret_hash, int64_t *ret_set_us, struct err *err);
/* Keeps a hash as the account's. */
MUST_USE bool password_set(
    struct db *db, int64_t account_id, struct text hash, int64_t now_us, struct err *err);

#endif
