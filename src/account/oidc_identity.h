/* SPDX-License-Identifier: Apache-2.0 */
/* Who an account is at providers of single sign-on: (issuer, subject), never a mail address (OpenID Connect Core 1.0, 5.7).
   Example: oidc_identity_find(db, issuer, subject, &account_id, err) */
#ifndef ACCOUNT_OIDC_IDENTITY_H
#define ACCOUNT_OIDC_IDENTITY_H

#include "base/arena.h"
#include "store/db.h"

struct oidc_identity {
    int64_t id;
    struct text issuer;
    struct text provider_name; /* empty: we have none of this issuer any more */
    struct text label;         /* what the person is called there, to be read */
    int64_t created_us, used_us;
};

/* Gives the account, or 0 when there is none. */
MUST_USE bool oidc_identity_find(struct db *db, struct text issuer, struct text subject,
    int64_t *ret_account_id, struct err *err);
/* In a transaction; actor_id is who links it, for the journal. ERR_CONFLICT when it is an account's already. */
MUST_USE bool oidc_identity_add(struct db *db, int64_t account_id, struct text issuer,
    struct text subject, struct text label, int64_t now_us, struct err *err);
/* Notes that it let somebody in, and what they are called now. */
MUST_USE bool oidc_identity_use(struct db *db, struct text issuer, struct text subject,
    struct text label, int64_t now_us, struct err *err);

/* Those of an account, oldest first. */
MUST_USE bool oidc_identity_list(struct db *db, int64_t account_id, struct arena *arena,
    struct oidc_identity **ret_identities, size_t *ret_count, struct err *err);
/* ERR_NOT_FOUND unless the account has it; ERR_CONFLICT when it is the last way in: there is no password, and no other identity of a
   provider that is enabled. */
MUST_USE bool oidc_identity_remove(
    struct db *db, int64_t account_id, int64_t id, int64_t now_us, struct err *err);

#endif
