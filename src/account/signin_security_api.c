/* SPDX-License-Identifier: Apache-2.0 */
#include "account/signin_api.h"

#include "account/api_session.h"
#include "codec/base32.h"
#include "codec/qr.h"

/* -- what protects one's account -- */

static bool show(struct api_call *call, struct err *err)
{
    struct text hash;
    int64_t set_us;
    struct authenticator second;
    struct buf *out = &call->reply->body;
    if (!password_find(call->db, call->who.account_id, call->arena, &hash, &set_us, err) ||
        !authenticator_find(call->db, call->who.account_id, &second, err))
        return false;
    json_print_open(out, '{');
    json_print_member_bool(out, "has_password", hash.len > 0);
    json_print_member_time(out, "password_set_at", set_us);
    json_print_member_bool(out, "has_authenticator", second.is_on);
    json_print_member_time(out, "authenticator_set_at", second.confirmed_us);
    json_print_member_int(out, "recovery_codes_left", second.is_on ? second.recovery_left : 0);
    int64_t until_us = call->who.confirmed_us + SESSION_CONFIRMED_US;
    json_print_member_time(out, "confirmed_until", until_us > call->now_us ? until_us : 0);
    json_print_member_bool(out, "needs_old_password",
        hash.len > 0 && !(text_is(call->who.means, "link") && until_us > call->now_us));
    json_print_close(out, '}');
    return true;
}

/* -- sessions -- */

static void print_session(struct api_call *call, const struct session *session)
{
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    json_print_member_id(out, "id", session->id);
    json_print_member(out, "means", session->means);
    json_print_member_time(out, "created_at", session->created_us);
    json_print_member_time(out, "seen_at", session->seen_us);
    json_print_member_time(out, "expires_at", session->expires_us);
    json_print_member_or_null(out, "address", session->address);
    json_print_member_or_null(out, "user_agent", session->user_agent);
    json_print_member_bool(out, "is_current", session->id == call->who.session_id);
    json_print_close(out, '}');
}

