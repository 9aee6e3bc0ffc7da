/* SPDX-License-Identifier: Apache-2.0 */
#include "account/oidc_json.h"

#include "account/api.h"
#include "base/limits.h"

/* -- read -- */

/* Reads a line up to max_bytes into arena; absent and null leave it as it is. */
static bool read_line(const struct json *body, const char *key, size_t max_bytes,
    struct arena *arena, struct text *ret_line, struct err *err)
{
    struct text line = *ret_line;
    if (!api_member_text(body, key, max_bytes, &line, err))
        return false;
    line = text_trim(line);
    if (text_find(line, '\n') >= 0 || text_find(line, '\r') >= 0)
        return err_set(err, ERR_USAGE, "%s: must be one line", key);
    *ret_line = arena_text(arena, line);
    return true;
}

static bool check_there(const char *key, struct text line, struct err *err)
{
    return line.len || err_set(err, ERR_USAGE, "%s: is missing", key);
}

static bool read_lines(
    const struct json *body, struct oidc_provider *it, struct arena *arena, struct err *err)
{
    return read_line(body, "slug", LIMIT_API_NAME_BYTES, arena, &it->slug, err) &&
           read_line(body, "name", LIMIT_API_NAME_BYTES, arena, &it->name, err) &&
           read_line(body, "issuer", LIMIT_URL_BYTES, arena, &it->issuer, err) &&
           read_line(body, "client_id", LIMIT_OIDC_WORDS_BYTES, arena, &it->client_id, err) &&
           read_line(body, "scopes", LIMIT_OIDC_WORDS_BYTES, arena, &it->scopes, err) &&
           read_line(body, "domains", LIMIT_OIDC_WORDS_BYTES, arena, &it->domains, err) &&
           read_line(body, "groups_claim", LIMIT_API_NAME_BYTES, arena, &it->groups_claim, err) &&
           check_there("slug", it->slug, err) && check_there("name", it->name, err) &&
           check_there("issuer", it->issuer, err) && check_there("client_id", it->client_id, err);
}

static bool read_words(const struct json *body, struct oidc_provider *it, struct err *err)
{
    struct text client_auth = text_of(oidc_client_auth_word(it->client_auth));
    struct text alg = it->alg ? text_of(jwk_alg_word(it->alg)) : TEXT("");
    if (!api_member_line(body, "client_auth", &client_auth, err) ||
        !api_member_line(body, "alg", &alg, err))
        return false;
    if (!oidc_client_auth_read(client_auth, &it->client_auth))
        return err_set(err, ERR_USAGE, "client_auth: must be basic, post or none");
    it->alg = jwk_alg_read(alg);
    return !alg.len || it->alg ||
           err_set(
               err, ERR_USAGE, "alg: must be RS256, PS256, ES256 or EdDSA, or empty: any of them");
}

static bool read_flags(const struct json *body, struct oidc_provider *it, struct err *err)
{
    return api_member_bool(body, "makes_accounts", &it->makes_accounts, err) &&
           api_member_bool(body, "asks_code", &it->asks_code, err) &&
           api_member_bool(body, "signs_out", &it->signs_out, err) &&
           api_member_bool(body, "is_enabled", &it->is_enabled, err);
}

static bool read_age(const struct json *body, struct oidc_provider *it, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "max_age_seconds");
    if (value && !yyjson_is_null(value) && !yyjson_is_int(value))
        return err_set(err, ERR_USAGE, "max_age_seconds: must be a whole number");
    if (value && yyjson_is_null(value))
        it->max_age_s = 0;
    else if (value)
        it->max_age_s = yyjson_get_sint(value);
    return true;
}

static bool fail_group(size_t i, const char *why, struct err *err)
{
    return err_set(err, ERR_USAGE, "groups[%zu]%s", i, why);
}

/* A team by its id; the name of a team may change. */
static bool read_group(
    yyjson_val *value, size_t i, struct arena *arena, struct oidc_group *group, struct err *err)
{
    struct text name = text_trim(json_get_text(value, "name")), role = json_get_text(value, "role");
    struct text team = json_get_text(value, "team_id");
    if (!yyjson_is_obj(value))
        return fail_group(i, ": must be an object", err);
    if (!name.len || name.len > LIMIT_API_NAME_BYTES)
        return fail_group(i, ".name: must be a string of 1 to 200 bytes", err);
    if (team.len && (!text_read_i64(team, &group->team_id) || group->team_id <= 0))
        return fail_group(i, ".team_id: must be an id, a string of digits", err);
    group->name = arena_text(arena, name);
    if (!group->team_id)
        group->account_role = (enum account_role)right_role_bit(role);
    if (!group->team_id && !group->account_role)
        return fail_group(i,
            ".role: without a team, must be administrator, analyst, governance or coordinator",
            err);
    if (group->team_id && !right_team_read(role, &group->team_role))
        return fail_group(i, ".role: in a team, must be viewer, member or admin", err);
    return true;
}

