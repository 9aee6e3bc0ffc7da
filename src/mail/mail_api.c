/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/mail_api.h"

#include "account/account.h"
#include "account/letter.h"
#include "job/outbox_api.h"
#include "mail/mail_json.h"
#include "mail/mail_letter.h"
#include "mail/mail_person.h"
#include "mail/mail_test.h"

static void print_counts(struct buf *out, const struct outbox_counts *counts)
{
    json_print_member_open(out, "deliveries", '{');
    for (int i = 0; i <= OUTBOX_FAILED; i++)
        json_print_member_int(out, outbox_state_name((enum outbox_state)i), counts->at[i]);
    json_print_close(out, '}');
}

static bool show(struct api_call *call, struct err *err)
{
    struct mail_server server;
    struct outbox_counts counts;
    bool is_set;
    if (!mail_find(call->db, call->arena, &server, &is_set, err) ||
        !outbox_count(call->db, MAIL_LETTER_CHANNEL, 0, &counts, err))
        return false;
    json_print_open(&call->reply->body, '{');
    mail_json_print(&call->reply->body, &server, is_set);
    print_counts(&call->reply->body, &counts);
    json_print_close(&call->reply->body, '}');
    return true;
}

struct setting {
    const struct api_call *call;
    struct mail_server server;
    struct mail_json_given given;
};

static bool write(struct db *db, void *context, struct err *err)
{
    struct setting *it = context;
    return mail_set(db, it->call->tools->vault, &it->server,
        it->given.has_password ? &it->given.password : NULL, it->call->who.account_id,
        it->call->now_us, err);
}

static bool set(struct api_call *call, struct err *err)
{
    struct json body;
    struct setting it = {.call = call};
    bool is_set;
    if (!mail_find(call->db, call->arena, &it.server, &is_set, err))
        return false;
    if (!is_set)
        it.server = (struct mail_server){.port = 587, .is_on = true};
    if (!api_body(call, MAIL_JSON_MEMBERS, &body, err))
        return false;
    bool is_done = mail_json_read(&body, &it.server, &it.given, call->arena, err) &&
                   db_transact(call->db, write, &it, err);
    json_done(&body);
    return is_done && show(call, err);
}

static bool drop(struct db *db, void *context, struct err *err)
{
    const struct api_call *call = context;
    return mail_remove(db, call->who.account_id, call->now_us, err);
}

static bool remove_server(struct api_call *call, struct err *err)
{
    if (!db_transact(call->db, drop, call, err))
        return false;
    call->reply->status = 204;
    return true;
}

/* To oneself, unless another address is named. */
static bool read_address(
    struct api_call *call, const struct json *body, struct text *ret_address, struct err *err)
{
    struct mail_person person;
    struct account account;
    struct text address = {"", 0};
    if (!api_member_line(body, "address", &address, err) ||
        !mail_person_find(call->db, call->who.account_id, call->arena, &person, err) ||
        !account_find(call->db, call->who.account_id, call->arena, &account, err))
        return false;
    if (!address.len)
        address = person.address.len ? person.address : account.email;
    *ret_address = arena_text(call->arena, address);
    return address.len ||
           err_set(err, ERR_USAGE, "address: is missing, and your account has none either");
}

static bool test(struct api_call *call, struct err *err)
{
    struct json body;
    struct text address = {"", 0};
    struct mail_outcome outcome;
    bool is_japanese = false;
    const struct mail_call mail = {call->db, call->tools, call->arena, call->now_us};
    if (!api_body(call, "address language", &body, err))
        return false;
    bool is_read =
        read_address(call, &body, &address, err) && letter_read_language(&body, &is_japanese, err);
    json_done(&body);
    if (!is_read || !mail_test_run(&mail, address, is_japanese, &outcome, err))
        return false;
    json_print_open(&call->reply->body, '{');
    mail_test_print(&call->reply->body, address, &outcome);
    json_print_close(&call->reply->body, '}');
    return true;
}

/* -- letters: links, and what was put off of an alert -- */

static bool list_letters(struct api_call *call, struct err *err)
{
    return outbox_api_list(call, MAIL_LETTER_CHANNEL, 0, err);
}

static bool retry_letter(struct api_call *call, struct err *err)
{
    return outbox_api_retry(call, MAIL_LETTER_CHANNEL, 0, err);
}

#define PATH "/api/v1/mail-server"

const struct api_route mail_api_routes[] = {
    {"GET", PATH, RIGHT_ACCOUNT_MANAGE, show, 0},
    {"PATCH", PATH, RIGHT_ACCOUNT_MANAGE, set, 0},
    {"DELETE", PATH, RIGHT_ACCOUNT_MANAGE, remove_server, 0},
    {"POST", PATH "/test", RIGHT_ACCOUNT_MANAGE, test, 0},
    {"GET", PATH "/deliveries", RIGHT_ACCOUNT_MANAGE, list_letters, 0},
    {"POST", PATH "/deliveries/{delivery}/retry", RIGHT_ACCOUNT_MANAGE, retry_letter, 0},
    {0},
};
