/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_api.h"

#include "account/account.h"
#include "account/api_match.h"
#include "account/letter.h"
#include "account/right_print.h"
#include "account/team.h"
#include "base/limits.h"

static void print_members(struct buf *out, const struct account *account)
{
    json_print_member_id(out, "id", account->id);
    json_print_member(out, "name", account->name);
    if (account->email.len)
        json_print_member(out, "email", account->email);
    else
        json_print_member_null(out, "email");
    right_print_roles(out, "roles", account->roles);
    json_print_member_bool(out, "is_disabled", account->is_disabled);
    json_print_member_time(out, "created_at", account->created_us);
}

/* A new link is shown once, here; afterwards only its hash is known. */
static void print_link(struct buf *out, const char *secret, int64_t now_us)
{
    json_print_member_open(out, "signin_link", '{');
    struct buf path;
    buf_init(&path, SIZE_MAX);
    buf_format(&path, "%s%s", ACCOUNT_LINK_PATH, secret);
    json_print_member(out, "path", buf_text(&path));
    json_print_member_z(out, "token", secret);
    json_print_member_time(out, "expires_at", now_us + ACCOUNT_LINK_US);
    json_print_close(out, '}');
    buf_done(&path);
}

/* -- who calls -- */

bool account_api_print_me(struct api_call *call, int64_t account_id, struct err *err)
{
    struct account account;
    struct team *teams;
    size_t count;
    struct api_principal self = {.account_id = account_id};
    if (!account_find(call->db, account_id, call->arena, &account, err) ||
        !team_list(call->db, &self, TEXT(""), 0, LIMIT_HTTP_PAGE, call->arena, &teams, &count, err))
        return false;
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    print_members(out, &account);
    if (account.time_zone.len)
        json_print_member(out, "time_zone", account.time_zone);
    else
        json_print_member_null(out, "time_zone");
    json_print_member_open(out, "teams", '[');
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        json_print_member_id(out, "id", teams[i].id);
        json_print_member(out, "name", teams[i].name);
        json_print_member_z(out, "role", team_role_shown(&self, teams[i].role));
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
    return true;
}

static bool show_me(struct api_call *call, struct err *err)
{
    return account_api_print_me(call, call->who.account_id, err);
}

static bool change_me(struct api_call *call, struct err *err)
{
    struct json body;
    struct text zone = {"", 0};
    if (!api_body(call, "time_zone", &body, err))
        return false;
    bool is_fine = api_member_name(&body, "time_zone", &zone, err) &&
                   account_set_zone(call->db, call->who.account_id, zone, err);
    json_done(&body);
    return is_fine && account_api_print_me(call, call->who.account_id, err);
}

/* -- accounts -- */

static bool list_accounts(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct db_value after = DB_INT(0);
    struct account *accounts;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &after, err) ||
        !account_list(call->db, after.number, page.limit + 1, call->arena, &accounts, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++) {
        json_print_open(&call->reply->body, '{');
        print_members(&call->reply->body, &accounts[i]);
        json_print_close(&call->reply->body, '}');
    }
    struct text next = {"", 0};
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(accounts[shown - 1].id));
    api_list_close(call, next);
    return true;
}

/* Sends a sign-in link to the address that the account has. */
static bool mail_link(struct db *db, struct api_call *call, const struct account *account,
    const char *secret, struct letter_wish wish, struct err *err)
{
    if (!wish.is_wanted)
        return true;
    if (!account->email.len)
        return err_set(err, ERR_USAGE, "by_mail: the account has no mail address");
    const struct letter letter = {.kind = LETTER_SIGNIN,
        .address = account->email,
        .name = account->name,
        .is_japanese = wish.is_japanese,
        .by = call->who.name,
        .path = arena_format(call->arena, ACCOUNT_LINK_PATH "%s", secret),
        .until_us = call->now_us + ACCOUNT_LINK_US,
        .about_id = account->id};
    return letter_write(db, call->tools, &letter, call->now_us, err);
}

struct new_account {
    struct api_call *call;
    struct account account;
    int64_t actor_id;
    struct letter_wish wish;
    char secret[ACCOUNT_SECRET_SIZE];
};

static bool add_account(struct db *db, void *context, struct err *err)
{
    struct new_account *new = context;
    return account_add(db, &new->account, &new->account.id, err) &&
           account_tell(
               db, "account.created", &new->account, new->actor_id, new->account.created_us, err) &&
           account_link_new(db, new->account.id, new->account.created_us, new->secret, err) &&
           mail_link(db, new->call, &new->account, new->secret, new->wish, err);
}

