/* SPDX-License-Identifier: Apache-2.0 */
#include "match/signal_api.h"

#include <ctype.h>

#include "account/team_api.h"
#include "base/limits.h"
#include "sbom/service.h"

/* -- namespaces -- */

static bool reply_namespaces(struct api_call *call, int64_t team_id, struct err *err)
{
    struct signal_rows_namespaces namespaces;
    struct buf *out = &call->reply->body;
    if (!signal_rows_namespaces(call->db, team_id, call->arena, &namespaces, err))
        return false;
    json_print_open(out, '{');
    json_print_member_open(out, "namespaces", '[');
    for (size_t i = 0; i < namespaces.count; i++)
        json_print_text(out, namespaces.at[i]);
    json_print_close(out, ']');
    api_print_person(out, "set_by", namespaces.set_by, namespaces.setter);
    json_print_member_time(out, "set_at", namespaces.set_us);
    json_print_close(out, '}');
    return true;
}

/* A pattern of stars and marks alone would claim the whole world. */
static bool says_a_name(struct text pattern)
{
    for (size_t i = 0; i < pattern.len; i++)
        if (isalnum((unsigned char)pattern.at[i]) || (unsigned char)pattern.at[i] >= 0x80)
            return true;
    return false;
}

static bool read_pattern(yyjson_val *value, size_t i, struct text *ret_pattern, struct err *err)
{
    struct text pattern;
    if (!json_text(value, &pattern))
        return err_set(err, ERR_USAGE, "namespaces[%zu]: must be a string", i);
    pattern = text_trim(pattern);
    if (pattern.len > LIMIT_API_NAME_BYTES)
        return err_set(
            err, ERR_USAGE, "namespaces[%zu]: is longer than %zu bytes", i, LIMIT_API_NAME_BYTES);
    for (size_t at = 0; at < pattern.len; at++)
        if ((unsigned char)pattern.at[at] <= ' ' || pattern.at[at] == 0x7f)
            return err_set(
                err, ERR_USAGE, "namespaces[%zu]: has a space or a control character", i);
    if (!says_a_name(pattern))
        return err_set(
            err, ERR_USAGE, "namespaces[%zu]: must say more of a name than *, such as @corp/*", i);
    *ret_pattern = pattern;
    return true;
}

static bool read_namespaces(struct api_call *call, const struct json *body,
    struct signal_rows_namespaces *namespaces, struct err *err)
{
    yyjson_val *array = json_get(json_root(body), "namespaces"), *value;
    size_t i, count;
    if (!yyjson_is_arr(array))
        return err_set(err, ERR_USAGE, "namespaces: must be an array of strings");
    if (yyjson_arr_size(array) > LIMIT_SIGNAL_NAMESPACES)
        return err_set(err, ERR_LIMIT, "namespaces: more than %zu", LIMIT_SIGNAL_NAMESPACES);
    namespaces->at = arena_take_array(call->arena, yyjson_arr_size(array), sizeof *namespaces->at);
    if (!namespaces->at)
        return arena_check(call->arena, err);
    yyjson_arr_foreach(array, i, count, value)
    {
        if (!read_pattern(value, i, &namespaces->at[i], err))
            return false;
        for (size_t other = 0; other < i; other++)
            if (text_eq(namespaces->at[i], namespaces->at[other]))
                return err_set(err, ERR_USAGE, "namespaces[%zu]: is there twice", i);
    }
    namespaces->count = yyjson_arr_size(array);
    return true;
}

static bool show_namespaces(struct api_call *call, struct err *err)
{
    int64_t id;
    return team_api_find(call, RIGHT_TEAM_READ, &id, err) && reply_namespaces(call, id, err);
}

static bool set_namespaces(struct api_call *call, struct err *err)
{
    int64_t id;
    struct json body;
    struct signal_rows_namespaces namespaces = {
        .set_by = call->who.account_id, .set_us = call->now_us};
    if (!team_api_find(call, RIGHT_TEAM_MANAGE, &id, err) ||
        !api_body(call, "namespaces", &body, err))
        return false;
    bool is_fine = read_namespaces(call, &body, &namespaces, err) &&
                   signal_rows_set_namespaces(call->db, id, &namespaces, err);
    json_done(&body);
    return is_fine && reply_namespaces(call, id, err);
}

/* -- dismissals -- */

void signal_api_print(struct buf *out, const struct signal_rows_dismissal *one)
{
    json_print_member_id(out, "id", one->id);
    json_print_member_z(out, "kind", signal_word(one->kind));
    json_print_member(out, "package", one->package);
    json_print_member_or_null(out, "what", one->what);
    json_print_member(out, "reason", one->reason);
    api_print_person(out, "created_by", one->created_by, one->maker);
    json_print_member_time(out, "created_at", one->created_us);
    api_print_person(out, "undone_by", one->undone_by, one->undoer);
    json_print_member_time(out, "undone_at", one->undone_us);
}

