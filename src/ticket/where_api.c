/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/where_api.h"

#include "advisory/advisory_live.h"
#include "base/limits.h"
#include "ticket/where_json.h"

/* A cursor's version and its number, then the service's name and id, the part's name, the SBOM. */
#define PLACE_KINDS "iititi"

static bool read_place(
    const struct api_call *call, struct text cursor, struct where_query *query, struct err *err)
{
    struct db_value last[] = {
        DB_INT(0), DB_INT(0), DB_TEXT(TEXT("")), DB_INT(0), DB_TEXT(TEXT("")), DB_INT(0)};
    if (!api_cursor_read(cursor, PLACE_KINDS, call->arena, last, err))
        return false;
    query->is_continued = cursor.len != 0;
    query->after = (struct where_place){.number = last[0].number,
        .version_id = last[1].number,
        .service = last[2].text,
        .service_id = last[3].number,
        .part = last[4].text,
        .sbom_id = last[5].number};
    return true;
}

static bool read_query(const struct api_call *call, struct where_query *query, struct err *err)
{
    struct api_page page;
    if (!http_query(call->request, "q", &query->text) || !text_trim(query->text).len)
        return err_set(err, ERR_USAGE, "q: is missing: a package URL, an id or a package's name");
    http_query(call->request, "ecosystem", &query->ecosystem);
    if (!api_query_id(call, "team", &query->team_id, err) ||
        !api_query_id(call, "package_version", &query->version_id, err) ||
        !api_query_flag(call, "history", &query->has_history, err) ||
        !api_page_read(call, &page, err) || !read_place(call, page.cursor, query, err))
        return false;
    query->limit = page.limit;
    return true;
}

static struct text print_cursor(struct api_call *call, const struct where_found *found)
{
    if (!found->has_more || !found->item_count)
        return TEXT("");
    struct where_place place = where_place_of(found, &found->items[found->item_count - 1]);
    struct db_value values[] = {DB_INT(place.number), DB_INT(place.version_id),
        DB_TEXT(place.service), DB_INT(place.service_id), DB_TEXT(place.part),
        DB_INT(place.sbom_id)};
    return api_cursor_print(call->arena, PLACE_KINDS, values);
}

static void print(
    struct api_call *call, const struct where_query *query, const struct where_found *found)
{
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    if (!query->is_continued)
        where_json_print(out, found);
    json_print_member_open(out, "items", '[');
    where_json_print_items(out, found);
    api_list_close(call, print_cursor(call, found));
}

/* Matching needs more memory than a request has: a kernel's versions have thousands of findings each. */
static bool show_where(struct api_call *call, struct err *err)
{
    struct where_query query = {.text = {"", 0}};
    struct where_found found;
    struct arena arena;
    if (!read_query(call, &query, err))
        return false;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    bool is_done = where_find(call->db, &call->who, index, &query, &arena, &found, err);
    if (is_done)
        print(call, &query, &found);
    advisory_live_give(call->tools->advisories, index);
    arena_done(&arena);
    return is_done;
}

const struct api_route where_api_routes[] = {
    {"GET", "/api/v1/where", RIGHT_WHERE_READ, show_where, 0},
    {0},
};
