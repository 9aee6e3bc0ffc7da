/* SPDX-License-Identifier: Apache-2.0 */
#include "account/signin_api.h"

#include "account/account_api.h"
#include "account/api_session.h"
#include "account/known_browser.h"
#include "account/letter.h"
#include "account/throttle.h"
#include "base/limits.h"
#include "base/log.h"

#define BROWSER_COOKIE "kenzen_browser"
#define SESSION_PATH "/api/v1/session"

struct signin_tools signin_api_tools(const struct api_call *call)
{
    return call->tools ? (struct signin_tools){call->tools->vault, call->tools->passwords}
                       : (struct signin_tools){0};
}

/* A browser's own name for itself, as far as it can be shown. */
static struct text user_agent(const struct api_call *call)
{
    struct buf plain;
    buf_init(&plain, SIZE_MAX);
    buf_add_plain(
        &plain, text_front(http_header(call->request, "User-Agent"), LIMIT_USER_AGENT_BYTES));
    struct text kept = arena_text(call->arena, buf_text(&plain));
    buf_done(&plain);
    return kept;
}

struct session_start signin_api_start(
    const struct api_call *call, int64_t account_id, const char *means)
{
    return (struct session_start){
        .account_id = account_id,
        .means = means,
        .address = call->address,
        .user_agent = user_agent(call),
    };
}

void signin_api_keep(struct api_call *call, const char *session, const char *browser)
{
    api_set_session(call, text_of(session));
    if (*browser)
        api_set_cookie(call, BROWSER_COOKIE, text_of(browser), SESSION_PATH, KNOWN_BROWSER_KEPT_US);
}

/* A password is taken as it is: spaces at its ends and control characters are part of it. */
bool signin_api_read_password(
    const struct json *body, const char *key, struct text *ret_password, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), key);
    struct text password;
    if (!value || yyjson_is_null(value))
        return true;
    if (!json_text(value, &password))
        return err_set(err, ERR_USAGE, "%s: must be a string", key);
    if (password.len > LIMIT_PASSWORD_BYTES)
        return err_set(err, ERR_USAGE, "%s: is longer than %zu bytes", key, LIMIT_PASSWORD_BYTES);
    *ret_password = password;
    return true;
}

static struct signin from_call(const struct api_call *call)
{
    return (struct signin){
        .browser = http_cookie(call->request, BROWSER_COOKIE),
        .address = call->address,
        .user_agent = user_agent(call),
    };
}

static bool read_signin(const struct json *body, struct signin *it, struct err *err)
{
    if (!api_member_line(body, "token", &it->link, err) ||
        !api_member_line(body, "name", &it->name, err) ||
        !api_member_line(body, "code", &it->code, err) ||
        !signin_api_read_password(body, "password", &it->password, err))
        return false;
    if (it->link.len && (it->name.len || it->password.len))
        return err_set(err, ERR_USAGE, "token: goes without name and password");
    if (!it->link.len && !it->name.len)
        return err_set(err, ERR_USAGE, "name: is missing, and so is the token of a sign-in link");
    if (!it->link.len && !it->password.len)
        return err_set(err, ERR_USAGE, "password: is missing");
    return true;
}

/* Tells the owner of an account that somebody came in from elsewhere. Whoever came in is in, whatever comes of this. */
static void tell_of_browser(struct api_call *call, const struct signin_answer *answer)
{
    struct err why = {0};
    struct account account;
    if (!call->tools || !call->tools->write_letter || !answer->browser[0])
        return;
    if (!account_find(call->db, answer->account_id, call->arena, &account, &why))
        return;
    const struct letter letter = {.kind = LETTER_BROWSER,
        .name = account.name,
        .by = arena_format(
            call->arena, "%.*s, %.*s", TEXT_ARG(user_agent(call)), TEXT_ARG(call->address)),
        .path = TEXT("/security"),
        .about_id = account.id};
    if (!letter_write(call->db, call->tools, &letter, call->now_us, &why) &&
        why.code != ERR_CONFLICT)
        log_warn("new_browser", "account=%lld error=\"%s\"", (long long)account.id, why.text);
}

