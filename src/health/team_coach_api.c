/* SPDX-License-Identifier: Apache-2.0 */
#include "health/team_coach_api.h"

#include "account/team_api.h"
#include "health/team_coach.h"

void team_coach_api_print(struct buf *out, const struct team_coach *coach)
{
    json_print_open(out, '{');
    if (coach->account_id)
        api_print_person(out, "coach", coach->account_id, coach->name);
    else
        json_print_member_null(out, "coach");
    json_print_member_time(out, "since_at", coach->since_us);
    json_print_close(out, '}');
}

static bool reply(struct api_call *call, int64_t team_id, struct err *err)
{
    struct team_coach coach;
    if (!team_coach_find(call->db, team_id, call->arena, &coach, err))
        return false;
    team_coach_api_print(&call->reply->body, &coach);
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    int64_t id;
    return team_api_find(call, RIGHT_HEALTH_READ, &id, err) && reply(call, id, err);
}

static bool name(struct api_call *call, struct err *err)
{
    struct json body;
    struct text wanted;
    int64_t id;
    if (!team_api_find(call, RIGHT_TEAM_MANAGE, &id, err) || !api_body(call, "name", &body, err))
        return false;
    bool is_fine = api_member_name(&body, "name", &wanted, err) &&
                   team_coach_name(call->db, &call->who, id, wanted, call->now_us, err);
    json_done(&body);
    return is_fine && reply(call, id, err);
}

static bool withdraw(struct api_call *call, struct err *err)
{
    int64_t id;
    call->reply->status = 204;
    return api_param_id(call, "team", &id, err) &&
           team_coach_withdraw(call->db, &call->who, id, call->now_us, err);
}

static bool list(struct api_call *call, struct err *err)
{
    struct team_coached *teams;
    size_t count;
    if (!team_coach_list(call->db, &call->who, call->arena, &teams, &count, err))
        return false;
    struct buf *out = &call->reply->body;
    api_list_open(call);
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        json_print_member_id(out, "id", teams[i].team_id);
        json_print_member(out, "name", teams[i].name);
        json_print_member_time(out, "since_at", teams[i].since_us);
        json_print_close(out, '}');
    }
    api_list_close(call, TEXT(""));
    return true;
}

static bool lay_down(struct api_call *call, struct err *err)
{
    int64_t id;
    call->reply->status = 204;
    return api_param_id(call, "team", &id, err) &&
           team_coach_lay_down(call->db, &call->who, id, call->now_us, err);
}

const struct api_route team_coach_api_routes[] = {
    {"GET", "/api/v1/teams/{team}/coach", RIGHT_HEALTH_READ, show, 0},
    {"PUT", "/api/v1/teams/{team}/coach", RIGHT_TEAM_MANAGE, name, 0},
    {"DELETE", "/api/v1/teams/{team}/coach", RIGHT_TEAM_MANAGE, withdraw, 0},
    {"GET", "/api/v1/coached-teams", RIGHT_SELF_READ, list, 0},
    {"DELETE", "/api/v1/coached-teams/{team}", RIGHT_SELF_MANAGE, lay_down, 0},
    {0},
};
