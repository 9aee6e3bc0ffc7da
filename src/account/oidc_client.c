/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_client.h"

#include "base/limits.h"
#include "base/log.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "net/http_target.h"

/* Somebody waits in front of a browser. */
enum { CONNECT_SECONDS = 5, TOTAL_SECONDS = 15 };

/* -- asking -- */

struct asking {
    struct text method, url, body;
    struct text authorization; /* or empty */
};

static bool ask(const struct oidc_client *client, const struct asking *it, struct arena *arena,
    struct http_call_reply *ret_reply, struct err *err)
{
    struct http_pair headers[3] = {{TEXT("Accept"), TEXT("application/json")}};
    size_t count = 1;
    if (it->authorization.len)
        headers[count++] = (struct http_pair){TEXT("Authorization"), it->authorization};
    if (it->body.len)
        headers[count++] =
            (struct http_pair){TEXT("Content-Type"), TEXT("application/x-www-form-urlencoded")};
    const struct http_call call = {.method = it->method,
        .url = it->url,
        .headers = headers,
        .header_count = count,
        .body = it->body,
        .max_reply_bytes = LIMIT_OIDC_REPLY_BYTES,
        .connect_seconds = CONNECT_SECONDS,
        .total_seconds = TOTAL_SECONDS};
    return fetch_run(client->fetch, &call, arena, ret_reply, err);
}

/* Reads a document that must be there. */
static bool get(const struct oidc_client *client, struct text url, struct text authorization,
    struct arena *arena, struct text *ret_body, struct err *err)
{
    struct http_call_reply reply;
    const struct asking it = {TEXT("GET"), url, {"", 0}, authorization};
    if (!ask(client, &it, arena, &reply, err))
        return false;
    if (reply.status != 200)
        return err_set(
            err, ERR_SYSTEM, "%.*s: answers with status %u", TEXT_ARG(url), reply.status);
    *ret_body = reply.body;
    return true;
}

/* -- what it says of itself -- */

bool oidc_client_discover(const struct oidc_client *client, struct oidc_provider *provider,
    struct arena *arena, struct oidc_metadata *ret_metadata, struct err *err)
{
    struct text url = oidc_metadata_url(provider->issuer, arena), body;
    struct oidc_metadata metadata;
    if (!get(client, url, TEXT(""), arena, &body, err))
        return false;
    if (!oidc_metadata_read(provider->issuer, body, arena, &metadata, err))
        return err_add(err, "%.*s", TEXT_ARG(url));
    if (!oidc_keep_metadata(client->db, provider->id, body, client->now_us, err))
        return false;
    provider->metadata = body;
    provider->metadata_us = client->now_us;
    *ret_metadata = metadata;
    return true;
}

bool oidc_client_metadata(const struct oidc_client *client, struct oidc_provider *provider,
    struct arena *arena, struct oidc_metadata *ret_metadata, struct err *err)
{
    struct err why;
    struct oidc_metadata kept;
    bool is_kept = provider->metadata.len &&
                   oidc_metadata_read(provider->issuer, provider->metadata, arena, &kept, &why);
    bool is_fresh = client->now_us - provider->metadata_us < OIDC_CLIENT_METADATA_US;
    if (!is_kept || !is_fresh) {
        if (oidc_client_discover(client, provider, arena, ret_metadata, err))
            return true;
        if (!is_kept)
            return false;
    }
    *ret_metadata = kept;
    return true;
}

bool oidc_client_fetch_keys(const struct oidc_client *client, struct oidc_provider *provider,
    const struct oidc_metadata *metadata, struct arena *arena, struct jwk_set **ret_keys,
    struct err *err)
{
    struct text body;
    struct jwk_set *keys;
    if (!get(client, metadata->keys, TEXT(""), arena, &body, err))
        return false;
    if (!jwk_set_read(&keys, body, err))
        return err_add(err, "%.*s", TEXT_ARG(metadata->keys));
    if (!oidc_keep_keys(client->db, provider->id, body, client->now_us, err)) {
        jwk_set_free(keys);
        return false;
    }
    provider->keys = body;
    provider->keys_us = client->now_us;
    *ret_keys = keys;
    return true;
}

static bool find_keys(const struct oidc_client *client, struct oidc_provider *provider,
    const struct oidc_metadata *metadata, struct arena *arena, struct jwk_set **ret_keys,
    struct err *err)
{
    bool is_fresh = client->now_us - provider->keys_us < OIDC_CLIENT_KEYS_US;
    if (provider->keys.len && is_fresh)
        return jwk_set_read(ret_keys, provider->keys, err);
    return oidc_client_fetch_keys(client, provider, metadata, arena, ret_keys, err);
}

/* -- the way there -- */

