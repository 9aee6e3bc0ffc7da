/* SPDX-License-Identifier: Apache-2.0 */
#include "account/invitation_api.h"

#include "account/account_api.h"
#include "account/api_session.h"
#include "account/invitation.h"
#include "account/letter.h"
#include "account/password.h"
#include "account/right_print.h"
#include "account/signin_api.h"
#include "account/team_api.h"
#include "account/throttle.h"
#include "base/limits.h"

#define LETTERS_WINDOW_US (3600 * CLOCK_SECOND_US)

static void print_members(
    struct buf *out, const struct invitation *invitation, int64_t now_us, const char *secret)
{
    json_print_member_id(out, "id", invitation->id);
    if (invitation->team_id)
        json_print_member_z(out, "role", right_team_word(invitation->team_role));
    else
        json_print_member_null(out, "role");
    right_print_roles(out, "roles", invitation->roles);
    json_print_member_or_null(out, "email", invitation->email);
    json_print_member_int(out, "uses", invitation->uses_max);
    json_print_member_int(out, "used", invitation->used);
    json_print_member_bool(
        out, "is_good", invitation->used < invitation->uses_max && invitation->expires_us > now_us);
    api_print_person(out, "created_by", invitation->created_by, invitation->creator_name);
    json_print_member_time(out, "created_at", invitation->created_us);
    json_print_member_time(out, "expires_at", invitation->expires_us);
    if (!secret)
        return;
    struct buf path;
    buf_init(&path, SIZE_MAX);
    buf_format(&path, "%s%s", INVITATION_LINK_PATH, secret);
    json_print_member_open(out, "link", '{');
    json_print_member(out, "path", buf_text(&path));
    json_print_member_z(out, "token", secret);
    json_print_close(out, '}');
    buf_done(&path);
}

/* -- making, listing, revoking -- */

static bool list(struct api_call *call, int64_t team_id, struct err *err)
{
    struct api_page page;
    struct db_value before = DB_INT(INT64_MAX);
    struct invitation *rows;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !invitation_list(
            call->db, team_id, before.number, page.limit + 1, call->arena, &rows, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++) {
        json_print_open(&call->reply->body, '{');
        print_members(&call->reply->body, &rows[i], call->now_us, NULL);
        json_print_close(&call->reply->body, '}');
    }
    struct text next = {"", 0};
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(rows[shown - 1].id));
    api_list_close(call, next);
    return true;
}

static bool read_count(const struct json *body, int64_t *ret_count, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "uses");
    if (!value || yyjson_is_null(value))
        return true;
    int64_t count = yyjson_is_int(value) ? yyjson_get_sint(value) : 0;
    if (count < 1 || count > INVITATION_USES_MAX)
        return err_set(err, ERR_USAGE, "uses: must be a number from 1 to %d", INVITATION_USES_MAX);
    *ret_count = count;
    return true;
}

static bool read_what(const struct json *body, struct invitation *invitation, struct err *err)
{
    struct text word;
    if (invitation->team_id)
        return api_member_name(body, "role", &word, err) &&
               (right_team_read(word, &invitation->team_role) ||
                   err_set(err, ERR_USAGE, "role: must be viewer, member or admin"));
    return api_member_set(body, "roles", right_role_bit, &invitation->roles, err);
}

static bool read_new(
    const struct json *body, struct invitation *invitation, int64_t now_us, struct err *err)
{
    invitation->uses_max = 1;
    invitation->email = TEXT("");
    invitation->expires_us = now_us + INVITATION_US;
    if (!read_what(body, invitation, err) ||
        !api_member_line(body, "email", &invitation->email, err) ||
        !api_member_time(body, "expires_at", &invitation->expires_us, err) ||
        !read_count(body, &invitation->uses_max, err))
        return false;
    if (invitation->expires_us <= now_us)
        return err_set(err, ERR_USAGE, "expires_at: is past");
    return invitation->expires_us <= now_us + INVITATION_MAX_US ||
           err_set(err, ERR_USAGE, "expires_at: is more than three months ahead");
}

/* One that is being made, and sent to whom it is for. */
struct mailing {
    struct api_call *call;
    struct invitation *new;
    struct letter_wish wish;
    char secret[ACCOUNT_SECRET_SIZE];
};

