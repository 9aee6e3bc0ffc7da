/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_token.h"

#include "base/clock.h"
#include "base/limits.h"
#include "codec/base64.h"
#include "codec/jwt.h"
#include "codec/sha256.h"

/* -- what is believed -- */

/* RFC 8725, 3.11: a token made for something else must not pass for an ID token. */
static bool check_type(const struct jwt *jwt, struct err *err)
{
    return jwt->type.len == 0 || text_is_nocase(jwt->type, "JWT") ||
           err_set(err, ERR_FORBIDDEN, "header: typ: \"%.*s\" is no ID token", TEXT_ARG(jwt->type));
}

/* Whose it is, and for whom. With several audiences, "azp" must say that it was asked for by us. */
static bool check_parties(
    const struct jwt *jwt, const struct oidc_token_expected *expected, struct err *err)
{
    yyjson_val *claims = json_root(&jwt->claims), *party = json_get(claims, "azp");
    struct text issuer = json_get_text(claims, "iss");
    size_t audiences;
    if (!text_eq(issuer, expected->issuer))
        return err_set(err, ERR_FORBIDDEN, "iss: is \"%.*s\", not \"%.*s\"", TEXT_ARG(issuer),
            TEXT_ARG(expected->issuer));
    if (!jwt_is_for(jwt, expected->client_id, &audiences))
        return err_set(err, ERR_FORBIDDEN, "aud: is not for this client");
    if (audiences > 1 && !party)
        return err_set(err, ERR_FORBIDDEN, "azp: is missing, and there are several audiences");
    if (party && !text_eq(json_get_text(claims, "azp"), expected->client_id))
        return err_set(err, ERR_FORBIDDEN, "azp: is another client");
    return true;
}

static bool read_needed_time(
    const struct jwt *jwt, const char *claim, int64_t *ret_time_us, struct err *err)
{
    if (!jwt_time(jwt, claim, ret_time_us, err))
        return false;
    return *ret_time_us != 0 || err_set(err, ERR_FORBIDDEN, "%s: is missing", claim);
}

static bool check_times(const struct jwt *jwt, int64_t now_us, struct err *err)
{
    int64_t expires_us, begins_us, made_us;
    if (!read_needed_time(jwt, "exp", &expires_us, err) ||
        !read_needed_time(jwt, "iat", &made_us, err) || !jwt_time(jwt, "nbf", &begins_us, err))
        return false;
    if (expires_us <= now_us - OIDC_TOKEN_SKEW_US)
        return err_set(err, ERR_FORBIDDEN, "exp: is past");
    if (begins_us > now_us + OIDC_TOKEN_SKEW_US)
        return err_set(err, ERR_FORBIDDEN, "nbf: is still to come");
    if (made_us > now_us + OIDC_TOKEN_SKEW_US)
        return err_set(err, ERR_FORBIDDEN, "iat: is still to come: are the clocks right?");
    if (made_us < now_us - OIDC_TOKEN_AGE_US)
        return err_set(err, ERR_FORBIDDEN, "iat: is too long ago: are the clocks right?");
    return true;
}

/* Core, 3.1.2.1: who asks for max_age must be told auth_time, and must look at it. */
static bool check_age(
    const struct jwt *jwt, const struct oidc_token_expected *expected, struct err *err)
{
    int64_t shown_us;
    if (expected->max_age_s == 0)
        return true;
    if (!read_needed_time(jwt, "auth_time", &shown_us, err))
        return false;
    int64_t least_us =
        expected->now_us - expected->max_age_s * CLOCK_SECOND_US - OIDC_TOKEN_SKEW_US;
    return shown_us >= least_us ||
           err_set(err, ERR_FORBIDDEN, "auth_time: is longer ago than was asked for");
}

/* Core, 3.1.3.6: the left half of the hash of the access token. Ed25519 hashes otherwise; the token came over TLS with this one, so
   that nothing is lost by not looking. */
static bool check_access_token(
    const struct jwt *jwt, const struct oidc_token_expected *expected, struct err *err)
{
    unsigned char digest[SHA256_SIZE];
    struct buf half;
    yyjson_val *claim = json_get(json_root(&jwt->claims), "at_hash");
    if (!claim || !expected->access_token.len || jwt->alg == JWK_EDDSA)
        return true;
    sha256_of(expected->access_token, digest);
    buf_init(&half, SIZE_MAX);
    base64_print_url(&half, (struct text){(const char *)digest, SHA256_SIZE / 2});
    bool is_right = text_eq(json_get_text(json_root(&jwt->claims), "at_hash"), buf_text(&half));
    buf_done(&half);
    return is_right || err_set(err, ERR_FORBIDDEN, "at_hash: is of another access token");
}

