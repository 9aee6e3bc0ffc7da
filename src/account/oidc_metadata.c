/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_metadata.h"

#include "codec/json.h"

struct text oidc_metadata_url(struct text issuer, struct arena *arena)
{
    if (text_ends(issuer, TEXT("/")))
        issuer.len--;
    return arena_format(arena, "%.*s/.well-known/openid-configuration", TEXT_ARG(issuer));
}

struct reading {
    yyjson_val *root;
    struct text issuer;
    struct arena *arena;
};

/* Reads an address; one that may be missing stays empty. */
static bool read_url(const struct reading *it, const char *key, bool is_needed,
    struct text *ret_url, struct err *err)
{
    yyjson_val *value = json_get(it->root, key);
    struct text url;
    if (!value && !is_needed)
        return true;
    if (!json_text(value, &url))
        return err_set(err, ERR_SYNTAX, "%s: must be a string, and is %s", key, json_kind(value));
    if (!oidc_is_url_fit(it->issuer, url))
        return err_set(err, ERR_SYNTAX, "%s: %.*s: is no https URL", key, TEXT_ARG(url));
    *ret_url = arena_text(it->arena, url);
    return true;
}

/* Returns whether a list has a word; is_absent when there is no such list. */
static bool has(yyjson_val *root, const char *key, const char *word, bool is_absent)
{
    yyjson_val *list = json_get(root, key), *item;
    size_t i, count;
    struct text text;
    if (!list)
        return is_absent;
    yyjson_arr_foreach(list, i, count, item)
    {
        if (json_text(item, &text) && text_is(text, word))
            return true;
    }
    return false;
}

static unsigned read_algs(yyjson_val *root)
{
    unsigned algs = 0;
    for (unsigned alg = 1; alg <= JWK_ALL; alg <<= 1)
        if (has(root, "id_token_signing_alg_values_supported", jwk_alg_word((enum jwk_alg)alg),
                alg == JWK_RS256))
            algs |= alg;
    return algs;
}

/* Discovery 1.0, 3: who does not say takes client_secret_basic. */
static unsigned read_client_auths(yyjson_val *root)
{
    static const char *const words[] = {
        [OIDC_BASIC] = "client_secret_basic",
        [OIDC_POST] = "client_secret_post",
        [OIDC_PUBLIC] = "none",
    };
    unsigned client_auths = 0;
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (has(root, "token_endpoint_auth_methods_supported", words[i], i == OIDC_BASIC))
            client_auths |= 1U << i;
    return client_auths;
}

static bool read_members(const struct reading *it, struct oidc_metadata *metadata, struct err *err)
{
    struct text issuer = json_get_text(it->root, "issuer");
    if (!text_eq(issuer, it->issuer))
        return err_set(err, ERR_SYNTAX, "issuer: is \"%.*s\", not \"%.*s\"", TEXT_ARG(issuer),
            TEXT_ARG(it->issuer));
    *metadata = (struct oidc_metadata){
        .algs = read_algs(it->root),
        .client_auths = read_client_auths(it->root),
        .tells_issuer =
            yyjson_is_true(json_get(it->root, "authorization_response_iss_parameter_supported")),
        .has_pkce = has(it->root, "code_challenge_methods_supported", "S256", false),
        .has_code = has(it->root, "response_types_supported", "code", false),
    };
    return read_url(it, "authorization_endpoint", true, &metadata->authorization, err) &&
           read_url(it, "token_endpoint", true, &metadata->token, err) &&
           read_url(it, "jwks_uri", true, &metadata->keys, err) &&
           read_url(it, "userinfo_endpoint", false, &metadata->userinfo, err) &&
           read_url(it, "end_session_endpoint", false, &metadata->end_session, err);
}

bool oidc_metadata_read(struct text issuer, struct text json, struct arena *arena,
    struct oidc_metadata *ret_metadata, struct err *err)
{
    struct json doc;
    struct oidc_metadata metadata;
    if (!json_read(&doc, json, err))
        return false;
    const struct reading it = {json_root(&doc), issuer, arena};
    bool is_read = read_members(&it, &metadata, err) && arena_check(arena, err);
    json_done(&doc);
    if (is_read)
        *ret_metadata = metadata;
    return is_read;
}