static void reply_new_account(struct api_call *call, const struct new_account *new)
{
    struct buf *out = &call->reply->body;
    api_created(call, "/api/v1/accounts", new->account.id);
    json_print_open(out, '{');
    print_members(out, &new->account);
    print_link(out, new->secret, call->now_us);
    json_print_close(out, '}');
}

static bool create_account(struct api_call *call, struct err *err)
{
    struct json body;
    struct new_account new = {
        .call = call, .account = {.created_us = call->now_us}, .actor_id = call->who.account_id};
    struct account *account = &new.account;
    if (!api_body(call, "name email roles " LETTER_MEMBERS, &body, err))
        return false;
    bool is_fine = api_member_name(&body, "name", &account->name, err) &&
                   api_member_line(&body, "email", &account->email, err) &&
                   api_member_set(&body, "roles", right_role_bit, &account->roles, err) &&
                   letter_read_wish(&body, &new.wish, err) &&
                   db_transact(call->db, add_account, &new, err);
    if (is_fine)
        reply_new_account(call, &new);
    json_done(&body);
    return is_fine;
}

/* Fills the reply, whose tag goes by all that can be changed. */
static void reply_account(struct api_call *call, const struct account *account)
{
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    print_members(out, account);
    json_print_close(out, '}');
    api_match_tag(call, api_match_version(buf_text(out)));
}

static bool show_account(struct api_call *call, struct err *err)
{
    int64_t id;
    struct account account;
    if (!api_param_id(call, "account", &id, err) ||
        !account_find(call->db, id, call->arena, &account, err))
        return false;
    reply_account(call, &account);
    return true;
}

struct changing {
    struct api_call *call;
    const struct json *body;
    int64_t id;
};

/* What is not said stays, as it is at that moment; what somebody else changed meanwhile is not overwritten. */
static bool change_members(struct db *db, void *context, struct err *err)
{
    struct changing *it = context;
    struct api_call *call = it->call;
    struct account account;
    struct buf shown;
    if (!account_find(db, it->id, call->arena, &account, err))
        return false;
    buf_init(&shown, SIZE_MAX);
    json_print_open(&shown, '{');
    print_members(&shown, &account);
    json_print_close(&shown, '}');
    int64_t version = api_match_version(buf_text(&shown));
    buf_done(&shown);
    return api_match_check(call, version, err) &&
           api_member_line(it->body, "email", &account.email, err) &&
           api_member_set(it->body, "roles", right_role_bit, &account.roles, err) &&
           api_member_bool(it->body, "is_disabled", &account.is_disabled, err) &&
           account_change(db, &account, call->who.account_id, call->now_us, err);
}

static bool change_account(struct api_call *call, struct err *err)
{
    struct json body;
    struct changing it = {.call = call, .body = &body};
    struct account unused;
    if (!api_param_id(call, "account", &it.id, err) ||
        !account_find(call->db, it.id, call->arena, &unused, err) ||
        !api_body(call, "email roles is_disabled", &body, err))
        return false;
    bool is_fine = db_transact(call->db, change_members, &it, err);
    json_done(&body);
    return is_fine && show_account(call, err);
}

struct new_link {
    struct api_call *call;
    struct account account;
    struct letter_wish wish;
    char secret[ACCOUNT_SECRET_SIZE];
};

static bool add_link(struct db *db, void *context, struct err *err)
{
    struct new_link *new = context;
    return account_link_give(db, new->account.id, new->call->who.account_id, new->call->now_us,
               new->secret, err) &&
           mail_link(db, new->call, &new->account, new->secret, new->wish, err);
}

/* A body is not needed: there was none when a link could only be copied. */
static bool read_link_wish(struct api_call *call, struct letter_wish *ret_wish, struct err *err)
{
    struct json body;
    if (!call->request->body.len)
        return true;
    if (!api_body(call, LETTER_MEMBERS, &body, err))
        return false;
    bool is_read = letter_read_wish(&body, ret_wish, err);
    json_done(&body);
    return is_read;
}

static bool create_link(struct api_call *call, struct err *err)
{
    struct new_link new = {.call = call};
    int64_t id;
    if (!api_param_id(call, "account", &id, err) ||
        !account_find(call->db, id, call->arena, &new.account, err) ||
        !read_link_wish(call, &new.wish, err) || !db_transact(call->db, add_link, &new, err))
        return false;
    call->reply->status = 201;
    json_print_open(&call->reply->body, '{');
    print_link(&call->reply->body, new.secret, call->now_us);
    json_print_close(&call->reply->body, '}');
    return true;
}