static bool sign_in(struct api_call *call, struct err *err)
{
    struct json body;
    struct signin it = from_call(call);
    struct signin_answer answer = {0};
    struct signin_tools tools = signin_api_tools(call);
    if (!api_body(call, "token name password code", &body, err))
        return false;
    bool is_in = read_signin(&body, &it, err) &&
                 signin_try(call->db, &tools, &it, call->now_us, &answer, err);
    json_done(&body);
    if (answer.wait_us)
        api_retry_after(call, answer.wait_us);
    if (!is_in || !account_api_print_me(call, answer.account_id, err))
        return false;
    signin_api_keep(call, answer.session, answer.browser);
    tell_of_browser(call, &answer);
    return true;
}

static bool sign_out(struct api_call *call, struct err *err)
{
    const struct api_principal *who = &call->who;
    struct err why = {0};
    if (who->session_id &&
        !session_end(call->db, who->account_id, who->session_id, call->now_us, &why) &&
        why.code != ERR_NOT_FOUND)
        return err_set(err, why.code, "%s", why.text);
    api_set_session(call, TEXT(""));
    call->reply->status = 204;
    return true;
}

static bool confirm(struct api_call *call, struct err *err)
{
    struct json body;
    struct signin it = from_call(call);
    struct signin_tools tools = signin_api_tools(call);
    int64_t wait_us = 0;
    if (!api_body(call, "password code", &body, err))
        return false;
    bool is_fine = signin_api_read_password(&body, "password", &it.password, err) &&
                   api_member_line(&body, "code", &it.code, err) &&
                   signin_confirm(call->db, &tools, call->who.account_id, call->who.session_id, &it,
                       call->now_us, &wait_us, err);
    json_done(&body);
    if (wait_us)
        api_retry_after(call, wait_us);
    call->reply->status = 204;
    return is_fine;
}

/* -- forgotten -- */

struct forgotten {
    struct api_call *call;
    struct account account;
    struct letter_wish wish;
    bool is_feigned; /* all is done as for an account with an address, and taken back */
    char secret[ACCOUNT_SECRET_SIZE];
};

static bool send_link(struct db *db, void *context, struct err *err)
{
    struct forgotten *it = context;
    struct api_call *call = it->call;
    if (!account_link_give(db, it->account.id, 0, call->now_us, it->secret, err))
        return false;
    const struct letter letter = {.kind = LETTER_FORGOTTEN,
        .address = it->account.email,
        .name = it->account.name,
        .is_japanese = it->wish.is_japanese,
        .path = arena_format(call->arena, ACCOUNT_LINK_PATH "%s", it->secret),
        .until_us = call->now_us + ACCOUNT_LINK_US,
        .about_id = it->account.id};
    return letter_write(db, call->tools, &letter, call->now_us, err) &&
           (!it->is_feigned || err_set(err, ERR_NOT_FOUND, "there is nobody to write to"));
}

/* Whoever asks often waits, whether there is an account or not: nobody's mailbox is filled, and nobody learns who is here. */
static bool take_asking(struct api_call *call, struct text name, struct err *err)
{
    struct text address = throttle_address(call->address, call->arena);
    struct text lower = arena_text_lower(call->arena, name);
    const struct throttle_key keys[] = {
        {THROTTLE_PAIR, arena_format(call->arena, "link %.*s", TEXT_ARG(lower))},
        {THROTTLE_ADDRESS, address},
    };
    int64_t wait_us;
    if (!throttle_take(call->db, keys, LEN_OF(keys), call->now_us, &wait_us, err))
        return false;
    if (!wait_us)
        return true;
    api_retry_after(call, wait_us);
    return throttle_fail(wait_us, err);
}

/* Whose link it is, if somebody's: the first administrator stands in for who is not there. A database may hold names for one that have
   capitals elsewhere than take_asking knows, so that letters to an account are counted besides; nobody hears of that count. */