/* Whoever may make a team may invite whom they like: the server is not theirs to write to strangers with. */
static bool check_letters(struct db *db, const struct api_call *call, struct err *err)
{
    int64_t count;
    if (!invitation_count_addressed(
            db, call->who.account_id, call->now_us - LETTERS_WINDOW_US, &count, err))
        return false;
    /* The one that is being made is counted already. */
    return count <= (int64_t)LIMIT_INVITATION_LETTERS ||
           err_set(err, ERR_RATE,
               "by_mail: one person sends %zu invitations an hour at most: copy the link, and send it yourself",
               LIMIT_INVITATION_LETTERS);
}

static bool write_letter(struct db *db, void *context, struct err *err)
{
    const struct mailing *it = context;
    const struct invitation *new = it->new;
    struct team team = {.name = {"", 0}};
    struct api_call *call = it->call;
    if (!it->wish.is_wanted)
        return true;
    if (!check_letters(db, call, err))
        return false;
    if (new->team_id &&
        !team_find(db, &call->who, new->team_id, RIGHT_TEAM_INVITE, call->arena, &team, err))
        return false;
    const struct letter letter = {.kind = LETTER_INVITATION,
        .address = new->email,
        .is_japanese = it->wish.is_japanese,
        .by = call->who.name,
        .team = team.name,
        .path = arena_format(call->arena, INVITATION_LINK_PATH "%s", it->secret),
        .until_us = new->expires_us,
        .about_id = new->id};
    return letter_write(db, call->tools, &letter, call->now_us, err);
}

static bool read_all(const struct json *body, struct mailing *it, struct err *err)
{
    return read_new(body, it->new, it->call->now_us, err) && letter_read_wish(body, &it->wish, err);
}

static bool create(struct api_call *call, int64_t team_id, struct err *err)
{
    struct json body;
    struct invitation new = {.team_id = team_id};
    struct mailing it = {.call = call, .new = &new};
    const struct invitation_then then = {write_letter, &it};
    char *secret = it.secret;
    if (!api_body(call,
            team_id ? "role email uses expires_at " LETTER_MEMBERS
                    : "roles email uses expires_at " LETTER_MEMBERS,
            &body, err))
        return false;
    bool is_made = read_all(&body, &it, err) &&
                   invitation_add(call->db, &new, &call->who, call->now_us, secret, &then, err);
    if (is_made) {
        call->reply->status = 201;
        json_print_open(&call->reply->body, '{');
        print_members(&call->reply->body, &new, call->now_us, secret);
        json_print_close(&call->reply->body, '}');
    }
    json_done(&body);
    return is_made;
}

