/* SPDX-License-Identifier: Apache-2.0 */
#include "account/team_api.h"

bool team_api_find(struct api_call *call, enum right right, int64_t *ret_id, struct err *err)
{
    struct team team;
    return api_param_id(call, "team", ret_id, err) &&
           team_find(call->db, &call->who, *ret_id, right, call->arena, &team, err);
}

static void print_team(struct api_call *call, const struct team *team)
{
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    json_print_member_id(out, "id", team->id);
    json_print_member(out, "name", team->name);
    json_print_member_z(out, "role", team_role_shown(&call->who, team->role));
    json_print_member_int(out, "member_count", team->member_count);
    json_print_member_int(out, "service_count", team->service_count);
    json_print_member(out, "time_zone", team->time_zone);
    json_print_member_time(out, "created_at", team->created_us);
    json_print_close(out, '}');
}

static bool list_teams(struct api_call *call, struct err *err)
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
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        print_team(call, &teams[i]);
    struct text next = {"", 0};
    if (count > shown) {
        struct db_value last[] = {DB_TEXT(teams[shown - 1].name), DB_INT(teams[shown - 1].id)};
        next = api_cursor_print(call->arena, "ti", last);
    }
    api_list_close(call, next);
    return true;
}

static bool reply_team(struct api_call *call, int64_t id, struct err *err)
{
    struct team team;
    if (!team_find(call->db, &call->who, id, RIGHT_TEAM_READ, call->arena, &team, err))
        return false;
    print_team(call, &team);
    return true;
}

static bool create_team(struct api_call *call, struct err *err)
{
    struct json body;
    struct team_change wanted = {0};
    int64_t id;
    if (!api_body(call, "name time_zone", &body, err))
        return false;
    bool is_fine = api_member_name(&body, "name", &wanted.name, err) &&
                   api_member_line(&body, "time_zone", &wanted.time_zone, err) &&
                   team_add(call->db, &call->who, &wanted, call->now_us, &id, err);
    json_done(&body);
    if (!is_fine)
        return false;
    api_created(call, "/api/v1/teams", id);
    return reply_team(call, id, err);
}

static bool show_team(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "team", &id, err) && reply_team(call, id, err);
}

static bool change_team(struct api_call *call, struct err *err)
{
    struct json body;
    struct team_change wanted = {0};
    int64_t id;
    if (!api_param_id(call, "team", &id, err) || !api_body(call, "name time_zone", &body, err))
        return false;
    bool is_fine = (!json_get(json_root(&body), "name") ||
                       api_member_name(&body, "name", &wanted.name, err)) &&
                   api_member_line(&body, "time_zone", &wanted.time_zone, err) &&
                   team_change(call->db, &call->who, id, &wanted, call->now_us, err);
    json_done(&body);
    return is_fine && reply_team(call, id, err);
}

static bool delete_team(struct api_call *call, struct err *err)
{
    int64_t id;
    if (!api_param_id(call, "team", &id, err) ||
        !team_delete(call->db, &call->who, id, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

/* -- members -- */

static bool list_members(struct api_call *call, struct err *err)
{
    int64_t id;
    struct team_member *members;
    size_t count;
    if (!team_api_find(call, RIGHT_TEAM_READ, &id, err) ||
        !team_member_list(call->db, id, call->arena, &members, &count, err))
        return false;
    struct buf *out = &call->reply->body;
    api_list_open(call);
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        json_print_member_id(out, "account_id", members[i].account_id);
        json_print_member(out, "name", members[i].name);
        json_print_member_z(out, "role", right_team_word(members[i].role));
        json_print_member_time(out, "created_at", members[i].created_us);
        json_print_close(out, '}');
    }
    api_list_close(call, TEXT(""));
    return true;
}

static bool read_member(
    const struct api_call *call, int64_t *ret_team, int64_t *ret_account, struct err *err)
{
    return api_param_id(call, "team", ret_team, err) &&
           api_param_id(call, "account", ret_account, err);
}

static bool read_role(const struct json *body, enum team_role *ret_role, struct err *err)
{
    struct text word;
    return api_member_name(body, "role", &word, err) &&
           (right_team_read(word, ret_role) ||
               err_set(err, ERR_USAGE, "role: must be viewer, member or admin"));
}

static bool set_member(struct api_call *call, struct err *err)
{
    struct json body;
    int64_t team, account;
    enum team_role role;
    if (!read_member(call, &team, &account, err) || !api_body(call, "role", &body, err))
        return false;
    bool is_fine = read_role(&body, &role, err) &&
                   team_member_set(call->db, &call->who, team, account, role, call->now_us, err);
    json_done(&body);
    if (is_fine)
        call->reply->status = 204;
    return is_fine;
}

static bool remove_member(struct api_call *call, struct err *err)
{
    int64_t team, account;
    if (!read_member(call, &team, &account, err) ||
        !team_member_remove(call->db, &call->who, team, account, call->now_us, err))
        return false;
    call->reply->status = 204;
    return true;
}

const struct api_route team_api_routes[] = {
    {"GET", "/api/v1/teams", RIGHT_TEAM_READ, list_teams, 0},
    {"POST", "/api/v1/teams", RIGHT_TEAM_CREATE, create_team, 0},
    {"GET", "/api/v1/teams/{team}", RIGHT_TEAM_READ, show_team, 0},
    {"PATCH", "/api/v1/teams/{team}", RIGHT_TEAM_MANAGE, change_team, 0},
    {"DELETE", "/api/v1/teams/{team}", RIGHT_TEAM_MANAGE, delete_team, 0},
    {"GET", "/api/v1/teams/{team}/members", RIGHT_TEAM_READ, list_members, 0},
    {"PUT", "/api/v1/teams/{team}/members/{account}", RIGHT_TEAM_MANAGE, set_member, 0},
    {"DELETE", "/api/v1/teams/{team}/members/{account}", RIGHT_TEAM_MANAGE, remove_member, 0},
    {0},
};