static bool find_forgotten(struct forgotten *it, struct text name, struct err *err)
{
    struct api_call *call = it->call;
    struct account account;
    struct err why = {0};
    int64_t wait_us = 0;
    if (!account_find_name(call->db, TEXT(""), call->arena, &it->account, err))
        return false;
    bool is_there = account_find_name(call->db, name, call->arena, &account, &why) &&
                    account.email.len && !account.is_disabled;
    const struct throttle_key key = {THROTTLE_LETTER,
        arena_format(call->arena, "link %lld", is_there ? (long long)account.id : 0LL)};
    if (!throttle_take(call->db, &key, 1, call->now_us, &wait_us, err))
        return false;
    it->is_feigned = !is_there || wait_us;
    if (is_there)
        it->account = account;
    else
        it->account.email = TEXT("nobody@example.org");
    return true;
}

static bool give_link(struct forgotten *it, struct text name, struct err *err)
{
    struct api_call *call = it->call;
    const struct throttle_key nobody = {THROTTLE_LETTER, TEXT("link 0")};
    struct err why = {0};
    if (!find_forgotten(it, name, err))
        return false;
    if (!db_transact(call->db, send_link, it, &why) && !it->is_feigned)
        log_warn("signin_link", "account=%lld error=\"%s\"", (long long)it->account.id, why.text);
    /* What was taken back is not written: this is. */
    return !it->is_feigned || throttle_clear(call->db, &nobody, 1, err);
}

/* The answer is the same whatever came of it, and comes as fast. */
static bool ask_link(struct api_call *call, struct err *err)
{
    struct json body;
    struct text name;
    struct forgotten it = {.call = call};
    if (!api_body(call, "name language", &body, err))
        return false;
    bool is_done = api_member_name(&body, "name", &name, err) &&
                   letter_read_language(&body, &it.wish.is_japanese, err) &&
                   take_asking(call, name, err) && give_link(&it, name, err);
    json_done(&body);
    call->reply->status = 202;
    return is_done;
}

/* -- the password -- */

/* Who came by a fresh link need not know the old password: it is what the link is for. */
static bool check_old(struct api_call *call, struct text old, struct err *err)
{
    struct text hash;
    struct signin it = from_call(call);
    struct signin_tools tools = signin_api_tools(call);
    struct err why;
    int64_t wait_us = 0;
    bool is_by_link = text_is(call->who.means, "link") && api_check_confirmed(call, &why);
    if (is_by_link)
        return true;
    if (!password_find(call->db, call->who.account_id, call->arena, &hash, NULL, err))
        return false;
    if (hash.len == 0)
        return api_check_confirmed(call, err);
    it.password = old;
    bool is_fine = signin_check_password(
        call->db, &tools, call->who.account_id, &it, call->now_us, &wait_us, err);
    if (wait_us)
        api_retry_after(call, wait_us);
    return is_fine;
}

static bool set_password(struct api_call *call, struct err *err)
{
    struct json body;
    struct account account;
    struct text old = {"", 0}, new = {"", 0};
    struct signin_tools tools = signin_api_tools(call);
    if (!account_find(call->db, call->who.account_id, call->arena, &account, err) ||
        !api_body(call, "old_password password", &body, err))
        return false;
    bool is_fine = signin_api_read_password(&body, "old_password", &old, err) &&
                   signin_api_read_password(&body, "password", &new, err) &&
                   password_check(new, account.name, account.email, err) &&
                   check_old(call, old, err) &&
                   signin_set_password(
                       call->db, &tools, &account, call->who.session_id, new, call->now_us, err);
    json_done(&body);
    call->reply->status = 204;
    return is_fine;
}

const struct api_route signin_api_routes[] = {
    {"POST", SESSION_PATH, RIGHT_ANYONE, sign_in, API_SECRET},
    {"DELETE", SESSION_PATH, RIGHT_SELF_READ, sign_out, 0},
    {"POST", SESSION_PATH "/link", RIGHT_ANYONE, ask_link, 0},
    {"POST", SESSION_PATH "/confirmation", RIGHT_SELF_MANAGE, confirm, API_SECRET},
    {"PUT", "/api/v1/me/password", RIGHT_SELF_MANAGE, set_password, API_SECRET},
    {0},
};
