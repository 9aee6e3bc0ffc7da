/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc.h"

#include "base/limits.h"
#include "codec/json.h"
#include "journal/journal.h"
#include "net/http_call.h"

static const char *const client_auth_words[] = {
    [OIDC_BASIC] = "basic",
    [OIDC_POST] = "post",
    [OIDC_PUBLIC] = "none",
};

const char *oidc_client_auth_word(enum oidc_client_auth client_auth)
{
    return client_auth_words[client_auth];
}

bool oidc_client_auth_read(struct text word, enum oidc_client_auth *ret_client_auth)
{
    for (size_t i = 0; i < LEN_OF(client_auth_words); i++)
        if (text_is(word, client_auth_words[i])) {
            *ret_client_auth = (enum oidc_client_auth)i;
            return true;
        }
    return false;
}

/* RFC 8252, 8.3: the loopback interface needs no TLS, since nothing leaves the machine. */
static bool is_loopback(struct text url)
{
    static const char *const hosts[] = {"127.0.0.1", "[::1]", "localhost"};
    struct text host = http_call_host(url);
    for (size_t i = 0; i < LEN_OF(hosts); i++) {
        struct text name = text_of(hosts[i]), rest = text_from(host, name.len);
        if (text_starts(url, TEXT("http://")) && text_starts(host, name) &&
            (rest.len == 0 || rest.at[0] == ':'))
            return true;
    }
    return false;
}

bool oidc_is_url_fit(struct text issuer, struct text url)
{
    if (!http_call_check_url(url, true, NULL))
        return false;
    return text_starts(url, TEXT("https://")) || (is_loopback(issuer) && is_loopback(url));
}

static bool check_slug(struct text slug, struct err *err)
{
    bool is_good = slug.len && slug.len <= LIMIT_OIDC_SLUG_BYTES && slug.at[0] != '-';
    for (size_t i = 0; i < slug.len; i++) {
        char c = slug.at[i];
        is_good = is_good && (text_is_digit(c) || (c >= 'a' && c <= 'z') || c == '-');
    }
    return is_good || err_set(err, ERR_USAGE,
                          "slug: must be 1 to %zu small letters, digits and \"-\", and not begin "
                          "with \"-\"",
                          LIMIT_OIDC_SLUG_BYTES);
}

/* Discovery 1.0, 3: an https URL without query and fragment. */
static bool check_issuer(struct text issuer, struct err *err)
{
    if (!http_call_check_url(issuer, true, err))
        return err_add(err, "issuer");
    if (!oidc_is_url_fit(issuer, issuer))
        return err_set(err, ERR_USAGE, "issuer: must begin with https://");
    if (text_find(issuer, '?') >= 0)
        return err_set(err, ERR_USAGE, "issuer: must have no \"?\"");
    return true;
}

/* Words of printable ASCII with one space between (RFC 6749, 3.3). */
static bool check_words(const char *member, struct text words, struct err *err)
{
    if (words.len > LIMIT_OIDC_WORDS_BYTES)
        return err_set(
            err, ERR_USAGE, "%s: is longer than %zu bytes", member, LIMIT_OIDC_WORDS_BYTES);
    for (size_t i = 0; i < words.len; i++) {
        char c = words.at[i];
        if (c < ' ' || c > '~' || c == '"' || c == '\\')
            return err_set(err, ERR_USAGE, "%s: \"%.*s\" is not taken", member, TEXT_ARG(words));
    }
    return true;
}

bool oidc_check(const struct oidc_provider *provider, struct err *err)
{
    if (!check_slug(provider->slug, err) || !check_issuer(provider->issuer, err) ||
        !check_words("client_id", provider->client_id, err) ||
        !check_words("scopes", provider->scopes, err) ||
        !check_words("domains", provider->domains, err))
        return false;
    if (provider->max_age_s < 0 || provider->max_age_s > LIMIT_OIDC_MAX_AGE_SECONDS)
        return err_set(err, ERR_USAGE, "max_age_seconds: must be 1 to %lld, or nothing",
            (long long)LIMIT_OIDC_MAX_AGE_SECONDS);
    return true;
}

bool oidc_tell(struct db *db, const char *kind, const struct oidc_provider *provider,
    int64_t actor_id, int64_t now_us, struct err *err)
{
    struct buf facts;
    buf_init(&facts, SIZE_MAX);
    json_print_open(&facts, '{');
    json_print_member(&facts, "slug", provider->slug);
    json_print_member(&facts, "issuer", provider->issuer);
    json_print_member_bool(&facts, "makes_accounts", provider->makes_accounts);
    json_print_member_bool(&facts, "is_enabled", provider->is_enabled);
    json_print_close(&facts, '}');
    bool is_told = journal_add(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = actor_id,
            .object_kind = "oidc_provider",
            .object_id = provider->id,
            .at_us = now_us,
            .facts = buf_text(&facts)},
        err);
    buf_done(&facts);
    return is_told;
}

struct text oidc_redirect_uri(const char *url, struct text slug, struct arena *arena)
{
    return arena_format(arena, "%s" OIDC_PATH "/%.*s/callback", url ? url : "", TEXT_ARG(slug));
}
