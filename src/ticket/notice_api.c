/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/notice_api.h"

#include "base/limits.h"
#include "ticket/mention.h"
#include "ticket/notice.h"

static void print_ticket(struct buf *out, const struct notice *notice)
{
    if (!notice->ticket_id) {
        json_print_member_null(out, "ticket");
        return;
    }
    json_print_member_open(out, "ticket", '{');
    json_print_member_id(out, "id", notice->ticket_id);
    json_print_member(out, "package", notice->package);
    json_print_member(out, "vulnerability_id", notice->vulnerability);
    json_print_close(out, '}');
}

/* What was written in a comment, with the people it names as they are called now. */
static bool print_text(struct api_call *call, const struct notice *notice, struct err *err)
{
    struct mention_person *people = NULL;
    int64_t *ids;
    size_t id_count, count = 0;
    mention_read(notice->detail, call->arena, &ids, &id_count);
    if (id_count && !mention_named(call->db, ids, id_count, call->arena, &people, &count, err))
        return false;
    json_print_member_or_null(
        &call->reply->body, "text", mention_show(notice->text, people, count, call->arena));
    return true;
}

static bool print_notice(struct api_call *call, const struct notice *notice, struct err *err)
{
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    json_print_member_id(out, "id", notice->id);
    json_print_member(out, "kind", notice->kind);
    json_print_member_z(out, "reason", notice_reason_name(notice->reason));
    json_print_member_int(out, "count", notice->count);
    print_ticket(out, notice);
    json_print_member_or_null(
        out, "advisory_id", notice->ticket_id ? TEXT("") : notice->vulnerability);
    json_print_member_id(out, "team_id", notice->team_id);
    json_print_member(out, "team_name", notice->team_name);
    if (notice->service_id)
        json_print_member_id(out, "service_id", notice->service_id);
    else
        json_print_member_null(out, "service_id");
    json_print_member_or_null(out, "service_name", notice->service_name);
    json_print_member_or_null(out, "part_name", notice->part_name);
    api_print_person(out, "actor", notice->actor_id, notice->actor_name);
    if (!print_text(call, notice, err))
        return false;
    json_print_member_time(out, "since", notice->since_us);
    json_print_member_time(out, "updated_at", notice->updated_us);
    json_print_member_bool(out, "is_read", notice->read_us != 0);
    json_print_close(out, '}');
    return true;
}

static bool read_query(struct api_call *call, struct notice_query *ret_query, struct err *err)
{
    struct api_page page;
    struct db_value before[] = {DB_INT(INT64_MAX), DB_INT(INT64_MAX)};
    struct notice_query query = {0};
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "ii", call->arena, before, err) ||
        !api_query_flag(call, "unread", &query.is_unread_only, err))
        return false;
    query.before_us = before[0].number;
    query.before_id = before[1].number;
    query.limit = page.limit + 1;
    *ret_query = query;
    return true;
}

static bool list_notices(struct api_call *call, struct err *err)
{
    struct notice_query query;
    struct notice *notices;
    size_t count;
    if (!read_query(call, &query, err) ||
        !notice_list(call->db, &call->who, &query, call->arena, &notices, &count, err))
        return false;
    size_t shown = count == query.limit ? count - 1 : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        if (!print_notice(call, &notices[i], err))
            return false;
    struct text next = {"", 0};
    if (count > shown) {
        struct db_value last[] = {
            DB_INT(notices[shown - 1].updated_us), DB_INT(notices[shown - 1].id)};
        next = api_cursor_print(call->arena, "ii", last);
    }
    api_list_close(call, next);
    return true;
}

static bool count_notices(struct api_call *call, struct err *err)
{
    int64_t unread;
    if (!notice_count_unread(call->db, &call->who, &unread, err))
        return false;
    json_print_open(&call->reply->body, '{');
    json_print_member_int(&call->reply->body, "unread", unread);
    json_print_close(&call->reply->body, '}');
    return true;
}

/* -- read and unread -- */

static bool read_ids(
    const struct json *body, struct arena *arena, struct notice_marking *marking, struct err *err)
{
    yyjson_val *list = json_get(json_root(body), "ids");
    size_t count = yyjson_arr_size(list);
    if (!list)
        return true;
    if (!yyjson_is_arr(list))
        return err_set(err, ERR_USAGE, "ids: must be a list of ids");
    if (count > LIMIT_HTTP_PAGE)
        return err_set(err, ERR_LIMIT, "ids: are more than %zu", LIMIT_HTTP_PAGE);
    int64_t *ids = arena_take_array(arena, count, sizeof *ids);
    for (size_t i = 0; ids && i < count; i++) {
        struct text id = {"", 0};
        if (!json_text(yyjson_arr_get(list, i), &id) || !text_read_i64(id, &ids[i]))
            return err_set(err, ERR_USAGE, "ids[%zu]: is no id", i);
    }
    marking->ids = ids;
    marking->id_count = count;
    return arena_check(arena, err);
}

static bool read_marking(
    const struct json *body, struct arena *arena, struct notice_marking *marking, struct err *err)
{
    if (!read_ids(body, arena, marking, err) ||
        !api_member_id(body, "ticket_id", &marking->ticket_id, err) ||
        !api_member_bool(body, "all", &marking->is_all, err) ||
        !api_member_bool(body, "is_read", &marking->is_read, err))
        return false;
    int said = (marking->ids != NULL) + (marking->ticket_id != 0) + marking->is_all;
    if (said != 1)
        return err_set(err, ERR_USAGE, "ids: name either ids, ticket_id or all");
    return marking->is_read || marking->ids ||
           err_set(err, ERR_USAGE, "is_read: only ids can be marked as unread");
}

struct marking {
    const struct api_principal *who;
    struct notice_marking notice;
};

static bool mark(struct db *db, void *context, struct err *err)
{
    const struct marking *marking = context;
    return notice_mark(db, marking->who, &marking->notice, err);
}

static bool mark_notices(struct api_call *call, struct err *err)
{
    struct json body;
    struct marking marking = {
        .who = &call->who, .notice = {.is_read = true, .now_us = call->now_us}};
    if (!api_body(call, "ids ticket_id all is_read", &body, err))
        return false;
    bool is_done = read_marking(&body, call->arena, &marking.notice, err) &&
                   db_transact(call->db, mark, &marking, err);
    json_done(&body);
    return is_done && count_notices(call, err);
}

const struct api_route notice_api_routes[] = {
    {"GET", "/api/v1/notices", RIGHT_SELF_READ, list_notices, 0},
    {"GET", "/api/v1/notices/count", RIGHT_SELF_READ, count_notices, 0},
    {"POST", "/api/v1/notices/mark", RIGHT_SELF_WORK, mark_notices, 0},
    {0},
};
