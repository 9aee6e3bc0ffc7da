/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_api.h"

#include "badge/badge_json.h"
#include "base/limits.h"

struct text badge_api_url(const struct api_call *call)
{
    struct text host = http_header(call->request, "Host");
    if (call->tools->url)
        return text_of(call->tools->url);
    if (!host.len)
        return TEXT("");
    return arena_format(call->arena, "http%s://%.*s", call->is_secure ? "s" : "", TEXT_ARG(host));
}

/* -- badges -- */

static bool is_recipient(const struct api_call *call, const struct badge *badge)
{
    return badge->account_id && badge->account_id == call->who.account_id;
}

static void print(struct api_call *call, const struct badge *badge)
{
    badge_json_print(&call->reply->body, badge,
        &(struct badge_json_view){
            .url = badge_api_url(call), .is_recipient = is_recipient(call, badge)});
}

static bool read_query(const struct api_call *call, struct badge_query *query, struct err *err)
{
    struct text revoked = {"", 0};
    query->is_revoked = -1;
    http_query(call->request, "class", &query->slug);
    http_query(call->request, "series", &query->series);
    if (http_query(call->request, "revoked", &revoked) && revoked.len) {
        bool is_revoked = false;
        if (!api_query_flag(call, "revoked", &is_revoked, err))
            return false;
        query->is_revoked = is_revoked;
    }
    return api_query_id(call, "account_id", &query->account_id, err) &&
           api_query_id(call, "team_id", &query->team_id, err) &&
           api_query_id(call, "action_id", &query->action_id, err) &&
           api_query_flag(call, "favourite", &query->is_favourite_only, err) &&
           api_query_flag(call, "of_team", &query->is_of_team_only, err);
}

static bool list(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct badge_query query = {0};
    struct badge *badges;
    size_t count;
    struct text next = {"", 0};
    struct db_value before = DB_INT(INT64_MAX);
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !read_query(call, &query, err))
        return false;
    query.before_id = before.number;
    query.limit = page.limit + 1;
    if (!badge_list(call->db, &call->who, &query, call->arena, &badges, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        print(call, &badges[i]);
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(badges[shown - 1].id));
    api_list_close(call, next);
    return arena_check(call->arena, err);
}

static bool reply(struct api_call *call, int64_t id, struct err *err)
{
    struct badge badge;
    if (!badge_find(call->db, &call->who, id, call->arena, &badge, err))
        return false;
    print(call, &badge);
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "badge", &id, err) && reply(call, id, err);
}

static bool give(struct api_call *call, struct err *err)
{
    struct json body;
    struct badge_order order = {.slug = {"", 0}, .description = {"", 0}};
    int64_t id = 0;
    if (!api_body(call, "action_id class description expires_at", &body, err))
        return false;
    bool is_given =
        api_member_id(&body, "action_id", &order.action_id, err) &&
        api_member_line(&body, "class", &order.slug, err) &&
        api_member_text(&body, "description", LIMIT_BADGE_TEXT_BYTES, &order.description, err) &&
        api_member_time(&body, "expires_at", &order.expires_us, err) &&
        badge_give(call->db, &call->who, &order, call->now_us, &id, err);
    json_done(&body);
    if (!is_given)
        return false;
    api_created(call, "/api/v1/badges", id);
    return reply(call, id, err);
}

static bool revoke(struct api_call *call, struct err *err)
{
    struct json body;
    struct text reason = {"", 0};
    int64_t id;
    if (!api_param_id(call, "badge", &id, err) || !api_body(call, "reason", &body, err))
        return false;
    bool is_done = api_member_text(&body, "reason", LIMIT_BADGE_TEXT_BYTES, &reason, err) &&
                   badge_revoke(call->db, &call->who, id, reason, call->now_us, err);
    json_done(&body);
    return is_done && reply(call, id, err);
}

/* Absent and null leave it as it is. */
static bool read_wish(const struct json *body, const char *key, int *ret_wish, struct err *err)
{
    bool value = false;
    yyjson_val *member = json_get(json_root(body), key);
    if (!member || yyjson_is_null(member))
        return true;
    if (!api_member_bool(body, key, &value, err))
        return false;
    *ret_wish = value;
    return true;
}

static bool set(struct api_call *call, struct err *err)
{
    struct json body;
    struct badge_wish wish = {-1, -1};
    int64_t id;
    if (!api_param_id(call, "badge", &id, err) ||
        !api_body(call, "is_public is_favourite", &body, err))
        return false;
    bool is_done = read_wish(&body, "is_public", &wish.is_public, err) &&
                   read_wish(&body, "is_favourite", &wish.is_favourite, err) &&
                   badge_set(call->db, &call->who, id, &wish, call->now_us, err);
    json_done(&body);
    return is_done && reply(call, id, err);
}

/* -- the public page -- */

static bool show_shared(struct api_call *call, struct err *err)
{
    struct badge badge;
    if (!badge_find_shared(call->db, http_param(call->request, "share"), call->arena, &badge, err))
        return false;
    badge_json_print(&call->reply->body, &badge,
        &(struct badge_json_view){.url = badge_api_url(call), .is_for_anybody = true});
    return true;
}

const struct api_route badge_api_routes[] = {
    {"GET", "/api/v1/badges", RIGHT_BADGE_READ, list, 0},
    {"POST", "/api/v1/badges", RIGHT_BADGE_ISSUE, give, 0},
    {"GET", "/api/v1/badges/{badge}", RIGHT_BADGE_READ, show, 0},
    {"PATCH", "/api/v1/badges/{badge}", RIGHT_SELF_WORK, set, 0},
    {"POST", "/api/v1/badges/{badge}/revoke", RIGHT_BADGE_REVOKE, revoke, 0},
    {"GET", "/api/v1/public/badges/{share}", RIGHT_ANYONE, show_shared, 0},
    {0},
};
