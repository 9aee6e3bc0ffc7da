/* SPDX-License-Identifier: Apache-2.0 */
#include "account/api_session.h"
#include "account/letter.h"
#include "base/limits.h"
#include "codec/mime.h"
#include "mail/mail.h"
#include "mail/mail_api.h"
#include "mail/mail_person.h"

#define MEMBERS "address language mentioned assigned watching team digest_hour"

enum { HOURS = 24 };

static bool show(struct api_call *call, struct err *err)
{
    struct mail_person it;
    struct buf *out = &call->reply->body;
    bool is_on;
    if (!mail_is_on(call->db, &is_on, err) ||
        !mail_person_find(call->db, call->who.account_id, call->arena, &it, err))
        return false;
    json_print_open(out, '{');
    json_print_member_bool(out, "is_on", is_on);
    json_print_member_or_null(out, "address", it.address);
    json_print_member_bool(out, "is_verified", it.verified_us != 0);
    json_print_member_or_null(out, "suggested_address", it.email);
    json_print_member_time(out, "asked_at", it.asked_us);
    json_print_member_z(out, "language", it.is_japanese ? "ja" : "en");
    for (int i = 0; i < MAIL_REASONS; i++)
        json_print_member_z(
            out, mail_person_reason_name((enum mail_reason)i), mail_person_wish_name(it.wishes[i]));
    json_print_member_int(out, "digest_hour", it.digest_hour);
    json_print_member(out, "time_zone", it.zone);
    json_print_close(out, '}');
    return true;
}

/* -- changing -- */

struct change {
    struct api_call *call;
    struct mail_person person;
    bool asks; /* the address is new */
    int64_t wait_us;
    char secret[ACCOUNT_SECRET_SIZE];
};

static bool read_wish(
    const struct json *body, struct mail_person *person, enum mail_reason reason, struct err *err)
{
    const char *key = mail_person_reason_name(reason);
    struct text word = text_of(mail_person_wish_name(person->wishes[reason]));
    return api_member_line(body, key, &word, err) &&
           (mail_person_wish_read(word, &person->wishes[reason]) ||
               err_set(err, ERR_USAGE, "%s: must be now, digest or off", key));
}

static bool read_hour(const struct json *body, int64_t *hour, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "digest_hour");
    if (!value || yyjson_is_null(value))
        return true;
    int64_t given = yyjson_is_int(value) ? yyjson_get_sint(value) : -1;
    if (given < 0 || given >= HOURS)
        return err_set(err, ERR_USAGE, "digest_hour: must be a number from 0 to 23");
    *hour = given;
    return true;
}

static bool read_address(const struct json *body, struct change *it, struct err *err)
{
    struct text address = it->person.address;
    if (!api_member_line(body, "address", &address, err) ||
        (address.len && !mime_address_check(address, err)))
        return false;
    if (text_eq(address, it->person.address))
        return true;
    it->person.address = arena_text(it->call->arena, address);
    it->person.verified_us = 0;
    it->asks = address.len > 0;
    return true;
}

static bool read_change(const struct json *body, struct change *it, struct err *err)
{
    for (int i = 0; i < MAIL_REASONS; i++)
        if (!read_wish(body, &it->person, (enum mail_reason)i, err))
            return false;
    return read_hour(body, &it->person.digest_hour, err) &&
           letter_read_language(body, &it->person.is_japanese, err) && read_address(body, it, err);
}

/* Sends the link that verifies; only its hash is kept beside the letter. */
static bool ask(struct db *db, struct change *it, struct err *err)
{
    struct mail_person *person = &it->person;
    struct api_call *call = it->call;
    if (!mail_person_ask(db, person, call->now_us, it->secret, &it->wait_us, err))
        return false;
    const struct letter letter = {.kind = LETTER_ADDRESS,
        .address = person->address,
        .name = person->name,
        .is_japanese = person->is_japanese,
        .path = arena_format(call->arena, "%s%s", MAIL_PERSON_LINK_PATH, it->secret),
        .until_us = call->now_us + MAIL_PERSON_LINK_US,
        .about_id = person->account_id};
    return letter_write(db, call->tools, &letter, call->now_us, err);
}

static bool write(struct db *db, void *context, struct err *err)
{
    struct change *it = context;
    return mail_person_write(db, &it->person, it->call->now_us, err) &&
           (!it->asks || ask(db, it, err));
}