static void add_pair(struct buf *out, const char *name, struct text value, struct arena *arena)
{
    bool is_first = out->len == 0 || strchr("?&", out->at[out->len - 1]);
    struct text encoded = http_target_encode(value, arena);
    buf_format(out, "%s%s=%.*s", is_first ? "" : "&", name, TEXT_ARG(encoded));
}

/* An address that may have a query of its own (RFC 6749, 3.1). */
static void begin_query(struct buf *out, struct text url)
{
    buf_init(out, SIZE_MAX);
    buf_add(out, url);
    buf_add_char(out, text_find(url, '?') >= 0 ? '&' : '?');
}

static struct text end_query(struct buf *out, struct arena *arena)
{
    struct text kept = arena_text(arena, buf_text(out));
    buf_done(out);
    return kept;
}

struct text oidc_client_authorize(const struct oidc_client *client,
    const struct oidc_provider *provider, const struct oidc_metadata *metadata, const char *state,
    const struct oidc_flow_words *words, struct arena *arena)
{
    struct buf url;
    struct text scopes = arena_join(arena, TEXT("openid"), " ", provider->scopes);
    begin_query(&url, metadata->authorization);
    add_pair(&url, "response_type", TEXT("code"), arena);
    add_pair(&url, "client_id", provider->client_id, arena);
    add_pair(&url, "redirect_uri", oidc_redirect_uri(client->url, provider->slug, arena), arena);
    add_pair(&url, "scope", scopes, arena);
    add_pair(&url, "state", text_of(state), arena);
    add_pair(&url, "nonce", text_of(words->nonce), arena);
    add_pair(&url, "code_challenge", text_of(words->challenge), arena);
    add_pair(&url, "code_challenge_method", TEXT("S256"), arena);
    if (provider->max_age_s)
        add_pair(
            &url, "max_age", arena_format(arena, "%lld", (long long)provider->max_age_s), arena);
    return end_query(&url, arena);
}

struct text oidc_client_logout(const struct oidc_client *client,
    const struct oidc_provider *provider, const struct oidc_metadata *metadata,
    struct text id_token, struct arena *arena)
{
    struct buf url;
    if (!metadata->end_session.len)
        return (struct text){"", 0};
    begin_query(&url, metadata->end_session);
    if (id_token.len)
        add_pair(&url, "id_token_hint", id_token, arena);
    add_pair(&url, "client_id", provider->client_id, arena);
    add_pair(&url, "post_logout_redirect_uri",
        arena_format(arena, "%s/sign-in", client->url ? client->url : ""), arena);
    return end_query(&url, arena);
}

/* -- what a code is worth -- */

/* RFC 6749, 2.3.1: both parts are encoded as in a form, then joined. */
static struct text basic(
    const struct oidc_provider *provider, struct text secret, struct arena *arena)
{
    struct text id = http_target_encode(provider->client_id, arena);
    struct text pair = arena_join(arena, id, ":", http_target_encode(secret, arena));
    struct buf header;
    buf_init(&header, SIZE_MAX);
    buf_add_z(&header, "Basic ");
    base64_print(&header, pair);
    return end_query(&header, arena);
}

static struct text exchange_body(const struct oidc_client *client,
    const struct oidc_provider *provider, struct text secret, struct text code,
    const char *verifier, struct arena *arena)
{
    struct buf body;
    buf_init(&body, SIZE_MAX);
    add_pair(&body, "grant_type", TEXT("authorization_code"), arena);
    add_pair(&body, "code", code, arena);
    add_pair(&body, "redirect_uri", oidc_redirect_uri(client->url, provider->slug, arena), arena);
    add_pair(&body, "code_verifier", text_of(verifier), arena);
    if (provider->client_auth != OIDC_BASIC)
        add_pair(&body, "client_id", provider->client_id, arena);
    if (provider->client_auth == OIDC_POST)
        add_pair(&body, "client_secret", secret, arena);
    return end_query(&body, arena);
}

/* Tells why a token endpoint refuses (RFC 6749, 5.2). */
static bool fail_exchange(
    struct text url, const struct http_call_reply *reply, yyjson_val *root, struct err *err)
{
    struct text code = json_get_text(root, "error");
    struct text why = text_front(json_get_text(root, "error_description"), LIMIT_API_NAME_BYTES);
    return err_set(err, ERR_FORBIDDEN, "%.*s: answers with status %u%s%.*s%s%.*s", TEXT_ARG(url),
        reply->status, code.len ? ": " : "", TEXT_ARG(code), why.len ? ": " : "", TEXT_ARG(why));
}

