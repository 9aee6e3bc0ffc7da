/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/bulk_api.h"

#include "base/limits.h"
#include "base/rand.h"
#include "ticket/bulk.h"
#include "ticket/ticket_query.h"

struct wish {
    struct api_call *call;
    enum bulk_verb verb;
    struct text order; /* JSON of what the verb takes */
    struct ticket_order read;
    bool is_preview;
    int64_t expect; /* -1: whatever there is */
    struct ticket_brief *briefs;
    size_t count;
    int64_t bulk_id;
};

/* -- which tickets -- */

static bool read_ids(struct wish *wish, yyjson_val *list, struct err *err)
{
    size_t count = yyjson_arr_size(list);
    if (!yyjson_is_arr(list))
        return err_set(err, ERR_USAGE, "ids: must be a list of ids");
    if (count > LIMIT_BULK_IDS)
        return err_set(err, ERR_LIMIT, "ids: are more than %zu: name a filter", LIMIT_BULK_IDS);
    int64_t *ids = arena_take_array(wish->call->arena, count, sizeof *ids);
    for (size_t i = 0; ids && i < count; i++) {
        struct text word = {"", 0};
        if (!json_text(yyjson_arr_get(list, i), &word) || !text_read_i64(word, &ids[i]))
            return err_set(err, ERR_USAGE, "ids[%zu]: is no id", i);
    }
    return arena_check(wish->call->arena, err) &&
           ticket_view_briefs_of(wish->call->db, &wish->call->who, ids, count, wish->call->arena,
               &wish->briefs, &wish->count, err);
}

static bool read_filter(struct wish *wish, struct text filter, struct err *err)
{
    struct ticket_query query;
    if (!ticket_query_read_text(wish->call, filter, &query, err))
        return err_add(err, "filter");
    query.limit = LIMIT_BULK_TICKETS + 1;
    if (!ticket_view_briefs(wish->call->db, &wish->call->who, &query, wish->call->arena,
            &wish->briefs, &wish->count, err))
        return false;
    return wish->count <= LIMIT_BULK_TICKETS ||
           err_set(err, ERR_LIMIT, "filter: lets more than %zu tickets through: narrow it",
               LIMIT_BULK_TICKETS);
}

static bool read_which(struct wish *wish, const struct json *body, struct err *err)
{
    yyjson_val *ids = json_get(json_root(body), "ids");
    yyjson_val *filter = json_get(json_root(body), "filter");
    struct text text = {"", 0};
    if ((ids != NULL) == (filter != NULL))
        return err_set(err, ERR_USAGE, "ids: name either ids or a filter");
    if (ids)
        return read_ids(wish, ids, err);
    return api_member_line(body, "filter", &text, err) && read_filter(wish, text, err);
}

/* -- what -- */

static bool read_verb(struct wish *wish, const struct json *body, struct err *err)
{
    struct text verb;
    return api_member_name(body, "verb", &verb, err) &&
           (bulk_row_find(verb, &wish->verb) ||
               err_set(err, ERR_USAGE, "verb: there is no \"%.*s\"", TEXT_ARG(verb)));
}

/* The order stands in an object of its own, which is looked at as if it were the body. */
static bool read_order(struct wish *wish, const struct json *body, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "order");
    struct json empty = {0};
    bool is_there = value != NULL;
    if (!is_there && !json_read(&empty, TEXT("{}"), err))
        return false;
    yyjson_doc inner = {.root = is_there ? value : json_root(&empty)};
    struct json read = {.doc = &inner};
    bool is_ok = api_members(&read, bulk_row_of(wish->verb)->members, err) &&
                 bulk_read_order(&read, wish->verb, wish->call->arena, &wish->read, err);
    if (is_ok && is_there) {
        size_t len;
        char *text = yyjson_val_write(value, 0, &len);
        wish->order =
            arena_text(wish->call->arena, (struct text){text ? text : "{}", text ? len : 2});
        free(text);
    }
    json_done(&empty);
    return is_ok || err_add(err, "order");
}