static bool list_sessions(struct api_call *call, struct err *err)
{
    struct session *sessions;
    size_t count;
    if (!session_list(
            call->db, call->who.account_id, call->now_us, call->arena, &sessions, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        print_session(call, &sessions[i]);
    api_list_close(call, (struct text){"", 0});
    return true;
}

static bool end_session(struct api_call *call, struct err *err)
{
    int64_t id;
    if (!api_param_id(call, "session", &id, err) ||
        !session_end(call->db, call->who.account_id, id, call->now_us, err))
        return false;
    if (id == call->who.session_id)
        api_set_session(call, TEXT(""));
    call->reply->status = 204;
    return true;
}

static bool end_others(struct db *db, void *context, struct err *err)
{
    const struct api_call *call = context;
    return session_end_others(db, call->who.account_id, call->who.session_id, NULL, err) &&
           session_note_ended(db, call->who.account_id, call->now_us, err);
}

static bool end_other_sessions(struct api_call *call, struct err *err)
{
    if (!db_transact(call->db, end_others, call, err))
        return false;
    call->reply->status = 204;
    return true;
}

/* -- the authenticator -- */

static bool enrol(struct api_call *call, struct err *err)
{
    unsigned char bytes[OTP_SECRET_SIZE];
    struct text secret = {(const char *)bytes, sizeof bytes};
    struct buf address, shown, svg, *out = &call->reply->body;
    struct signin_tools tools = signin_api_tools(call);
    if (!authenticator_enrol(call->db, tools.vault, call->who.account_id, call->now_us, bytes, err))
        return false;
    buf_init(&address, SIZE_MAX);
    buf_init(&shown, SIZE_MAX);
    buf_init(&svg, SIZE_MAX);
    otp_address(&address, secret, TEXT("kenzen"), call->who.name);
    base32_print(&shown, secret);
    bool is_drawn = qr_print_svg(&svg, buf_text(&address), err);
    call->reply->status = 201;
    json_print_open(out, '{');
    json_print_member(out, "secret", buf_text(&shown));
    json_print_member(out, "address", buf_text(&address));
    json_print_member(out, "qr_svg", buf_text(&svg));
    json_print_close(out, '}');
    buf_done(&address);
    buf_done(&shown);
    buf_done(&svg);
    return is_drawn;
}

static void print_codes(struct api_call *call, const struct authenticator_codes *codes)
{
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    json_print_member_open(out, "recovery_codes", '[');
    for (size_t i = 0; i < AUTHENTICATOR_RECOVERY_COUNT; i++)
        json_print_text(out, text_of(codes->at[i]));
    json_print_close(out, ']');
    json_print_close(out, '}');
}

struct change {
    struct api_call *call;
    struct text code;
    struct authenticator_codes codes;
};

static bool turn_on(struct db *db, void *context, struct err *err)
{
    struct change *it = context;
    const struct api_call *call = it->call;
    return authenticator_confirm(db, signin_api_tools(call).vault, call->who.account_id, it->code,
        call->now_us, &it->codes, err);
}

static bool confirm_authenticator(struct api_call *call, struct err *err)
{
    struct json body;
    struct change it = {.call = call};
    if (!api_body(call, "code", &body, err))
        return false;
    bool is_on =
        api_member_name(&body, "code", &it.code, err) && db_transact(call->db, turn_on, &it, err);
    json_done(&body);
    if (is_on)
        print_codes(call, &it.codes);
    return is_on;
}

static bool turn_off(struct db *db, void *context, struct err *err)
{
    const struct api_call *call = context;
    return authenticator_remove(db, call->who.account_id, call->who.account_id, call->now_us, err);
}

static bool remove_authenticator(struct api_call *call, struct err *err)
{
    if (!db_transact(call->db, turn_off, call, err))
        return false;
    call->reply->status = 204;
    return true;
}

static bool renew(struct db *db, void *context, struct err *err)
{
    struct change *it = context;
    return authenticator_renew(db, it->call->who.account_id, it->call->now_us, &it->codes, err);
}

static bool renew_codes(struct api_call *call, struct err *err)
{
    struct change it = {.call = call};
    if (!db_transact(call->db, renew, &it, err))
        return false;
    call->reply->status = 201;
    print_codes(call, &it.codes);
    return true;
}

/* -- somebody else's, who lost it -- */

struct reset {
    const struct api_call *call;
    int64_t account_id;
};

static bool reset(struct db *db, void *context, struct err *err)
{
    const struct reset *it = context;
    return authenticator_remove(
        db, it->account_id, it->call->who.account_id, it->call->now_us, err);
}

static bool reset_authenticator(struct api_call *call, struct err *err)
{
    struct reset it = {.call = call};
    struct account account;
    if (!api_param_id(call, "account", &it.account_id, err) ||
        !account_find(call->db, it.account_id, call->arena, &account, err) ||
        !db_transact(call->db, reset, &it, err))
        return false;
    call->reply->status = 204;
    return true;
}

const struct api_route signin_security_api_routes[] = {
    {"GET", "/api/v1/me/security", RIGHT_SELF_READ, show, 0},
    {"GET", "/api/v1/me/sessions", RIGHT_SELF_READ, list_sessions, 0},
    {"DELETE", "/api/v1/me/sessions", RIGHT_SELF_MANAGE, end_other_sessions, 0},
    {"DELETE", "/api/v1/me/sessions/{session}", RIGHT_SELF_MANAGE, end_session, 0},
    {"POST", "/api/v1/me/authenticator", RIGHT_SELF_MANAGE, enrol, API_SECRET | API_CONFIRMED},
    {"PUT", "/api/v1/me/authenticator", RIGHT_SELF_MANAGE, confirm_authenticator,
        API_SECRET | API_CONFIRMED},
    {"DELETE", "/api/v1/me/authenticator", RIGHT_SELF_MANAGE, remove_authenticator, API_CONFIRMED},
    {"POST", "/api/v1/me/recovery-codes", RIGHT_SELF_MANAGE, renew_codes,
        API_SECRET | API_CONFIRMED},
    {"DELETE", "/api/v1/accounts/{account}/authenticator", RIGHT_ACCOUNT_MANAGE,
        reset_authenticator, 0},
    {0},
};
