/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/advice_api.h"

#include "advisory/advisory_live.h"
#include "base/limits.h"
#include "ticket/where_flaw.h"

static void print_advice(struct buf *out, const struct advice *advice)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", advice->id);
    json_print_member_z(out, "kind", action_kind_name(advice->kind));
    json_print_member(out, "text", advice->text);
    json_print_member_or_null(out, "vulnerability_id", advice->vulnerability);
    json_print_member_or_null(out, "ecosystem", advice->ecosystem);
    json_print_member_or_null(out, "package", advice->package);
    api_print_person(out, "author", advice->author_id, advice->author_name);
    json_print_member_time(out, "created_at", advice->created_us);
    json_print_member_time(out, "withdrawn_at", advice->withdrawn_us);
    json_print_close(out, '}');
}

bool advice_api_print(struct buf *out, struct db *db, const struct ticket *ticket,
    struct arena *arena, struct err *err)
{
    struct advice *advice;
    size_t count;
    if (!advice_of_ticket(db, ticket, arena, &advice, &count, err))
        return false;
    json_print_member_open(out, "advice", '[');
    for (size_t i = 0; i < count; i++)
        print_advice(out, &advice[i]);
    json_print_close(out, ']');
    return true;
}

/* By any of the flaw's ids: what it was named by, and what the index says that this stands for. */
static bool read_flaws(const struct api_call *call, struct advice_query *query, struct err *err)
{
    struct text typed = {"", 0};
    struct where_flaw flaw;
    http_query(call->request, "vulnerability", &typed);
    if (!text_trim(typed).len)
        return true;
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    bool is_read = where_flaw_read(&flaw, index, text_trim(typed), call->arena, err);
    struct text *ids =
        is_read ? arena_take_array(call->arena, flaw.id_count + 1, sizeof *ids) : NULL;
    /* They outlive the index. */
    for (size_t i = 0; ids && i < flaw.id_count; i++)
        ids[i] = arena_text(call->arena, flaw.ids[i]);
    if (ids)
        ids[flaw.id_count] = arena_text(call->arena, flaw.id);
    advisory_live_give(call->tools->advisories, index);
    if (!is_read || !arena_check(call->arena, err))
        return false;
    query->flaws = ids;
    query->flaw_count = flaw.id_count + 1;
    return true;
}

static bool read_query(const struct api_call *call, struct advice_query *query, struct err *err)
{
    http_query(call->request, "package", &query->package);
    http_query(call->request, "ecosystem", &query->ecosystem);
    if (query->package.len && query->ecosystem.len &&
        !advice_read_package(&query->ecosystem, &query->package, call->arena, err))
        return false;
    return api_query_flag(call, "withdrawn", &query->has_withdrawn, err) &&
           read_flaws(call, query, err);
}

static bool list(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct db_value before = DB_INT(INT64_MAX);
    struct advice_query query = {.ecosystem = {"", 0}, .package = {"", 0}};
    struct advice *advice;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !read_query(call, &query, err))
        return false;
    query.before_id = before.number;
    query.limit = page.limit + 1;
    if (!advice_list(call->db, &query, call->arena, &advice, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        print_advice(&call->reply->body, &advice[i]);
    struct text next = {"", 0};
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(advice[shown - 1].id));
    api_list_close(call, next);
    return true;
}

static bool read_advice(const struct json *body, struct advice *advice, struct err *err)
{
    struct text kind;
    if (!api_member_name(body, "kind", &kind, err) ||
        !api_member_text(body, "text", LIMIT_API_TEXT_BYTES, &advice->text, err) ||
        !api_member_line(body, "vulnerability_id", &advice->vulnerability, err) ||
        !api_member_line(body, "ecosystem", &advice->ecosystem, err) ||
        !api_member_line(body, "package", &advice->package, err))
        return false;
    return action_kind_read(kind, &advice->kind) ||
           err_set(err, ERR_USAGE,
               "kind: must be elimination, mitigation, transfer, acceptance, detection or rejection");
}

static bool give(struct api_call *call, struct err *err)
{
    struct json body;
    struct advice advice = {
        .text = {"", 0}, .vulnerability = {"", 0}, .ecosystem = {"", 0}, .package = {"", 0}};
    if (!api_body(call, "kind text vulnerability_id ecosystem package", &body, err))
        return false;
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    bool is_given =
        read_advice(&body, &advice, err) &&
        advice_give(call->db, &call->who, index, &advice, call->now_us, call->arena, err);
    advisory_live_give(call->tools->advisories, index);
    json_done(&body);
    if (!is_given || !advice_find(call->db, advice.id, call->arena, &advice, err))
        return false;
    api_created(call, "/api/v1/advice", advice.id);
    print_advice(&call->reply->body, &advice);
    return true;
}

static bool withdraw(struct api_call *call, struct err *err)
{
    int64_t id;
    call->reply->status = 204;
    return api_param_id(call, "advice", &id, err) &&
           advice_withdraw(call->db, &call->who, id, call->now_us, call->arena, err);
}

const struct api_route advice_api_routes[] = {
    {"GET", "/api/v1/advice", RIGHT_ADVISORY_READ, list, 0},
    {"POST", "/api/v1/advice", RIGHT_ADVICE_WRITE, give, 0},
    {"DELETE", "/api/v1/advice/{advice}", RIGHT_ADVICE_WRITE, withdraw, 0},
    {0},
};
