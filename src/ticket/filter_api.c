/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/filter_api.h"

#include "base/limits.h"
#include "base/rand.h"
#include "ticket/filter.h"
#include "ticket/ticket_query.h"

/* One's own, and those of some ten teams: more of them are no tabs any more. */
enum { FILTERS_SHOWN = 500 };

static void print_filter(struct buf *out, const struct api_principal *who, const struct filter *f)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", f->id);
    json_print_member(out, "name", f->name);
    json_print_member(out, "query", f->query);
    if (f->team_id)
        json_print_member_id(out, "team_id", f->team_id);
    else
        json_print_member_null(out, "team_id");
    json_print_member_or_null(out, "team_name", f->team_name);
    api_print_person(out, "owner", f->account_id, f->owner_name);
    json_print_member_bool(out, "is_mine", f->account_id == who->account_id);
    json_print_member_bool(out, "is_default", f->is_default);
    json_print_member_time(out, "created_at", f->created_us);
    json_print_close(out, '}');
}

static bool list_filters(struct api_call *call, struct err *err)
{
    struct filter *filters;
    size_t count;
    if (!filter_list(call->db, &call->who, FILTERS_SHOWN, call->arena, &filters, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        print_filter(&call->reply->body, &call->who, &filters[i]);
    api_list_close(call, TEXT(""));
    return true;
}

static bool reply_filter(struct api_call *call, int64_t id, struct err *err)
{
    struct filter filter;
    if (!filter_find(call->db, &call->who, id, call->arena, &filter, err))
        return false;
    print_filter(&call->reply->body, &call->who, &filter);
    return true;
}

/* Reads what is said over what filter has already. */
static bool read_filter(
    struct api_call *call, const struct json *body, struct filter *filter, struct err *err)
{
    struct ticket_query query;
    yyjson_val *team = json_get(json_root(body), "team_id");
    if (json_get(json_root(body), "name") && !api_member_name(body, "name", &filter->name, err))
        return false;
    if (team && yyjson_is_null(team))
        filter->team_id = 0;
    if (!api_member_line(body, "query", &filter->query, err) ||
        !api_member_id(body, "team_id", &filter->team_id, err) ||
        !api_member_bool(body, "is_default", &filter->is_default, err))
        return false;
    if (filter->name.len == 0)
        return err_set(err, ERR_USAGE, "name: is missing");
    if (filter->query.len > LIMIT_FILTER_BYTES)
        return err_set(err, ERR_LIMIT, "query: is longer than %zu bytes", LIMIT_FILTER_BYTES);
    return ticket_query_read_text(call, filter->query, &query, err) || err_add(err, "query");
}

/* What one's list begins with is said of one's own as of others' filters. */
static bool put_default(
    struct api_call *call, const struct filter *filter, bool was_default, struct err *err)
{
    if (filter->is_default == was_default)
        return true;
    return filter_set_default(call->db, &call->who, filter->is_default ? filter->id : 0, err);
}

static bool create_filter(struct api_call *call, struct err *err)
{
    struct json body;
    struct filter filter = {
        .id = rand_id(call->now_us), .query = TEXT(""), .created_us = call->now_us};
    if (!api_body(call, "name query team_id is_default", &body, err))
        return false;
    bool is_done = read_filter(call, &body, &filter, err) &&
                   filter_put(call->db, &call->who, &filter, true, call->now_us, err) &&
                   put_default(call, &filter, false, err);
    json_done(&body);
    if (!is_done)
        return false;
    api_created(call, "/api/v1/saved-filters", filter.id);
    return reply_filter(call, filter.id, err);
}

static bool is_same(const struct filter *a, const struct filter *b)
{
    return text_eq(a->name, b->name) && text_eq(a->query, b->query) && a->team_id == b->team_id;
}

static bool change_filter(struct api_call *call, struct err *err)
{
    struct json body;
    struct filter was;
    int64_t id;
    if (!api_param_id(call, "filter", &id, err) ||
        !filter_find(call->db, &call->who, id, call->arena, &was, err) ||
        !api_body(call, "name query team_id is_default", &body, err))
        return false;
    struct filter filter = was;
    bool is_done = read_filter(call, &body, &filter, err) &&
                   (is_same(&was, &filter) ||
                       filter_put(call->db, &call->who, &filter, false, call->now_us, err)) &&
                   put_default(call, &filter, was.is_default, err);
    json_done(&body);
    return is_done && reply_filter(call, id, err);
}

static bool delete_filter(struct api_call *call, struct err *err)
{
    int64_t id;
    call->reply->status = 204;
    return api_param_id(call, "filter", &id, err) &&
           filter_delete(call->db, &call->who, id, call->now_us, err);
}

const struct api_route filter_api_routes[] = {
    {"GET", "/api/v1/saved-filters", RIGHT_SELF_READ, list_filters, 0},
    {"POST", "/api/v1/saved-filters", RIGHT_SELF_WORK, create_filter, 0},
    {"PATCH", "/api/v1/saved-filters/{filter}", RIGHT_SELF_WORK, change_filter, 0},
    {"DELETE", "/api/v1/saved-filters/{filter}", RIGHT_SELF_WORK, delete_filter, 0},
    {0},
};