static bool read_expect(struct wish *wish, const struct json *body, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), "expect");
    wish->expect = -1;
    if (!value || yyjson_is_null(value))
        return true;
    wish->expect = yyjson_get_sint(value);
    return (yyjson_is_int(value) && wish->expect >= 0) ||
           err_set(err, ERR_USAGE, "expect: must be a number of tickets");
}

/* What was seen must be what is done: between the two, tickets come and go. */
static bool check_expected(const struct wish *wish, struct err *err)
{
    if (wish->expect < 0 || (int64_t)wish->count == wish->expect)
        return true;
    return err_set(err, ERR_CONFLICT, "there are %zu tickets now, not %lld: look again",
        wish->count, (long long)wish->expect);
}

/* -- answers -- */

static void print_bulk(struct buf *out, const struct bulk *bulk)
{
    json_print_member_id(out, "id", bulk->id);
    json_print_member_z(out, "verb", bulk_row_of(bulk->verb)->name);
    json_print_member_time(out, "created_at", bulk->created_us);
    json_print_member_int(out, "total", bulk->total);
    json_print_member_int(out, "done", bulk->done);
    json_print_member_int(out, "refused", bulk->refused);
    json_print_member_int(out, "waiting", bulk->total - bulk->done - bulk->refused);
    json_print_member_bool(out, "is_undoable",
        bulk_row_of(bulk->verb)->is_undoable && !bulk->undone_of && !bulk->undone_by);
    if (bulk->undone_of)
        json_print_member_id(out, "undoes", bulk->undone_of);
    else
        json_print_member_null(out, "undoes");
    json_print_member_time(out, "undone_at", bulk->undone_us);
}

static void print_item(struct buf *out, const struct bulk_item *item)
{
    json_print_open(out, '{');
    json_print_member_id(out, "ticket_id", item->ticket_id);
    json_print_member(out, "package", item->package);
    json_print_member(out, "vulnerability_id", item->vulnerability);
    json_print_member(out, "outcome", item->outcome.len ? item->outcome : TEXT("waiting"));
    json_print_member_or_null(out, "why", item->why);
    json_print_close(out, '}');
}

