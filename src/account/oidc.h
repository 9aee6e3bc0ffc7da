/* SPDX-License-Identifier: Apache-2.0 */
/* Providers of single sign-on (OpenID Connect Core 1.0): who may vouch for people, by which client we are known there, and what
   is done with whom they vouch for.
   Example: oidc_find_slug(db, TEXT("acme"), arena, &provider, err) … oidc_start(…) in oidc_flow.h */
#ifndef ACCOUNT_OIDC_H
#define ACCOUNT_OIDC_H

#include "account/right.h"
#include "base/arena.h"
#include "codec/jwk.h"
#include "store/vault.h"

/* How the client shows who it is at the token endpoint (Core, 9); OIDC_PUBLIC has no secret, PKCE alone protects it. */
enum oidc_client_auth { OIDC_BASIC, OIDC_POST, OIDC_PUBLIC };

struct oidc_provider {
    int64_t id;
    struct text slug; /* of the redirect URI: small letters, digits and "-" */
    struct text name; /* on the button */
    struct text issuer, client_id;
    enum oidc_client_auth client_auth;
    struct text secret;  /* sealed; oidc_secret opens it. Empty: none */
    struct text scopes;  /* beside "openid", a space between */
    enum jwk_alg alg;    /* of ID tokens; JWK_NONE: any of ours */
    bool makes_accounts; /* for whom no account is linked yet; else they are refused */
    struct text
        domains; /* of verified mail addresses, for which accounts are made; a space between. Empty: any */
    struct text groups_claim; /* empty: groups are not looked at */
    int64_t max_age_s;        /* since the person showed who they are there; 0: however long */
    bool asks_code;           /* our authenticator's, where the account has one */
    bool signs_out;           /* there too, when somebody signs out here */
    bool is_enabled;
    int64_t created_us, updated_us;
    struct text metadata, keys; /* what the provider last said of itself; or empty */
    int64_t metadata_us, keys_us;
};

/* What a group at the provider gives. */
struct oidc_group {
    struct text name;
    int64_t team_id; /* 0: a role in the organisation */
    struct text team_name;
    enum team_role team_role;
    enum account_role account_role;
};

#define OIDC_PATH "/api/v1/sso"

/* "basic", "post", "none"; reading fails without a message on another word. */
const char *oidc_client_auth_word(enum oidc_client_auth client_auth);
MUST_USE bool oidc_client_auth_read(struct text word, enum oidc_client_auth *ret_client_auth);

/* Checks what people typed. An issuer is https; http only on this machine's own loopback addresses, for trying. ERR_USAGE, the member first. */
MUST_USE bool oidc_check(const struct oidc_provider *provider, struct err *err);
/* Whether a URL may be used beside an issuer: https, or as the issuer is. */
bool oidc_is_url_fit(struct text issuer, struct text url);

/* Returns the redirect URI to enter at the provider: url is where browsers find us. */
struct text oidc_redirect_uri(const char *url, struct text slug, struct arena *arena);

/* ERR_CONFLICT when the slug or the issuer is taken. secret is plain, may be empty, and is sealed. In a transaction. */
MUST_USE bool oidc_add(struct db *db, const struct vault *vault,
    const struct oidc_provider *provider, struct text secret, int64_t *ret_id, struct err *err);
/* Writes all but what the provider said; keeps the secret when secret is NULL. What it said is forgotten. In a transaction. */
MUST_USE bool oidc_change(struct db *db, const struct vault *vault,
    const struct oidc_provider *provider, const struct text *secret, struct err *err);
/* Takes it away, with sign-ins under way; identities stay, for one of the same issuer. In a transaction. ERR_NOT_FOUND. */
MUST_USE bool oidc_remove(struct db *db, int64_t id, struct err *err);

/* ERR_NOT_FOUND. */
MUST_USE bool oidc_find(struct db *db, int64_t id, struct arena *arena,
    struct oidc_provider *ret_provider, struct err *err);
MUST_USE bool oidc_find_slug(struct db *db, struct text slug, struct arena *arena,
    struct oidc_provider *ret_provider, struct err *err);
/* All, by name. */
MUST_USE bool oidc_list(struct db *db, struct arena *arena, struct oidc_provider **ret_providers,
    size_t *ret_count, struct err *err);
/* Opens the secret of the client; empty when it has none. */
MUST_USE bool oidc_secret(const struct vault *vault, const struct oidc_provider *provider,
    struct arena *arena, struct text *ret_secret, struct err *err);

/* The groups of a provider, in their order; and puts others in their place, in a transaction. ERR_NOT_FOUND for a team. */
MUST_USE bool oidc_groups(struct db *db, int64_t provider_id, struct arena *arena,
    struct oidc_group **ret_groups, size_t *ret_count, struct err *err);
MUST_USE bool oidc_set_groups(struct db *db, int64_t provider_id, const struct oidc_group *groups,
    size_t count, struct err *err);

/* Writes to the journal what happened to a provider: "sso.provider_added" …; in the transaction of it. */
MUST_USE bool oidc_tell(struct db *db, const char *kind, const struct oidc_provider *provider,
    int64_t actor_id, int64_t now_us, struct err *err);

/* Keeps what the provider said of itself: its metadata, or its keys. */
MUST_USE bool oidc_keep_metadata(
    struct db *db, int64_t id, struct text metadata, int64_t now_us, struct err *err);
MUST_USE bool oidc_keep_keys(
    struct db *db, int64_t id, struct text keys, int64_t now_us, struct err *err);

#endif
