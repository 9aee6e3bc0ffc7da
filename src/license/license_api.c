/* SPDX-License-Identifier: Apache-2.0 */
#include "license/license_api.h"

#include "account/team_api.h"
#include "base/limits.h"
#include "license/license_rows.h"

/* -- policies -- */

static void print_set(struct buf *out, const struct license_rows_policy *policy)
{
    json_print_member_int(out, "number", policy->number);
    json_print_member(out, "note", policy->note);
    api_print_person(out, "set_by", policy->set_by, policy->setter);
    json_print_member_time(out, "set_at", policy->created_us);
}

/* Prints what holds, and where it comes from: team_id 0 is the organisation. */
static bool reply_policy(struct api_call *call, int64_t team_id, struct err *err)
{
    struct license_rows_policy own, common;
    struct buf *out = &call->reply->body;
    if (!license_rows_current(call->db, team_id, call->arena, &own, err) ||
        !license_rows_current(call->db, 0, call->arena, &common, err))
        return false;
    const struct license_rows_policy *holds = own.body.len ? &own : &common;
    const char *source = !holds->body.len ? "built-in" : holds->team_id ? "team" : "organisation";
    json_print_open(out, '{');
    json_print_member_z(out, "source", source);
    print_set(out, &own);
    if (holds->body.len) {
        json_print_member_raw(out, "policy", holds->body);
    } else {
        struct buf text;
        buf_init(&text, SIZE_MAX);
        license_policy_print(license_policy_built_in(), &text);
        json_print_member_raw(out, "policy", buf_text(&text));
        buf_done(&text);
    }
    json_print_close(out, '}');
    return true;
}

static bool list_history(struct api_call *call, int64_t team_id, struct err *err)
{
    struct api_page page;
    struct db_value before = DB_INT(0);
    struct license_rows_policy *policies;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !license_rows_history(
            call->db, team_id, before.number, page.limit + 1, call->arena, &policies, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++) {
        json_print_open(&call->reply->body, '{');
        print_set(&call->reply->body, &policies[i]);
        if (policies[i].body.len)
            json_print_member_raw(&call->reply->body, "policy", policies[i].body);
        else
            json_print_member_null(&call->reply->body, "policy");
        json_print_close(&call->reply->body, '}');
    }
    struct text next = {"", 0};
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(policies[shown - 1].number));
    api_list_close(call, next);
    return true;
}

/* Reads the policy, and prints it in its normal form into body; null leaves it empty. */
static bool read_policy(
    const struct api_call *call, yyjson_val *value, struct text *ret_body, struct err *err)
{
    struct license_policy policy;
    struct buf out;
    *ret_body = TEXT("");
    if (!value)
        return err_set(err, ERR_USAGE, "policy: is missing");
    if (yyjson_is_null(value))
        return true;
    if (json_get(value, "exceptions"))
        return err_set(err, ERR_USAGE, "policy: exceptions are made one by one");
    if (!license_policy_read(&policy, TEXT("policy"), value, call->arena, err))
        return false;
    buf_init(&out, SIZE_MAX);
    license_policy_print(&policy, &out);
    *ret_body = arena_text(call->arena, buf_text(&out));
    buf_done(&out);
    return arena_check(call->arena, err);
}

static bool read_after(const struct json *body, int64_t *ret_after, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "after");
    *ret_after = -1;
    if (!value || yyjson_is_null(value))
        return true;
    if (!yyjson_is_uint(value) || yyjson_get_uint(value) > INT32_MAX)
        return err_set(err, ERR_USAGE, "after: must be the number of a policy");
    *ret_after = (int64_t)yyjson_get_uint(value);
    return true;
}

static bool set_policy(struct api_call *call, int64_t team_id, struct err *err)
{
    struct json body;
    int64_t after;
    struct license_rows_policy policy = {
        .team_id = team_id, .set_by = call->who.account_id, .note = TEXT("")};
    if (!api_body(call, "policy note after", &body, err))
        return false;
    bool is_fine = api_member_text(&body, "note", LIMIT_API_TEXT_BYTES, &policy.note, err) &&
                   read_after(&body, &after, err) &&
                   read_policy(call, json_get(json_root(&body), "policy"), &policy.body, err) &&
                   license_rows_set(call->db, &policy, after, call->now_us, err);
    json_done(&body);
    return is_fine && reply_policy(call, team_id, err);
}

static bool show_common(struct api_call *call, struct err *err)
{
    return reply_policy(call, 0, err);
}

static bool set_common(struct api_call *call, struct err *err)
{
    return set_policy(call, 0, err);
}

static bool list_common_history(struct api_call *call, struct err *err)
{
    return list_history(call, 0, err);
}

static bool show_team_policy(struct api_call *call, struct err *err)
{
    int64_t id;
    return team_api_find(call, RIGHT_POLICY_READ, &id, err) && reply_policy(call, id, err);
}

static bool set_team_policy(struct api_call *call, struct err *err)
{
    int64_t id;
    return team_api_find(call, RIGHT_POLICY_CHANGE, &id, err) && set_policy(call, id, err);
}

static bool list_team_history(struct api_call *call, struct err *err)
{
    int64_t id;
    return team_api_find(call, RIGHT_POLICY_READ, &id, err) && list_history(call, id, err);
}

