/* SPDX-License-Identifier: Apache-2.0 */
#include "account/api.h"

#include "account/api_session.h"
#include "account/session.h"
#include "account/throttle.h"
#include "base/clock.h"
#include "base/limits.h"

/* -- who calls -- */

static void be(struct api_call *call, const struct account *account, bool is_token, unsigned scopes)
{
    call->who = (struct api_principal){
        .account_id = account->id,
        .name = account->name,
        .roles = account->roles,
        .is_token = is_token,
        .scopes = scopes,
    };
}

static bool authenticate_session(struct api_call *call, struct err *err)
{
    struct text secret = http_cookie(call->request, API_SESSION_COOKIE);
    struct account account;
    struct session session;
    struct err why = {0};
    if (secret.len == 0)
        return true;
    if (!session_find(call->db, secret, call->now_us, call->arena, &session, &account, &why))
        return why.code == ERR_UNAUTHENTICATED || err_set(err, why.code, "%s", why.text);
    be(call, &account, false, 0);
    call->who.session_id = session.id;
    call->who.means = session.means;
    call->who.confirmed_us = session.confirmed_us;
    return true;
}

/* A good token is always taken: nobody guesses one. What is bounded is what guesses cost; one that has expired, or whose account
   is disabled, is no guess. */
static bool fail_token(struct api_call *call, struct text token, struct err *err)
{
    int64_t wait_us;
    bool is_known;
    struct throttle_key key = {THROTTLE_TOKEN, throttle_address(call->address, call->arena)};
    if (err->code != ERR_UNAUTHENTICATED ||
        !account_token_is_known(call->db, token, &is_known, NULL) || is_known ||
        !throttle_take(call->db, &key, 1, call->now_us, &wait_us, NULL) || !wait_us)
        return false;
    api_retry_after(call, wait_us);
    return throttle_fail(wait_us, err);
}

static bool authenticate_token(struct api_call *call, struct text token, struct err *err)
{
    struct account account;
    unsigned scopes;
    if (!account_token_find(
            call->db, text_trim(token), call->now_us, call->arena, &account, &scopes, err))
        return fail_token(call, text_trim(token), err);
    be(call, &account, true, scopes);
    return true;
}

bool api_authenticate(struct api_call *call, struct err *err)
{
    struct text header = http_header(call->request, "Authorization");
    struct text key = http_header(call->request, "X-Api-Key");
    call->who = (struct api_principal){0};
    if (header.len == 0 && key.len)
        return authenticate_token(call, key, err);
    if (header.len == 0)
        return authenticate_session(call, err);
    struct text scheme = text_cut(&header, ' ');
    if (!text_is_nocase(scheme, "Bearer"))
        return err_set(err, ERR_UNAUTHENTICATED, "only bearer tokens are taken for authorization");
    return authenticate_token(call, header, err);
}

bool api_permit(const struct api_principal *who, enum right right, struct err *err)
{
    const struct right_row *row = right_row(right);
    if (row->open == RIGHT_OF_ANYONE)
        return true;
    if (!who->account_id)
        return err_set(err, ERR_UNAUTHENTICATED, "sign in, or send an API token");
    if (who->is_token && !(row->scope & RIGHT_SCOPES_ALL))
        return err_set(err, ERR_FORBIDDEN, "an API token cannot do this (%s): sign in", row->name);
    if (who->is_token && !(who->scopes & row->scope))
        return err_set(err, ERR_FORBIDDEN, "this API token lacks the scope \"%s\"",
            right_scope_word(row->scope));
    return row->open == RIGHT_OF_ACCOUNTS || row->least != TEAM_STRANGER ||
           row->roles & ACCOUNT_TEAM_COACH ||
           right_check(who->roles, TEAM_STRANGER, right, "object", err);
}

/* -- what was sent -- */

static bool has_word(const char *words, struct text word)
{
    struct text rest = text_of(words);
    while (rest.at)
        if (text_eq(text_cut(&rest, ' '), word))
            return true;
    return false;
}

bool api_members(const struct json *json, const char *names, struct err *err)
{
    yyjson_val *root = json_root(json);
    if (!yyjson_is_obj(root))
        return err_set(err, ERR_SYNTAX, "the body must be a JSON object");
    size_t i, count;
    yyjson_val *key, *value;
    yyjson_obj_foreach(root, i, count, key, value)
    {
        struct text name;
        if (json_text(key, &name) && !has_word(names, name))
            return err_set(err, ERR_USAGE, "%.*s: there is no such member; there are: %s",
                TEXT_ARG(name), names);
    }
    return true;
}

bool api_body(
    const struct api_call *call, const char *names, struct json *ret_json, struct err *err)
{
    struct json json;
    if (!http_has_type(call->request, "application/json"))
        return err_set(err, ERR_UNSUPPORTED, "the body must be application/json");
    if (!json_read(&json, call->request->body, err))
        return err_add(err, "body");
    if (!api_members(&json, names, err)) {
        json_done(&json);
        return false;
    }
    *ret_json = json;
    return true;
}

static bool read_id(struct text digits, int64_t *ret_id)
{
    return text_read_i64(digits, ret_id) && *ret_id > 0;
}

bool api_param_id(const struct api_call *call, const char *name, int64_t *ret_id, struct err *err)
{
    int64_t id;
    if (!read_id(http_param(call->request, name), &id))
        return err_set(err, ERR_NOT_FOUND, "there is no such %s", name);
    *ret_id = id;
    return true;
}

