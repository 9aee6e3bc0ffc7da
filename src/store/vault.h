/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets that must be had back (of a second factor, of another system) are stored sealed, under a key that is not in the
   database: who copies the database has none of them. XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) by libsodium.
   Example: vault_new(&vault, "/srv/kenzen/secret.key", err); vault_seal(vault, TEXT("totp:17"), secret, &out) */
#ifndef STORE_VAULT_H
#define STORE_VAULT_H

#include "base/buf.h"
#include "store/db.h"

struct vault;

/* Reads the key, 64 hexadecimal digits, from a file of which only its owner knows; makes both when there is no such file.
   ERR_SYNTAX when it holds something else, ERR_USAGE when others may read it, ERR_SYSTEM; the path first. */
MUST_USE bool vault_new(struct vault **ret_vault, const char *path, struct err *err);
/* Forgets the key. Takes NULL. */
void vault_free(struct vault *vault);

/* Tells whether this is the key that the database's secrets are sealed under; the first key that asks becomes it.
   ERR_CONFLICT when it is another one. */
MUST_USE bool vault_check(
    const struct vault *vault, struct db *db, int64_t now_us, struct err *err);

/* Adds plain, sealed, to out: VAULT_SEALED_EXTRA bytes longer. purpose says whose and what for ("totp:17"): opened under
   another, it is not taken, so that nobody gains by moving it to another row. */
enum { VAULT_SEALED_EXTRA = 1 + 24 + 16 };
void vault_seal(const struct vault *vault, struct text purpose, struct text plain, struct buf *out);
/* Opens what was sealed; the text ends with a NUL behind its length. ERR_SYSTEM when it was sealed under another key or
   purpose, or is damaged. */
MUST_USE bool vault_open(const struct vault *vault, struct text purpose, struct text sealed,
    struct arena *arena, struct text *ret_plain, struct err *err);

#endif