static bool finish(struct api_call *call, bool is_done, int64_t wait_us, struct err *err)
{
    if (wait_us)
        api_retry_after(call, wait_us);
    return is_done && show(call, err);
}

static bool change(struct api_call *call, struct err *err)
{
    struct json body;
    struct change it = {.call = call};
    if (!mail_person_find(call->db, call->who.account_id, call->arena, &it.person, err) ||
        !api_body(call, MEMBERS, &body, err))
        return false;
    /* Once it is verified, links to sign in may go there. */
    bool is_done = read_change(&body, &it, err) && (!it.asks || api_check_confirmed(call, err)) &&
                   db_transact(call->db, write, &it, err);
    json_done(&body);
    return finish(call, is_done, it.wait_us, err);
}

static bool ask_again(struct db *db, void *context, struct err *err)
{
    return ask(db, context, err);
}

static bool verify_again(struct api_call *call, struct err *err)
{
    struct change it = {.call = call};
    if (!mail_person_find(call->db, call->who.account_id, call->arena, &it.person, err))
        return false;
    if (it.person.verified_us)
        return err_set(err, ERR_CONFLICT, "the address is verified already");
    bool is_done = db_transact(call->db, ask_again, &it, err);
    return finish(call, is_done, it.wait_us, err);
}

/* -- links in mails -- */

struct link {
    struct api_call *call;
    struct text token;
    int64_t account_id;
};

static bool verify(struct db *db, void *context, struct err *err)
{
    struct link *it = context;
    return mail_person_verify(db, it->token, it->call->now_us, &it->account_id, err);
}

static bool stop(struct db *db, void *context, struct err *err)
{
    struct link *it = context;
    return mail_person_stop(db, it->call->tools->vault, it->token, it->call->now_us, err);
}

/* Nobody guesses a link, so attempts are not counted. */
static bool follow(struct api_call *call, struct text token, db_work work, struct err *err)
{
    struct link it = {.call = call, .token = token};
    call->reply->status = 204;
    return db_transact(call->db, work, &it, err);
}

static bool verify_link(struct api_call *call, struct err *err)
{
    struct json body;
    struct text token;
    if (!api_body(call, "token", &body, err))
        return false;
    bool is_done = api_member_name(&body, "token", &token, err) && follow(call, token, verify, err);
    json_done(&body);
    return is_done;
}

/* RFC 8058: a mail program posts to the URL in the header, with a form that says nothing new and no cookie. */
static bool stop_link(struct api_call *call, struct err *err)
{
    struct text token = {"", 0};
    (void)http_query(call->request, "token", &token);
    return follow(call, token, stop, err);
}

/* Who opens that URL in a browser gets a page that asks first: what follows links in mails must not unsubscribe anybody. */
static bool stop_page(struct api_call *call, struct err *err)
{
    struct text token = {"", 0};
    (void)http_query(call->request, "token", &token);
    for (size_t i = 0; i < token.len; i++)
        if (!text_is_alpha(token.at[i]) && !text_is_digit(token.at[i]) && token.at[i] != '-' &&
            token.at[i] != '_')
            return err_set(err, ERR_NOT_FOUND, "this link for leaving is not known");
    call->reply->status = 303;
    http_reply_header(call->reply, "Location",
        arena_format(call->arena, "%s%.*s", MAIL_PERSON_STOP_PATH, TEXT_ARG(token)));
    http_reply_header(call->reply, "Referrer-Policy", TEXT("no-referrer"));
    return true;
}

const struct api_route mail_person_api_routes[] = {
    {"GET", "/api/v1/me/mail", RIGHT_SELF_READ, show, 0},
    {"PATCH", "/api/v1/me/mail", RIGHT_SELF_MANAGE, change, 0},
    {"POST", "/api/v1/me/mail/verification", RIGHT_SELF_MANAGE, verify_again, 0},
    {"POST", "/api/v1/mail/verify", RIGHT_ANYONE, verify_link, 0},
    {"GET", "/api/v1/mail/stop", RIGHT_ANYONE, stop_page, 0},
    {"POST", "/api/v1/mail/stop", RIGHT_ANYONE, stop_link, API_NO_ORIGIN_CHECK | API_ANY_BODY},
    {0},
};
