/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/remedy_api.h"

#include "ticket/remedy.h"

static void print_path(struct buf *out, const struct ticket_path *path)
{
    json_print_member_open(out, "path", '[');
    for (size_t i = 0; i < path->count; i++) {
        json_print_open(out, '{');
        json_print_member(out, "name", path->steps[i].name);
        json_print_member(out, "version", path->steps[i].version);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_remedy(struct buf *out, const struct remedy *remedy)
{
    static const char *const words[REMEDY_PRIORITIES] = {
        "defer", "scheduled", "out_of_cycle", "immediate"};
    json_print_open(out, '{');
    json_print_member_id(out, "team_id", remedy->team_id);
    json_print_member_id(out, "service_id", remedy->service_id);
    json_print_member(out, "service", remedy->service);
    json_print_member_id(out, "part_id", remedy->part_id);
    json_print_member(out, "part", remedy->part);
    json_print_member(out, "ecosystem", remedy->ecosystem);
    json_print_member(out, "package", remedy->package);
    json_print_member_raw(out, "installed", remedy->installed);
    json_print_member_or_null(out, "to", remedy->to);
    json_print_member_int(out, "tickets", (int64_t)remedy->ticket_count);
    json_print_member_int(
        out, "without_fix", (int64_t)(remedy->ticket_count - remedy->fixable_count));
    json_print_member_int(out, "clears", (int64_t)remedy->cleared_count);
    json_print_member_open(out, "clears_by_priority", '{');
    for (size_t i = REMEDY_PRIORITIES; i-- > 0;)
        json_print_member_int(out, words[i], (int64_t)remedy->cleared_by[i]);
    json_print_close(out, '}');
    print_path(out, &remedy->path);
    json_print_close(out, '}');
}

static bool read_query(const struct api_call *call, struct remedy_query *query, struct err *err)
{
    return api_query_id(call, "team", &query->team_id, err) &&
           api_query_id(call, "service", &query->service_id, err) &&
           api_query_id(call, "part", &query->part_id, err) &&
           api_query_id(call, "ticket", &query->ticket_id, err);
}

/* Whoever asks sees only tickets of their teams, so that a stranger's list is empty. */
static bool list(struct api_call *call, struct err *err)
{
    struct remedy_query query = {0};
    struct api_page page;
    struct db_value from = DB_INT(0);
    struct remedy *remedies;
    size_t count;
    if (!read_query(call, &query, err) || !api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &from, err) ||
        !remedy_list(call->db, &call->who, &query, call->arena, &remedies, &count, err))
        return false;
    size_t begin = from.number > 0 && (size_t)from.number < count ? (size_t)from.number : 0;
    size_t end = count - begin > page.limit ? begin + page.limit : count;
    if (from.number > 0 && !begin)
        end = begin;
    if (!remedy_find_paths(call->db, &remedies[begin], end - begin, call->arena, err))
        return false;
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    json_print_member_int(out, "count", (int64_t)count);
    json_print_member_open(out, "items", '[');
    for (size_t i = begin; i < end; i++)
        print_remedy(out, &remedies[i]);
    struct text next = {"", 0};
    if (end < count && end > begin)
        next = api_cursor_print(call->arena, "i", &DB_INT((int64_t)end));
    api_list_close(call, next);
    return true;
}

const struct api_route remedy_api_routes[] = {
    {"GET", "/api/v1/remedies", RIGHT_TICKET_READ, list, 0},
    {0},
};