static bool read_tokens(struct text url, const struct http_call_reply *reply, struct arena *arena,
    struct oidc_tokens *ret_tokens, struct err *err)
{
    struct json doc = {0};
    struct err why;
    bool is_json = json_read(&doc, reply->body, &why);
    yyjson_val *root = is_json ? json_root(&doc) : NULL;
    struct oidc_tokens tokens = {.id_token = arena_text(arena, json_get_text(root, "id_token")),
        .access_token = arena_text(arena, json_get_text(root, "access_token"))};
    bool is_good = reply->status == 200
                       ? tokens.id_token.len > 0 || err_set(err, ERR_FORBIDDEN,
                                                        "%.*s: id_token: is missing", TEXT_ARG(url))
                       : fail_exchange(url, reply, root, err);
    json_done(&doc);
    if (is_good)
        *ret_tokens = tokens;
    return is_good;
}

bool oidc_client_exchange(const struct oidc_client *client, const struct oidc_provider *provider,
    const struct oidc_metadata *metadata, struct text code, const char *verifier,
    struct arena *arena, struct oidc_tokens *ret_tokens, struct err *err)
{
    struct text secret;
    struct http_call_reply reply;
    if (!oidc_secret(client->vault, provider, arena, &secret, err))
        return false;
    const struct asking it = {TEXT("POST"), metadata->token,
        exchange_body(client, provider, secret, code, verifier, arena),
        provider->client_auth == OIDC_BASIC ? basic(provider, secret, arena) : TEXT("")};
    return ask(client, &it, arena, &reply, err) &&
           read_tokens(metadata->token, &reply, arena, ret_tokens, err);
}

/* -- who it is -- */

/* An algorithm that the administrator chose is the only one; else what the provider says that it uses. */
static unsigned allowed_algs(
    const struct oidc_provider *provider, const struct oidc_metadata *metadata)
{
    return provider->alg ? (unsigned)provider->alg : metadata->algs;
}

/* Checks with the keys that are kept; once more with new ones when they lack the one that the token names. */
static bool check_token(const struct oidc_client *client, struct oidc_provider *provider,
    const struct oidc_metadata *metadata, const struct oidc_token_expected *expected,
    struct text id_token, struct arena *arena, struct oidc_person *ret_person, struct err *err)
{
    struct jwk_set *keys;
    struct err why = {0};
    if (!find_keys(client, provider, metadata, arena, &keys, err))
        return false;
    bool is_good =
        oidc_token_check(expected, id_token, keys, provider->groups_claim, arena, ret_person, &why);
    bool may_ask = client->now_us - provider->keys_us >= OIDC_CLIENT_KEYS_AGAIN_US;
    jwk_set_free(keys);
    if (!is_good && why.code == ERR_NOT_FOUND && may_ask) {
        if (!oidc_client_fetch_keys(client, provider, metadata, arena, &keys, err))
            return false;
        is_good = oidc_token_check(
            expected, id_token, keys, provider->groups_claim, arena, ret_person, &why);
        jwk_set_free(keys);
    }
    return is_good || err_set(err, ERR_FORBIDDEN, "ID token: %s", why.text);
}

/* Many providers keep names, mail and groups out of the ID token (Core, 5.4). */
static bool is_wanting(const struct oidc_provider *provider, const struct oidc_person *person)
{
    return !person->email.len || (!person->name.len && !person->preferred_name.len) ||
           (provider->groups_claim.len && !person->has_groups);
}

static bool ask_userinfo(const struct oidc_client *client, const struct oidc_provider *provider,
    const struct oidc_metadata *metadata, const struct oidc_tokens *tokens, struct arena *arena,
    struct oidc_person *person, struct err *err)
{
    struct text body;
    struct text bearer = arena_join(arena, TEXT("Bearer"), " ", tokens->access_token);
    if (!metadata->userinfo.len || !tokens->access_token.len || !is_wanting(provider, person))
        return true;
    if (!get(client, metadata->userinfo, bearer, arena, &body, err))
        return false;
    return oidc_token_add(person, body, provider->groups_claim, arena, err) ||
           err_add(err, "%.*s", TEXT_ARG(metadata->userinfo));
}

bool oidc_client_person(const struct oidc_client *client, struct oidc_provider *provider,
    const struct oidc_metadata *metadata, const struct oidc_tokens *tokens, const char *nonce,
    struct arena *arena, struct oidc_person *ret_person, struct err *err)
{
    struct oidc_person person;
    const struct oidc_token_expected expected = {
        .issuer = provider->issuer,
        .client_id = provider->client_id,
        .nonce = text_of(nonce),
        .access_token = tokens->access_token,
        .algs = allowed_algs(provider, metadata),
        .max_age_s = provider->max_age_s,
        .now_us = client->now_us,
    };
    if (!check_token(
            client, provider, metadata, &expected, tokens->id_token, arena, &person, err) ||
        !ask_userinfo(client, provider, metadata, tokens, arena, &person, err))
        return false;
    *ret_person = person;
    return true;
}
