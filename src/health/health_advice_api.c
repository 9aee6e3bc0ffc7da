/* SPDX-License-Identifier: Apache-2.0 */
#include "health/health_advice_api.h"

#include "base/limits.h"
#include "health/health_advice.h"

/* Advice for one team, or, for team NULL, for the organisation. */
static bool print_team(
    struct api_call *call, const struct team *team, bool has_aside, struct err *err)
{
    struct health_advice_list list;
    if (!health_advice_find(call->db, team, call->now_us, call->arena, &list, err))
        return false;
    for (size_t i = 0; i < list.len; i++)
        if (has_aside || !list.at[i].aside.account_id)
            health_advice_print(&call->reply->body, &list.at[i]);
    VEC_DONE(&list);
    return true;
}

/* A page is of teams: each with all there is to say to it. What is for the organisation stands in front, for who sees all accounts. */
static bool list_all(struct api_call *call, bool has_aside, struct err *err)
{
    struct api_page page;
    struct db_value after[] = {DB_TEXT(TEXT("")), DB_INT(0)};
    struct team *teams;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "ti", call->arena, after, err) ||
        !team_list(call->db, &call->who, after[0].text, after[1].number, page.limit + 1,
            call->arena, &teams, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    bool is_first =
        !page.cursor.len && right_has(call->who.roles, TEAM_STRANGER, RIGHT_ACCOUNT_READ);
    api_list_open(call);
    bool is_ok = !is_first || print_team(call, NULL, has_aside, err);
    for (size_t i = 0; is_ok && i < shown; i++)
        is_ok = !right_has(call->who.roles, teams[i].role, RIGHT_HEALTH_READ) ||
                print_team(call, &teams[i], has_aside, err);
    struct text next = {"", 0};
    if (count > shown) {
        const struct db_value last[] = {
            DB_TEXT(teams[shown - 1].name), DB_INT(teams[shown - 1].id)};
        next = api_cursor_print(call->arena, "ti", last);
    }
    api_list_close(call, next);
    return is_ok;
}

static bool list(struct api_call *call, struct err *err)
{
    int64_t team_id = 0;
    bool has_aside = false;
    struct team team;
    if (!api_query_id(call, "team_id", &team_id, err) ||
        !api_query_flag(call, "aside", &has_aside, err))
        return false;
    if (!team_id)
        return list_all(call, has_aside, err);
    if (!team_find(call->db, &call->who, team_id, RIGHT_HEALTH_READ, call->arena, &team, err))
        return false;
    api_list_open(call);
    bool is_ok = print_team(call, &team, has_aside, err);
    api_list_close(call, TEXT(""));
    return is_ok;
}

/* The path names team and rule; a topic is a member, or of the query. */
static bool read_place(
    const struct api_call *call, struct health_aside_order *order, struct err *err)
{
    *order = (struct health_aside_order){.topic = {"", 0}, .reason = {"", 0}};
    order->rule = http_param(call->request, "rule");
    return api_param_id(call, "team", &order->team_id, err);
}

static bool put_aside(struct api_call *call, struct err *err)
{
    struct json body;
    struct health_aside_order order;
    if (!read_place(call, &order, err) || !api_body(call, "topic reason until", &body, err))
        return false;
    bool is_ok =
        api_member_line(&body, "topic", &order.topic, err) &&
        api_member_text(&body, "reason", LIMIT_API_TEXT_BYTES, &order.reason, err) &&
        api_member_time(&body, "until", &order.until_us, err) &&
        health_advice_put_aside(call->db, &call->who, &order, call->now_us, call->arena, err);
    json_done(&body);
    call->reply->status = 204;
    return is_ok;
}

static bool take_up(struct api_call *call, struct err *err)
{
    struct health_aside_order order;
    if (!read_place(call, &order, err))
        return false;
    http_query(call->request, "topic", &order.topic);
    call->reply->status = 204;
    return health_advice_take_up(call->db, &call->who, &order, call->now_us, call->arena, err);
}

const struct api_route health_advice_api_routes[] = {
    {"GET", "/api/v1/health/advice", RIGHT_HEALTH_READ, list, 0},
    {"PUT", "/api/v1/teams/{team}/advice/{rule}/aside", RIGHT_HEALTH_WORK, put_aside, 0},
    {"DELETE", "/api/v1/teams/{team}/advice/{rule}/aside", RIGHT_HEALTH_WORK, take_up, 0},
    {0},
};
