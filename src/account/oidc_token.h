/* SPDX-License-Identifier: Apache-2.0 */
/* The ID token: who a provider says somebody is, checked as OpenID Connect Core 1.0, 3.1.3.7 asks.
   Example: oidc_token_check(&expected, compact, keys, arena, &person, err) */
#ifndef ACCOUNT_OIDC_TOKEN_H
#define ACCOUNT_OIDC_TOKEN_H

#include "account/oidc.h"
#include "codec/json.h"

/* How far apart the clocks may be; how old a token may be that was made just now, for us. */
#define OIDC_TOKEN_SKEW_US ((int64_t)120 * 1000000)
#define OIDC_TOKEN_AGE_US ((int64_t)600 * 1000000)

struct oidc_token_expected {
    struct text issuer, client_id, nonce;
    struct text access_token; /* that came with it, for "at_hash"; or empty */
    unsigned algs;            /* bits of enum jwk_alg */
    int64_t max_age_s;        /* as it was asked for; 0: it was not */
    int64_t now_us;
};

struct oidc_person {
    struct text subject;
    struct text email;                /* or empty; verified or not */
    bool is_email_verified;           /* the provider says so */
    struct text name, preferred_name; /* or empty */
    bool has_groups;                  /* the claim is there, even if it is empty */
    struct text *groups;
    size_t group_count;
};

/* Checks signature and claims, and reads who it is; texts live in arena. Fails with ERR_NOT_FOUND when keys has no such key: they
   may be out of date; ERR_FORBIDDEN or ERR_SYNTAX when it must not be believed, the claim first. groups_claim may be empty. */
MUST_USE bool oidc_token_check(const struct oidc_token_expected *expected, struct text compact,
    const struct jwk_set *keys, struct text groups_claim, struct arena *arena,
    struct oidc_person *ret_person, struct err *err);

/* Fills in what person lacks from the claims of the userinfo endpoint, which must be about the same subject (Core, 5.3.2). */
MUST_USE bool oidc_token_add(struct oidc_person *person, struct text json, struct text groups_claim,
    struct arena *arena, struct err *err);

#endif