static bool revoke(struct api_call *call, int64_t team_id, struct err *err)
{
    int64_t id;
    if (!api_param_id(call, "invitation", &id, err) ||
        !invitation_revoke(call->db, team_id, id, call->who.account_id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

static bool list_of_team(struct api_call *call, struct err *err)
{
    int64_t id;
    return team_api_find(call, RIGHT_TEAM_INVITE, &id, err) && list(call, id, err);
}

static bool create_of_team(struct api_call *call, struct err *err)
{
    int64_t id;
    return team_api_find(call, RIGHT_TEAM_INVITE, &id, err) && create(call, id, err);
}

static bool revoke_of_team(struct api_call *call, struct err *err)
{
    int64_t id;
    return team_api_find(call, RIGHT_TEAM_INVITE, &id, err) && revoke(call, id, err);
}

static bool list_of_all(struct api_call *call, struct err *err)
{
    return list(call, 0, err);
}

static bool create_of_all(struct api_call *call, struct err *err)
{
    return create(call, 0, err);
}

static bool revoke_of_all(struct api_call *call, struct err *err)
{
    return revoke(call, 0, err);
}

/* -- the link -- */

/* Links cannot be guessed, but whoever tries is held to what one address may try in vain. */
static bool find(
    struct api_call *call, struct text secret, struct invitation *ret_invitation, struct err *err)
{
    struct throttle_key key = {THROTTLE_ADDRESS, throttle_address(call->address, call->arena)};
    int64_t wait_us;
    if (!throttle_take(call->db, &key, 1, call->now_us, &wait_us, err))
        return false;
    if (wait_us) {
        api_retry_after(call, wait_us);
        return throttle_fail(wait_us, err);
    }
    return invitation_find(call->db, secret, call->now_us, call->arena, ret_invitation, err) &&
           throttle_give_back(call->db, &key, 1, err);
}

static bool open_link(struct api_call *call, struct err *err)
{
    struct json body;
    struct text token = {"", 0};
    struct invitation found;
    struct buf *out = &call->reply->body;
    if (!api_body(call, "token", &body, err))
        return false;
    bool is_found = api_member_name(&body, "token", &token, err) && find(call, token, &found, err);
    json_done(&body);
    if (!is_found)
        return false;
    if (found.used >= found.uses_max)
        return invitation_fail(err);
    json_print_open(out, '{');
    json_print_member_or_null(out, "team_name", found.team_name);
    print_members(out, &found, call->now_us, NULL);
    json_print_close(out, '}');
    return true;
}

static bool accept_link(struct api_call *call, struct err *err)
{
    struct json body;
    struct text token = {"", 0};
    struct invitation found;
    int64_t account_id = call->who.account_id;
    if (!api_body(call, "token", &body, err))
        return false;
    bool is_in = api_member_name(&body, "token", &token, err) && find(call, token, &found, err) &&
                 invitation_accept(call->db, token, account_id, call->now_us, err);
    json_done(&body);
    return is_in && account_api_print_me(call, account_id, err);
}

static bool read_newcomer(struct api_call *call, const struct json *body,
    struct invitation_newcomer *new, char hash[PASSWORD_HASH_SIZE], struct err *err)
{
    struct text password = {"", 0};
    struct password_gate *gate = call->tools ? call->tools->passwords : NULL;
    new->account.email = TEXT("");
    if (!api_member_name(body, "name", &new->account.name, err) ||
        !api_member_line(body, "email", &new->account.email, err) ||
        !signin_api_read_password(body, "password", &password, err))
        return false;
    if (!password.len)
        return true;
    if (!password_check(password, new->account.name, new->account.email, err) ||
        !password_hash(gate, password, hash, err))
        return false;
    new->password_hash = text_of(hash);
    return true;
}

static bool sign_up(struct api_call *call, struct err *err)
{
    struct json body;
    struct text token = {"", 0};
    struct invitation found;
    char session[ACCOUNT_SECRET_SIZE], hash[PASSWORD_HASH_SIZE];
    struct invitation_newcomer new = {.start = signin_api_start(call, 0, "invitation")};
    if (call->who.account_id)
        return err_set(err, ERR_CONFLICT, "you are signed in: accept the invitation, or sign out");
    if (!api_body(call, "token name email password", &body, err))
        return false;
    bool is_in = api_member_name(&body, "token", &token, err) && find(call, token, &found, err) &&
                 read_newcomer(call, &body, &new, hash, err) &&
                 invitation_sign_up(call->db, token, &new, call->now_us, session, err);
    json_done(&body);
    if (!is_in || !account_api_print_me(call, new.account.id, err))
        return false;
    call->reply->status = 201;
    signin_api_keep(call, session, "");
    return true;
}

#define TEAM_PATH "/api/v1/teams/{team}/invitations"
#define PATH "/api/v1/invitations"

const struct api_route invitation_api_routes[] = {
    {"GET", TEAM_PATH, RIGHT_TEAM_INVITE, list_of_team, 0},
    {"POST", TEAM_PATH, RIGHT_TEAM_INVITE, create_of_team, API_SECRET},
    {"DELETE", TEAM_PATH "/{invitation}", RIGHT_TEAM_INVITE, revoke_of_team, 0},
    {"GET", PATH, RIGHT_ACCOUNT_MANAGE, list_of_all, 0},
    {"POST", PATH, RIGHT_ACCOUNT_MANAGE, create_of_all, API_SECRET},
    {"DELETE", PATH "/{invitation}", RIGHT_ACCOUNT_MANAGE, revoke_of_all, 0},
    {"POST", PATH "/open", RIGHT_ANYONE, open_link, 0},
    {"POST", PATH "/accept", RIGHT_SELF_MANAGE, accept_link, 0},
    {"POST", PATH "/sign-up", RIGHT_ANYONE, sign_up, API_SECRET},
    {0},
};