/* Control characters would garble a list or a log; a text in lines may have the ends of lines and tabs. */
static bool has_control(struct text t, bool may_have_lines)
{
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.at[i];
        bool is_line = c == '\n' || c == '\r' || c == '\t';
        if ((c < 0x20 && !(may_have_lines && is_line)) || c == 0x7f)
            return true;
    }
    return false;
}

static yyjson_val *member(const struct json *body, const char *key)
{
    yyjson_val *value = json_get(json_root(body), key);
    return yyjson_is_null(value) ? NULL : value;
}

bool api_member_line(
    const struct json *body, const char *key, struct text *ret_line, struct err *err)
{
    struct text line = *ret_line;
    if (!api_member_text(body, key, LIMIT_API_NAME_BYTES, &line, err))
        return false;
    line = text_trim(line);
    if (has_control(line, false))
        return err_set(err, ERR_USAGE, "%s: has a control character", key);
    *ret_line = line;
    return true;
}

bool api_member_name(
    const struct json *body, const char *key, struct text *ret_name, struct err *err)
{
    struct text name = {"", 0};
    if (!api_member_line(body, key, &name, err))
        return false;
    if (name.len == 0)
        return err_set(err, ERR_USAGE, "%s: is missing", key);
    *ret_name = name;
    return true;
}

bool api_member_text(const struct json *body, const char *key, size_t max_bytes,
    struct text *ret_text, struct err *err)
{
    yyjson_val *value = member(body, key);
    struct text text;
    if (!value)
        return true;
    if (!json_text(value, &text))
        return err_set(err, ERR_USAGE, "%s: must be a string", key);
    if (text.len > max_bytes)
        return err_set(err, ERR_USAGE, "%s: is longer than %zu bytes", key, max_bytes);
    if (has_control(text, true))
        return err_set(err, ERR_USAGE, "%s: has a control character", key);
    *ret_text = text;
    return true;
}

bool api_member_bool(const struct json *body, const char *key, bool *ret_value, struct err *err)
{
    yyjson_val *value = member(body, key);
    if (!value)
        return true;
    if (!yyjson_is_bool(value))
        return err_set(err, ERR_USAGE, "%s: must be true or false", key);
    *ret_value = yyjson_get_bool(value);
    return true;
}

bool api_member_id(const struct json *body, const char *key, int64_t *ret_id, struct err *err)
{
    yyjson_val *value = member(body, key);
    struct text digits;
    int64_t id;
    if (!value)
        return true;
    if (!json_text(value, &digits) || !read_id(digits, &id))
        return err_set(err, ERR_USAGE, "%s: must be an id, a string of digits", key);
    *ret_id = id;
    return true;
}

bool api_member_time(
    const struct json *body, const char *key, int64_t *ret_time_us, struct err *err)
{
    yyjson_val *value = member(body, key);
    struct text text;
    int64_t time_us;
    if (!value)
        return true;
    /* 0 stands for "not said" everywhere. */
    if (!json_text(value, &text) || !clock_read(text, &time_us) || time_us <= 0)
        return err_set(err, ERR_USAGE, "%s: must be a time such as 2026-11-22T23:50:52Z", key);
    *ret_time_us = time_us;
    return true;
}

bool api_member_set(const struct json *body, const char *key, unsigned (*bit_of)(struct text word),
    unsigned *ret_set, struct err *err)
{
    yyjson_val *array = member(body, key), *value;
    size_t i, count;
    unsigned set = 0;
    if (!array)
        return true;
    if (!yyjson_is_arr(array))
        return err_set(err, ERR_USAGE, "%s: must be an array of words", key);
    yyjson_arr_foreach(array, i, count, value)
    {
        struct text word = {"", 0};
        unsigned bit = json_text(value, &word) ? bit_of(word) : 0;
        if (!bit)
            return err_set(err, ERR_USAGE, "%s[%zu]: there is no \"%.*s\"", key, i,
                word.len > 40 ? 40 : (int)word.len, word.at);
        set |= bit;
    }
    *ret_set = set;
    return true;
}

bool api_query_id(const struct api_call *call, const char *name, int64_t *ret_id, struct err *err)
{
    struct text digits;
    int64_t id;
    if (!http_query(call->request, name, &digits) || digits.len == 0)
        return true;
    if (!read_id(digits, &id))
        return err_set(err, ERR_USAGE, "%s: must be an id", name);
    *ret_id = id;
    return true;
}

bool api_query_flag(
    const struct api_call *call, const char *name, bool *ret_is_set, struct err *err)
{
    struct text value;
    if (!http_query(call->request, name, &value) || value.len == 0)
        return true;
    bool is_set = text_is(value, "1") || text_is(value, "true");
    if (!is_set && !text_is(value, "0") && !text_is(value, "false"))
        return err_set(err, ERR_USAGE, "%s: must be 1 or 0", name);
    *ret_is_set = is_set;
    return true;
}

void api_print_person(struct buf *out, const char *key, int64_t id, struct text name)
{
    if (!id) {
        json_print_member_null(out, key);
        return;
    }
    json_print_member_open(out, key, '{');
    json_print_member_id(out, "id", id);
    json_print_member(out, "name", name);
    json_print_close(out, '}');
}

void api_created(struct api_call *call, const char *path, int64_t id)
{
    call->reply->status = 201;
    http_reply_header(
        call->reply, "Location", arena_format(call->arena, "%s/%lld", path, (long long)id));
}

bool api_query_time(
    const struct api_call *call, const char *name, int64_t *ret_time_us, struct err *err)
{
    struct text value;
    if (!http_query(call->request, name, &value) || !value.len)
        return true;
    return clock_read(value, ret_time_us) ||
           err_set(
               err, ERR_USAGE, "%s: is no time, such as 2026-01-31 or 2026-01-31T12:00:00Z", name);
}
