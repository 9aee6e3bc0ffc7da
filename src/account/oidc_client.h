/* SPDX-License-Identifier: Apache-2.0 */
/* What we ask a provider of single sign-on over the network: its metadata and keys, which are kept for a while, and what an
   authorization code is worth.
   Example: oidc_client_metadata(&client, &provider, arena, &metadata, err) && oidc_client_exchange(…) && oidc_client_person(…) */
#ifndef ACCOUNT_OIDC_CLIENT_H
#define ACCOUNT_OIDC_CLIENT_H

#include "account/oidc_flow.h"
#include "account/oidc_metadata.h"
#include "account/oidc_token.h"
#include "sandbox/fetch.h"

/* Metadata is fetched again after an hour, keys after a day, or when a token names one that is not there: then once a minute at
   most, so that nobody makes us ask all the time by tokens of their own. */
#define OIDC_CLIENT_METADATA_US ((int64_t)3600 * CLOCK_SECOND_US)
#define OIDC_CLIENT_KEYS_US CLOCK_DAY_US
#define OIDC_CLIENT_KEYS_AGAIN_US ((int64_t)60 * CLOCK_SECOND_US)

struct oidc_client {
    struct db *db;
    struct fetch *fetch;
    const struct vault *vault;
    const char *url; /* where browsers find us */
    int64_t now_us;
};

struct oidc_tokens {
    struct text id_token, access_token;
};

/* Gives what the provider says of itself, from the database or from its address. Fails as fetch_run does, or when it says nothing that
   can be used; the place first. When it cannot be had anew, what is kept is used. */
MUST_USE bool oidc_client_metadata(const struct oidc_client *client, struct oidc_provider *provider,
    struct arena *arena, struct oidc_metadata *ret_metadata, struct err *err);
/* The same, and always from its address. */
MUST_USE bool oidc_client_discover(const struct oidc_client *client, struct oidc_provider *provider,
    struct arena *arena, struct oidc_metadata *ret_metadata, struct err *err);
/* Fetches the keys, and keeps them. */
MUST_USE bool oidc_client_fetch_keys(const struct oidc_client *client,
    struct oidc_provider *provider, const struct oidc_metadata *metadata, struct arena *arena,
    struct jwk_set **ret_keys, struct err *err);

/* Returns the address to send the browser to (Core, 3.1.2.1). */
struct text oidc_client_authorize(const struct oidc_client *client,
    const struct oidc_provider *provider, const struct oidc_metadata *metadata, const char *state,
    const struct oidc_flow_words *words, struct arena *arena);

/* Changes a code for tokens (Core, 3.1.3). ERR_FORBIDDEN when the provider does not take it. */
MUST_USE bool oidc_client_exchange(const struct oidc_client *client,
    const struct oidc_provider *provider, const struct oidc_metadata *metadata, struct text code,
    const char *verifier, struct arena *arena, struct oidc_tokens *ret_tokens, struct err *err);

/* Checks the ID token, and asks the userinfo endpoint for what it lacks. */
MUST_USE bool oidc_client_person(const struct oidc_client *client, struct oidc_provider *provider,
    const struct oidc_metadata *metadata, const struct oidc_tokens *tokens, const char *nonce,
    struct arena *arena, struct oidc_person *ret_person, struct err *err);

/* Returns the address that ends the session at the provider too (RP-Initiated Logout 1.0, 2); empty when it offers none. */
struct text oidc_client_logout(const struct oidc_client *client,
    const struct oidc_provider *provider, const struct oidc_metadata *metadata,
    struct text id_token, struct arena *arena);

#endif