static void print_object(struct api_call *call, const struct signal_rows_dismissal *one)
{
    json_print_open(&call->reply->body, '{');
    signal_api_print(&call->reply->body, one);
    json_print_close(&call->reply->body, '}');
}

static bool find_part(struct api_call *call, enum right right, int64_t *ret_id, struct err *err)
{
    struct service_part part;
    return api_param_id(call, "part", ret_id, err) &&
           service_part_find(call->db, &call->who, *ret_id, right, call->arena, &part, err);
}

static bool list_dismissals(struct api_call *call, struct err *err)
{
    int64_t part_id;
    struct api_page page;
    struct db_value before = DB_INT(0);
    struct signal_rows_dismissal *rows;
    size_t count;
    if (!find_part(call, RIGHT_SERVICE_READ, &part_id, err) || !api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !signal_rows_dismissals(call->db, part_id, before.number, false, page.limit + 1,
            call->arena, &rows, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        print_object(call, &rows[i]);
    struct text next = {"", 0};
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(rows[shown - 1].id));
    api_list_close(call, next);
    return true;
}

static bool read_dismissal(
    const struct json *body, struct signal_rows_dismissal *one, struct err *err)
{
    struct text kind;
    if (!api_member_name(body, "kind", &kind, err) ||
        !api_member_text(body, "package", LIMIT_PURL_BYTES, &one->package, err) ||
        !api_member_text(body, "what", LIMIT_NAME_BYTES, &one->what, err) ||
        !api_member_text(body, "reason", LIMIT_API_TEXT_BYTES, &one->reason, err))
        return false;
    one->reason = text_trim(one->reason);
    if (!signal_word_read(kind, &one->kind))
        return err_set(err, ERR_USAGE, "kind: must be that of a signal, such as impostor");
    if (!one->package.len)
        return err_set(err, ERR_USAGE, "package: is missing");
    if (!one->reason.len)
        return err_set(err, ERR_USAGE, "reason: is missing");
    return true;
}

static bool dismiss(struct api_call *call, struct err *err)
{
    struct json body;
    struct signal_rows_dismissal one = {.created_by = call->who.account_id,
        .created_us = call->now_us,
        .package = TEXT(""),
        .what = TEXT(""),
        .reason = TEXT("")};
    if (!find_part(call, RIGHT_SERVICE_CHANGE, &one.part_id, err) ||
        !api_body(call, "kind package what reason", &body, err))
        return false;
    bool is_fine = read_dismissal(&body, &one, err) && signal_rows_dismiss(call->db, &one, err);
    json_done(&body);
    if (!is_fine || !signal_rows_dismissal(call->db, one.id, call->arena, &one, err))
        return false;
    api_created(call, "/api/v1/signal-dismissals", one.id);
    print_object(call, &one);
    return true;
}

/* A stranger learns nothing of a part, nor of what was dismissed in it. */
static bool find_dismissal(
    struct api_call *call, enum right right, struct signal_rows_dismissal *ret_one, struct err *err)
{
    int64_t id;
    struct service_part part;
    if (!api_param_id(call, "dismissal", &id, err) ||
        !signal_rows_dismissal(call->db, id, call->arena, ret_one, err))
        return false;
    if (service_part_find(call->db, &call->who, ret_one->part_id, right, call->arena, &part, err))
        return true;
    return err && err->code == ERR_NOT_FOUND
               ? err_set(err, ERR_NOT_FOUND, "there is no such dismissal")
               : false;
}

static bool show_dismissal(struct api_call *call, struct err *err)
{
    struct signal_rows_dismissal one;
    if (!find_dismissal(call, RIGHT_SERVICE_READ, &one, err))
        return false;
    print_object(call, &one);
    return true;
}

static bool undo(struct api_call *call, struct err *err)
{
    struct signal_rows_dismissal one;
    if (!find_dismissal(call, RIGHT_SERVICE_CHANGE, &one, err) ||
        !signal_rows_undo(call->db, one.id, call->who.account_id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

const struct api_route signal_api_routes[] = {
    {"GET", "/api/v1/teams/{team}/namespaces", RIGHT_TEAM_READ, show_namespaces, 0},
    {"PUT", "/api/v1/teams/{team}/namespaces", RIGHT_TEAM_MANAGE, set_namespaces, 0},
    {"GET", "/api/v1/parts/{part}/signal-dismissals", RIGHT_SERVICE_READ, list_dismissals, 0},
    {"POST", "/api/v1/parts/{part}/signal-dismissals", RIGHT_SERVICE_CHANGE, dismiss, 0},
    {"GET", "/api/v1/signal-dismissals/{dismissal}", RIGHT_SERVICE_READ, show_dismissal, 0},
    {"DELETE", "/api/v1/signal-dismissals/{dismissal}", RIGHT_SERVICE_CHANGE, undo, 0},
    {0},
};