/* -- exceptions -- */

static void print_exception(struct api_call *call, const struct license_rows_exception *row)
{
    struct buf *out = &call->reply->body;
    const struct license_policy_exception *one = &row->exception;
    json_print_open(out, '{');
    json_print_member_id(out, "id", one->id);
    json_print_member_id(out, "team_id", row->team_id);
    if (row->service_id) {
        json_print_member_open(out, "service", '{');
        json_print_member_id(out, "id", row->service_id);
        json_print_member(out, "name", one->service);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "service");
    }
    json_print_member_or_null(out, "package", one->package);
    json_print_member_or_null(out, "license", one->license);
    json_print_member_or_null(out, "scope", one->scope);
    json_print_member_z(out, "answer", license_policy_word(one->answer));
    json_print_member(out, "reason", one->reason);
    json_print_member_time(out, "until", one->until_us);
    json_print_member_bool(out, "is_over", one->until_us && one->until_us <= call->now_us);
    api_print_person(out, "created_by", row->created_by, one->by);
    json_print_member_time(out, "created_at", row->created_us);
    json_print_close(out, '}');
}

static bool list_exceptions(struct api_call *call, struct err *err)
{
    int64_t id, service_id = 0;
    struct license_rows_exception *rows;
    size_t count;
    if (!team_api_find(call, RIGHT_POLICY_READ, &id, err) ||
        !api_query_id(call, "service", &service_id, err) ||
        !license_rows_exceptions(call->db, id, service_id, call->arena, &rows, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        print_exception(call, &rows[i]);
    api_list_close(call, TEXT(""));
    return true;
}

static bool read_exception(struct api_call *call, const struct json *body,
    struct license_rows_exception *row, struct err *err)
{
    static const struct json_place at = {.key = "exception"};
    struct license_policy_exception *one = &row->exception;
    if (!api_member_id(body, "service_id", &row->service_id, err) ||
        !license_policy_read_exception(one, json_root(body), &at, call->arena, err))
        return false;
    bool has_criterion = one->package.len || one->license.len || one->scope.len || row->service_id;
    return has_criterion ||
           err_set(err, ERR_USAGE, "an exception needs a package, license, scope or service_id");
}

static bool create_exception(struct api_call *call, struct err *err)
{
    struct json body;
    int64_t id;
    struct license_rows_exception row = {.created_by = call->who.account_id};
    if (!team_api_find(call, RIGHT_POLICY_CHANGE, &row.team_id, err) ||
        !api_body(call, "package license scope service_id answer reason until", &body, err))
        return false;
    bool is_fine = read_exception(call, &body, &row, err) &&
                   license_rows_exception_add(call->db, &row, call->now_us, &id, err);
    json_done(&body);
    if (!is_fine || !license_rows_exception(call->db, id, call->arena, &row, err))
        return false;
    api_created(call, "/api/v1/license-exceptions", id);
    print_exception(call, &row);
    return true;
}

static bool find_exception(struct api_call *call, enum right right,
    struct license_rows_exception *ret_row, struct err *err)
{
    int64_t id;
    struct team team;
    if (!api_param_id(call, "exception", &id, err) ||
        !license_rows_exception(call->db, id, call->arena, ret_row, err))
        return false;
    if (team_find(call->db, &call->who, ret_row->team_id, right, call->arena, &team, err))
        return true;
    return err && err->code == ERR_NOT_FOUND
               ? err_set(err, ERR_NOT_FOUND, "there is no such exception")
               : false;
}

static bool show_exception(struct api_call *call, struct err *err)
{
    struct license_rows_exception row;
    if (!find_exception(call, RIGHT_POLICY_READ, &row, err))
        return false;
    print_exception(call, &row);
    return true;
}

static bool end_exception(struct api_call *call, struct err *err)
{
    struct license_rows_exception row;
    if (!find_exception(call, RIGHT_POLICY_CHANGE, &row, err) ||
        !license_rows_exception_end(
            call->db, row.exception.id, call->who.account_id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

#define TEAM_PATH "/api/v1/teams/{team}"

const struct api_route license_api_routes[] = {
    {"GET", "/api/v1/license-policy", RIGHT_ADVISORY_READ, show_common, 0},
    {"PUT", "/api/v1/license-policy", RIGHT_ORGANISATION_CHANGE, set_common, 0},
    {"GET", "/api/v1/license-policy/history", RIGHT_ADVISORY_READ, list_common_history, 0},
    {"GET", TEAM_PATH "/license-policy", RIGHT_POLICY_READ, show_team_policy, 0},
    {"PUT", TEAM_PATH "/license-policy", RIGHT_POLICY_CHANGE, set_team_policy, 0},
    {"GET", TEAM_PATH "/license-policy/history", RIGHT_POLICY_READ, list_team_history, 0},
    {"GET", TEAM_PATH "/license-exceptions", RIGHT_POLICY_READ, list_exceptions, 0},
    {"POST", TEAM_PATH "/license-exceptions", RIGHT_POLICY_CHANGE, create_exception, 0},
    {"GET", "/api/v1/license-exceptions/{exception}", RIGHT_POLICY_READ, show_exception, 0},
    {"DELETE", "/api/v1/license-exceptions/{exception}", RIGHT_POLICY_CHANGE, end_exception, 0},
    {0},
};