/* -- API tokens -- */

static void print_token(struct buf *out, const struct account_token *token, const char *secret)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", token->id);
    json_print_member(out, "name", token->name);
    right_print_scopes(out, "scopes", token->scopes);
    json_print_member_time(out, "created_at", token->created_us);
    json_print_member_time(out, "expires_at", token->expires_us);
    json_print_member_time(out, "used_at", token->used_us);
    if (secret)
        json_print_member_z(out, "token", secret);
    json_print_close(out, '}');
}

static bool list_tokens(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct db_value after = DB_INT(0);
    struct account_token *tokens;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &after, err) ||
        !account_token_list(call->db, call->who.account_id, after.number, page.limit + 1,
            call->arena, &tokens, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        print_token(&call->reply->body, &tokens[i], NULL);
    struct text next = {"", 0};
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(tokens[shown - 1].id));
    api_list_close(call, next);
    return true;
}

static bool read_token(struct api_call *call, const struct json *body,
    struct account_token *ret_token, struct err *err)
{
    *ret_token = (struct account_token){.created_us = call->now_us,
        .expires_us = call->now_us + ACCOUNT_TOKEN_US,
        .scopes = RIGHT_SCOPE_READ | RIGHT_SCOPE_UPLOAD};
    if (!api_member_name(body, "name", &ret_token->name, err) ||
        !api_member_time(body, "expires_at", &ret_token->expires_us, err) ||
        !api_member_set(body, "scopes", right_scope_bit, &ret_token->scopes, err))
        return false;
    if (!ret_token->scopes)
        return err_set(err, ERR_USAGE, "scopes: name one: read, upload, work or manage");
    if (ret_token->expires_us <= call->now_us)
        return err_set(err, ERR_USAGE, "expires_at: is past");
    return ret_token->expires_us <= call->now_us + ACCOUNT_TOKEN_MAX_US ||
           err_set(err, ERR_USAGE, "expires_at: is more than a year ahead");
}

static bool create_token(struct api_call *call, struct err *err)
{
    struct json body;
    struct account_token token;
    char secret[ACCOUNT_SECRET_SIZE];
    if (!api_body(call, "name expires_at scopes", &body, err))
        return false;
    bool is_fine =
        read_token(call, &body, &token, err) && account_token_new(call->db, call->who.account_id,
                                                    &token, call->now_us, secret, &token.id, err);
    if (is_fine) {
        api_created(call, "/api/v1/tokens", token.id);
        print_token(&call->reply->body, &token, secret);
    }
    json_done(&body);
    return is_fine;
}

static bool revoke_token(struct api_call *call, struct err *err)
{
    int64_t id;
    if (!api_param_id(call, "token", &id, err) ||
        !account_token_revoke(call->db, call->who.account_id, id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

/* -- rights -- */

static bool list_rights(struct api_call *call, struct err *err)
{
    (void)err;
    json_print_open(&call->reply->body, '{');
    right_print_json(&call->reply->body);
    json_print_close(&call->reply->body, '}');
    return true;
}

const struct api_route account_api_routes[] = {
    {"GET", "/api/v1/me", RIGHT_SELF_READ, show_me, 0},
    {"PATCH", "/api/v1/me", RIGHT_SELF_WORK, change_me, 0},
    {"GET", "/api/v1/rights", RIGHT_SELF_READ, list_rights, 0},
    {"GET", "/api/v1/accounts", RIGHT_ACCOUNT_READ, list_accounts, 0},
    {"POST", "/api/v1/accounts", RIGHT_ACCOUNT_MANAGE, create_account, API_SECRET},
    {"GET", "/api/v1/accounts/{account}", RIGHT_ACCOUNT_READ, show_account, 0},
    {"PATCH", "/api/v1/accounts/{account}", RIGHT_ACCOUNT_MANAGE, change_account, 0},
    {"POST", "/api/v1/accounts/{account}/signin-link", RIGHT_ACCOUNT_MANAGE, create_link,
        API_SECRET},
    {"GET", "/api/v1/tokens", RIGHT_SELF_READ, list_tokens, 0},
    {"POST", "/api/v1/tokens", RIGHT_SELF_MANAGE, create_token, API_SECRET},
    {"DELETE", "/api/v1/tokens/{token}", RIGHT_SELF_MANAGE, revoke_token, 0},
    {0},
};