static bool check_nonce(
    const struct jwt *jwt, const struct oidc_token_expected *expected, struct err *err)
{
    return text_eq(json_get_text(json_root(&jwt->claims), "nonce"), expected->nonce) ||
           err_set(err, ERR_FORBIDDEN, "nonce: is of another sign-in");
}

/* -- who it is -- */

/* A line that somebody may have typed: cut to what we take, and empty when it is not fit to be shown. */
static struct text read_line(yyjson_val *claims, const char *key, struct arena *arena)
{
    struct text line = text_trim(json_get_text(claims, key));
    line = text_trim(text_front(line, LIMIT_API_NAME_BYTES));
    for (size_t i = 0; i < line.len; i++)
        if (text_control_len(text_from(line, i)))
            return (struct text){"", 0};
    return arena_text(arena, line);
}

/* Some providers write the flag as a string. */
static bool read_flag(yyjson_val *value)
{
    struct text text;
    return yyjson_is_true(value) || (json_text(value, &text) && text_is(text, "true"));
}

/* A list of texts, or one text. What is beyond LIMIT_OIDC_GROUPS is not looked at. */
static bool read_groups(
    struct oidc_person *person, yyjson_val *value, struct arena *arena, struct err *err)
{
    struct text text;
    bool is_one = json_text(value, &text);
    size_t i, count, most = is_one ? 1 : yyjson_arr_size(value);
    yyjson_val *item;
    if (!value)
        return true;
    if (most > LIMIT_OIDC_GROUPS)
        return err_set(err, ERR_LIMIT, "groups: there are more than %zu", LIMIT_OIDC_GROUPS);
    person->groups = arena_take_array(arena, most, sizeof *person->groups);
    if (!person->groups)
        return arena_check(arena, err);
    person->has_groups = true;
    if (is_one)
        person->groups[person->group_count++] = arena_text(arena, text);
    yyjson_arr_foreach(value, i, count, item)
    {
        if (json_text(item, &text))
            person->groups[person->group_count++] = arena_text(arena, text);
    }
    return true;
}

/* Adds what person lacks. An address and its flag belong together. */
static bool add_claims(struct oidc_person *person, yyjson_val *claims, struct text groups_claim,
    struct arena *arena, struct err *err)
{
    if (!person->email.len) {
        person->email = read_line(claims, "email", arena);
        person->is_email_verified =
            person->email.len && read_flag(json_get(claims, "email_verified"));
    }
    if (!person->name.len)
        person->name = read_line(claims, "name", arena);
    if (!person->preferred_name.len)
        person->preferred_name = read_line(claims, "preferred_username", arena);
    if (!groups_claim.len || person->has_groups)
        return true;
    return read_groups(person, json_get(claims, groups_claim.at), arena, err);
}

static bool read_person(struct oidc_person *person, yyjson_val *claims, struct text groups_claim,
    struct arena *arena, struct err *err)
{
    struct text subject = json_get_text(claims, "sub");
    if (subject.len == 0 || subject.len > LIMIT_OIDC_SUBJECT_BYTES)
        return err_set(
            err, ERR_SYNTAX, "sub: must be a string of 1 to %zu bytes", LIMIT_OIDC_SUBJECT_BYTES);
    person->subject = arena_text(arena, subject);
    return add_claims(person, claims, groups_claim, arena, err) && arena_check(arena, err);
}

bool oidc_token_check(const struct oidc_token_expected *expected, struct text compact,
    const struct jwk_set *keys, struct text groups_claim, struct arena *arena,
    struct oidc_person *ret_person, struct err *err)
{
    struct jwt jwt;
    struct oidc_person person = {0};
    if (!jwt_read(&jwt, compact, err))
        return false;
    bool is_good = check_type(&jwt, err) && jwt_check(&jwt, keys, expected->algs, err) &&
                   check_parties(&jwt, expected, err) && check_times(&jwt, expected->now_us, err) &&
                   check_nonce(&jwt, expected, err) && check_age(&jwt, expected, err) &&
                   check_access_token(&jwt, expected, err) &&
                   read_person(&person, json_root(&jwt.claims), groups_claim, arena, err);
    jwt_done(&jwt);
    if (is_good)
        *ret_person = person;
    return is_good;
}

bool oidc_token_add(struct oidc_person *person, struct text json, struct text groups_claim,
    struct arena *arena, struct err *err)
{
    struct json doc;
    if (!json_read(&doc, json, err))
        return false;
    bool is_same = text_eq(json_get_text(json_root(&doc), "sub"), person->subject) ||
                   err_set(err, ERR_FORBIDDEN, "sub: is somebody else");
    bool is_added = is_same && add_claims(person, json_root(&doc), groups_claim, arena, err) &&
                    arena_check(arena, err);
    json_done(&doc);
    return is_added;
}