static bool read_groups(
    const struct json *body, struct oidc_json_given *given, struct arena *arena, struct err *err)
{
    yyjson_val *list = json_get(json_root(body), "groups"), *value;
    size_t i, count;
    if (!list || yyjson_is_null(list))
        return true;
    if (!yyjson_is_arr(list))
        return err_set(err, ERR_USAGE, "groups: must be an array");
    if (yyjson_arr_size(list) > LIMIT_OIDC_GROUPS)
        return err_set(err, ERR_USAGE, "groups: has more than %zu items", LIMIT_OIDC_GROUPS);
    given->has_groups = true;
    given->group_count = yyjson_arr_size(list);
    given->groups = arena_take_array(arena, given->group_count, sizeof *given->groups);
    if (!given->groups)
        return arena_check(arena, err);
    yyjson_arr_foreach(list, i, count, value)
    {
        if (!read_group(value, i, arena, &given->groups[i], err))
            return false;
    }
    return true;
}

/* A public client has no secret; another cannot show who it is without one. It was given for one issuer: who changes that must give
   it again, or could have it sent elsewhere. */
static bool read_secret(const struct json *body, struct oidc_provider *it,
    struct text former_issuer, struct oidc_json_given *given, struct arena *arena, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "client_secret");
    given->has_secret = value && !yyjson_is_null(value);
    if (!read_line(body, "client_secret", LIMIT_OIDC_SECRET_BYTES, arena, &given->secret, err))
        return false;
    bool has_one = given->has_secret ? given->secret.len > 0 : it->secret.len > 0;
    if (it->client_auth != OIDC_PUBLIC && !has_one)
        return err_set(err, ERR_USAGE, "client_secret: is missing");
    if (it->client_auth != OIDC_PUBLIC && !given->has_secret && !text_eq(former_issuer, it->issuer))
        return err_set(
            err, ERR_USAGE, "client_secret: give it again, since it would go to another server");
    if (it->client_auth == OIDC_PUBLIC) {
        given->has_secret = true;
        given->secret = (struct text){"", 0};
    }
    return true;
}

bool oidc_json_read(const struct json *body, struct oidc_provider *provider,
    struct oidc_json_given *ret_given, struct arena *arena, struct err *err)
{
    struct oidc_json_given given = {.secret = {"", 0}};
    struct text former_issuer = provider->issuer;
    if (!read_lines(body, provider, arena, err) || !read_words(body, provider, err) ||
        !read_flags(body, provider, err) || !read_age(body, provider, err) ||
        !read_groups(body, &given, arena, err) || !oidc_check(provider, err) ||
        !read_secret(body, provider, former_issuer, &given, arena, err))
        return false;
    *ret_given = given;
    return true;
}

/* -- print -- */

static void print_group(struct buf *out, const struct oidc_group *group)
{
    json_print_open(out, '{');
    json_print_member(out, "name", group->name);
    if (group->team_id) {
        json_print_member_id(out, "team_id", group->team_id);
        json_print_member(out, "team", group->team_name);
        json_print_member_z(out, "role", right_team_word(group->team_role));
    } else {
        json_print_member_null(out, "team_id");
        json_print_member_null(out, "team");
        json_print_member_z(out, "role", right_role_word(group->account_role));
    }
    json_print_close(out, '}');
}

static void print_rule(struct buf *out, const struct oidc_provider *it)
{
    json_print_member_bool(out, "makes_accounts", it->makes_accounts);
    json_print_member(out, "domains", it->domains);
    json_print_member_or_null(out, "groups_claim", it->groups_claim);
    if (it->max_age_s)
        json_print_member_int(out, "max_age_seconds", it->max_age_s);
    else
        json_print_member_null(out, "max_age_seconds");
    json_print_member_bool(out, "asks_code", it->asks_code);
    json_print_member_bool(out, "signs_out", it->signs_out);
    json_print_member_bool(out, "is_enabled", it->is_enabled);
}

bool oidc_json_print(struct buf *out, struct db *db, const struct oidc_provider *it,
    const char *url, struct arena *arena, struct err *err)
{
    struct oidc_group *groups;
    size_t count;
    if (!oidc_groups(db, it->id, arena, &groups, &count, err))
        return false;
    json_print_open(out, '{');
    json_print_member_id(out, "id", it->id);
    json_print_member(out, "slug", it->slug);
    json_print_member(out, "name", it->name);
    json_print_member(out, "issuer", it->issuer);
    json_print_member(out, "redirect_uri", oidc_redirect_uri(url, it->slug, arena));
    json_print_member(out, "client_id", it->client_id);
    json_print_member_z(out, "client_auth", oidc_client_auth_word(it->client_auth));
    json_print_member_bool(out, "has_secret", it->secret.len > 0);
    json_print_member(out, "scopes", it->scopes);
    json_print_member_or_null(
        out, "alg", it->alg ? text_of(jwk_alg_word(it->alg)) : (struct text){"", 0});
    print_rule(out, it);
    json_print_member_open(out, "groups", '[');
    for (size_t i = 0; i < count; i++)
        print_group(out, &groups[i]);
    json_print_close(out, ']');
    json_print_member_time(out, "created_at", it->created_us);
    json_print_member_time(out, "updated_at", it->updated_us);
    json_print_close(out, '}');
    return true;
}

void oidc_json_print_test(
    struct buf *out, bool is_good, const struct oidc_test_line *lines, size_t count)
{
    json_print_open(out, '{');
    json_print_member_bool(out, "is_good", is_good);
    json_print_member_open(out, "lines", '[');
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        json_print_member_z(out, "name", lines[i].name);
        json_print_member_bool(out, "is_good", lines[i].is_good);
        json_print_member(out, "detail", lines[i].detail);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}
