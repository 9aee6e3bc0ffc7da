/* SPDX-License-Identifier: Apache-2.0 */
#include "health/standing_api.h"

#include "health/standing.h"

static bool list_teams(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct db_value after[] = {DB_TEXT(TEXT("")), DB_INT(0)};
    struct standing *list;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "ti", call->arena, after, err))
        return false;
    const struct standing_query query = {.after_name = after[0].text,
        .after_id = after[1].number,
        .now_us = call->now_us,
        .limit = page.limit + 1};
    if (!standing_list(call->db, &call->who, &query, call->arena, &list, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        standing_print(&call->reply->body, &list[i]);
    struct text next = {"", 0};
    if (count > shown) {
        const struct db_value last[] = {
            DB_TEXT(list[shown - 1].team_name), DB_INT(list[shown - 1].team_id)};
        next = api_cursor_print(call->arena, "ti", last);
    }
    api_list_close(call, next);
    return true;
}

static bool list_exceptions(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct db_value after[] = {DB_INT(-1), DB_INT(0)};
    struct standing_exception_query query = {.now_us = call->now_us};
    struct standing_exception *list;
    struct team team;
    size_t count;
    if (!api_query_id(call, "team_id", &query.team_id, err) ||
        (query.team_id && !team_find(call->db, &call->who, query.team_id, RIGHT_POLICY_READ,
                              call->arena, &team, err)) ||
        !api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "ii", call->arena, after, err))
        return false;
    query.after_us = after[0].number;
    query.after_id = after[1].number;
    query.limit = page.limit + 1;
    if (!standing_exceptions(call->db, &call->who, &query, call->arena, &list, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        standing_exception_print(&call->reply->body, &list[i]);
    struct text next = {"", 0};
    if (count > shown) {
        const struct standing_exception *last = &list[shown - 1];
        const struct db_value key[] = {
            DB_INT(last->until_us ? last->until_us : INT64_MAX), DB_INT(last->id)};
        next = api_cursor_print(call->arena, "ii", key);
    }
    api_list_close(call, next);
    return true;
}

const struct api_route standing_api_routes[] = {
    {"GET", "/api/v1/health/teams", RIGHT_HEALTH_READ, list_teams, 0},
    {"GET", "/api/v1/health/exceptions", RIGHT_POLICY_READ, list_exceptions, 0},
    {0},
};
