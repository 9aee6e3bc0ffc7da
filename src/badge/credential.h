/* SPDX-License-Identifier: Apache-2.0 */
/* A badge as a credential that anybody can verify: an AchievementCredential of Open Badges 3.0, which is a W3C Verifiable Credential 2.0,
   secured as VC-JWT by one of the organisation's keys. docs/credentials.md tells what stands in it.
   Example: credential_print(&jwt, &issuer, &badge, &order, arena, err) */
#ifndef BADGE_CREDENTIAL_H
#define BADGE_CREDENTIAL_H

#include "badge/badge.h"
#include "badge/credential_cache.h"
#include "badge/status_list.h"
#include "journal/signing_key.h"

/* Who issues, and what that takes. */
struct credential_issuer {
    struct db *db;
    const struct vault *vault;
    struct text url; /* where the server is found, without "/" at its end */
    int64_t now_us;
    struct credential_cache *cache; /* of what was signed for everybody; NULL: it is signed anew */
};

/* What the id of the result ends with that says who vouches for the work: a word of badge_certifier_word. */
#define CREDENTIAL_CERTIFIER "#result-certifier"

/* How one badge is told: the recipient is named only when the recipient wants it. */
enum credential_identity {
    CREDENTIAL_NOBODY, /* whoever hands it over says that it is theirs */
    CREDENTIAL_NAME,   /* in clear */
    CREDENTIAL_EMAIL /* the SHA-256 of the mail address and a salt, as backpacks of badges compare it */
};
struct credential_order {
    enum jwk_alg alg; /* JWK_EDDSA or JWK_RS256 */
    enum credential_identity identity;
    bool is_open; /* with what the entry in the journal says */
};

/* Reads "EdDSA" or "RS256"; empty gives EdDSA. "name", "email", "none" or empty. ERR_USAGE. */
MUST_USE bool credential_read_alg(struct text word, enum jwk_alg *ret_alg, struct err *err);
MUST_USE bool credential_read_identity(
    struct text word, enum credential_identity *ret_identity, struct err *err);

/* Adds the credential of a badge as a JWT. Its entry in the journal gets its place first, when it waits. ERR_CONFLICT when the recipient has no
   mail address to be told by. Must not run inside a transaction. */
MUST_USE bool credential_print(struct buf *out, const struct credential_issuer *issuer,
    const struct badge *badge, const struct credential_order *order, struct arena *arena,
    struct err *err);

/* Adds a status list as a credential of its own, a JWT: the same bytes for as long as nothing is revoked, on one day. */
MUST_USE bool credential_print_status(struct buf *out, const struct credential_issuer *issuer,
    int64_t list, enum jwk_alg alg, struct arena *arena, struct err *err);

/* The id of a badge's credential, a UUID of its leaf. */
struct text credential_id(struct text leaf, const char *what, struct arena *arena);

#endif
