/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_test.h"

struct lines {
    struct oidc_test_line *at;
    size_t count;
    bool is_good;
    struct arena *arena;
};

static void add(struct lines *lines, const char *name, bool is_good, struct text detail)
{
    lines->at[lines->count++] = (struct oidc_test_line){name, is_good, detail};
    lines->is_good = lines->is_good && is_good;
}

static void add_failure(struct lines *lines, const char *name, const struct err *why)
{
    add(lines, name, false, arena_text(lines->arena, text_of(why->text)));
}

/* The algorithms of a set of bits, "RS256, ES256". */
static struct text alg_words(unsigned algs, struct arena *arena)
{
    struct text words = {"", 0};
    for (unsigned alg = 1; alg <= JWK_ALL; alg <<= 1)
        if (algs & alg)
            words = arena_join(arena, words, ", ", text_of(jwk_alg_word((enum jwk_alg)alg)));
    return words.len ? words : TEXT("none that kenzen takes");
}

static void test_flow(struct lines *lines, const struct oidc_metadata *metadata)
{
    if (metadata->has_code)
        add(lines, "code", true, TEXT("offers the code flow"));
    else
        add(lines, "code", false, TEXT("does not offer the code flow (response type \"code\")"));
    add(lines, "pkce", true,
        metadata->has_pkce ? TEXT("checks PKCE with S256")
                           : TEXT("does not say whether it checks PKCE; it is sent all the same"));
    add(lines, "iss", true,
        metadata->tells_issuer
            ? TEXT("names itself in its answers (RFC 9207)")
            : TEXT("does not name itself in its answers; its own redirect URI tells it apart"));
}

static void test_client(
    struct lines *lines, const struct oidc_provider *provider, const struct oidc_metadata *metadata)
{
    bool is_taken = metadata->client_auths & 1U << provider->client_auth;
    add(lines, "client", is_taken,
        arena_format(lines->arena, "%s how this client shows who it is: %s",
            is_taken ? "takes" : "does not take", oidc_client_auth_word(provider->client_auth)));
}

static void test_keys(struct lines *lines, const struct oidc_client *client,
    struct oidc_provider *provider, const struct oidc_metadata *metadata)
{
    struct err why;
    struct jwk_set *keys;
    unsigned wanted = provider->alg ? (unsigned)provider->alg : metadata->algs;
    if (!oidc_client_fetch_keys(client, provider, metadata, lines->arena, &keys, &why)) {
        add_failure(lines, "keys", &why);
        return;
    }
    unsigned common = jwk_set_algs(keys) & wanted;
    add(lines, "keys", common != 0,
        arena_format(lines->arena, "keys to check signatures with: %zu; of use: %s",
            jwk_set_count(keys), alg_words(common, lines->arena).at));
    jwk_set_free(keys);
}

bool oidc_test_run(const struct oidc_client *client, struct oidc_provider *provider,
    struct arena *arena, struct oidc_test_line ret_lines[OIDC_TEST_LINES], size_t *ret_count)
{
    struct err why;
    struct oidc_metadata metadata;
    struct lines lines = {.at = ret_lines, .is_good = true, .arena = arena};
    if (!oidc_client_discover(client, provider, arena, &metadata, &why)) {
        add_failure(&lines, "metadata", &why);
    } else {
        add(&lines, "metadata", true,
            arena_format(arena, "says who it is: %.*s", TEXT_ARG(provider->issuer)));
        test_flow(&lines, &metadata);
        test_client(&lines, provider, &metadata);
        test_keys(&lines, client, provider, &metadata);
    }
    *ret_count = lines.count;
    return lines.is_good;
}