/* The operation, with those that were refused, up to a page of them: they are what a person must look at. */
static bool reply_bulk(struct api_call *call, int64_t id, struct err *err)
{
    struct bulk bulk;
    struct bulk_item *items;
    size_t count;
    int64_t last;
    struct bulk_query query = {
        .bulk_id = id, .after = -1, .outcome = TEXT("refused"), .limit = LIMIT_HTTP_PAGE};
    if (!bulk_find(call->db, &call->who, id, call->arena, &bulk, err) ||
        !bulk_items(call->db, &call->who, &query, call->arena, &items, &last, &count, err))
        return false;
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    print_bulk(out, &bulk);
    json_print_member_open(out, "refusals", '[');
    for (size_t i = 0; i < count; i++)
        print_item(out, &items[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
    return true;
}

/* -- doing -- */

static bool keep(struct db *db, void *context, struct err *err)
{
    const struct wish *wish = context;
    const struct bulk bulk = {.id = wish->bulk_id,
        .account_id = wish->call->who.account_id,
        .verb = wish->verb,
        .order = wish->order,
        .created_us = wish->call->now_us};
    return bulk_add(db, &bulk, wish->briefs, wish->count, err) &&
           bulk_plan(db, &bulk, (int64_t)wish->count, err);
}

/* The first are done while the caller waits. The job that does the rest may have begun: each chunk takes what waits. */
static bool run_first(struct api_call *call, int64_t bulk_id, struct err *err)
{
    bool has_more = true;
    for (size_t done = 0; has_more && done < BULK_AT_ONCE; done += BULK_CHUNK)
        if (!bulk_run_some(call->db, &call->who, bulk_id, call->now_us, &has_more, err))
            return false;
    return true;
}

static void preview(const struct wish *wish)
{
    struct bulk_preview preview;
    bulk_look_ahead(&preview, &wish->call->who, wish->verb, &wish->read, wish->briefs, wish->count);
    struct buf *out = &wish->call->reply->body;
    json_print_open(out, '{');
    json_print_member_int(out, "total", (int64_t)wish->count);
    json_print_member_int(out, "possible", (int64_t)preview.possible);
    json_print_member_open(out, "refusals", '[');
    for (size_t i = 0; i < preview.reason_count; i++) {
        json_print_open(out, '{');
        json_print_member(out, "why", preview.reasons[i].why);
        json_print_member_int(out, "count", (int64_t)preview.reasons[i].count);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static bool run_wish(struct wish *wish, struct err *err)
{
    struct api_call *call = wish->call;
    if (wish->is_preview) {
        preview(wish);
        return true;
    }
    if (!check_expected(wish, err) || !db_transact(call->db, keep, wish, err) ||
        !run_first(call, wish->bulk_id, err))
        return false;
    api_created(call, "/api/v1/bulk-operations", wish->bulk_id);
    return reply_bulk(call, wish->bulk_id, err);
}

static bool order_many(struct api_call *call, struct err *err)
{
    struct json body;
    struct wish wish = {.call = call, .order = TEXT("{}"), .bulk_id = rand_id(call->now_us)};
    if (!api_body(call, "verb ids filter order expect preview", &body, err))
        return false;
    bool is_done = read_verb(&wish, &body, err) && read_order(&wish, &body, err) &&
                   read_expect(&wish, &body, err) &&
                   api_member_bool(&body, "preview", &wish.is_preview, err) &&
                   read_which(&wish, &body, err) && run_wish(&wish, err);
    json_done(&body);
    return is_done;
}

static bool show_bulk(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "operation", &id, err) && reply_bulk(call, id, err);
}

static bool list_items(struct api_call *call, struct err *err)
{
    struct bulk bulk;
    struct bulk_query query = {.outcome = TEXT("")};
    struct bulk_item *items;
    struct api_page page;
    size_t count;
    int64_t last = 0;
    struct db_value after[] = {DB_INT(-1)};
    if (!api_param_id(call, "operation", &query.bulk_id, err) ||
        !bulk_find(call->db, &call->who, query.bulk_id, call->arena, &bulk, err) ||
        !api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, after, err))
        return false;
    http_query(call->request, "outcome", &query.outcome);
    query.after = after[0].number;
    query.limit = page.limit;
    if (!bulk_items(call->db, &call->who, &query, call->arena, &items, &last, &count, err))
        return false;
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        print_item(&call->reply->body, &items[i]);
    struct text next = {"", 0};
    if (count == page.limit)
        next = api_cursor_print(call->arena, "i", (struct db_value[]){DB_INT(last)});
    api_list_close(call, next);
    return true;
}

static bool undo(struct api_call *call, struct err *err)
{
    int64_t id, undo_id;
    if (!api_param_id(call, "operation", &id, err) ||
        !bulk_undo(call->db, &call->who, id, call->now_us, &undo_id, err) ||
        !run_first(call, undo_id, err))
        return false;
    api_created(call, "/api/v1/bulk-operations", undo_id);
    return reply_bulk(call, undo_id, err);
}

const struct api_route bulk_api_routes[] = {
    {"POST", "/api/v1/tickets/bulk", RIGHT_TICKET_WATCH, order_many, 0},
    {"GET", "/api/v1/bulk-operations/{operation}", RIGHT_SELF_READ, show_bulk, 0},
    {"GET", "/api/v1/bulk-operations/{operation}/items", RIGHT_SELF_READ, list_items, 0},
    {"POST", "/api/v1/bulk-operations/{operation}/undo", RIGHT_SELF_WORK, undo, 0},
    {0},
};
