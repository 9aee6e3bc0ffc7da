/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "health/goal.h"
#include "health/grade_api.h"

static void print_number(struct buf *out, const char *key, bool is_there, int64_t number)
{
    if (is_there)
        json_print_member_int(out, key, number);
    else
        json_print_member_null(out, key);
}

/* The list behind a goal. */
static const char *filter_of(enum goal_kind kind)
{
    switch (kind) {
    case GOAL_KEV_DAYS: return "kev=1&sort=age";
    case GOAL_ACKNOWLEDGED: return "state=open&sort=age";
    case GOAL_IN_TIME: return "due_within=7&sort=due";
    case GOAL_BACKLOG: return "sort=age";
    case GOAL_OVERDUE: return "overdue=1&sort=due";
    case GOAL_COVERED:
    case GOAL_KINDS: break;
    }
    return NULL;
}

static void print_goal(struct api_call *call, const struct goal *goal)
{
    struct buf *out = &call->reply->body;
    const char *filter = filter_of(goal->kind);
    json_print_open(out, '{');
    json_print_member_id(out, "id", goal->id);
    json_print_member_id(out, "team_id", goal->team_id);
    json_print_member_z(out, "kind", goal_kind_word(goal->kind));
    json_print_member_int(out, "target", goal->target);
    print_number(out, "within_days", goal->within_days != 0, goal->within_days);
    json_print_member(out, "sentence", goal_sentence(goal, call->arena));
    json_print_member_or_null(out, "note", goal->note);
    trend_json_print_day(out, "from", goal->from_day);
    trend_json_print_day(out, "until", goal->until_day);
    json_print_member_z(out, "state", goal_state_word(goal->state));
    print_number(out, "value", goal->has_value, goal->value);
    print_number(out, "good", goal->state == GOAL_RUNNING && goal->has_value, goal->good);
    print_number(out, "of", goal->state == GOAL_RUNNING && goal->has_value, goal->of);
    json_print_member_bool(out, "is_met", goal->is_met);
    json_print_member_or_null(out, "tickets",
        filter ? arena_format(call->arena, "team=%lld&%s", (long long)goal->team_id, filter)
               : (struct text){"", 0});
    api_print_person(out, "created_by", goal->created_by, goal->creator_name);
    json_print_member_time(out, "created_at", goal->created_us);
    api_print_person(out, "ended_by", goal->ended_by, goal->ender_name);
    json_print_member_time(out, "ended_at", goal->ended_us);
    json_print_close(out, '}');
}

static bool list(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct team team;
    struct goal *goals;
    size_t count;
    int64_t id;
    struct db_value before = DB_INT(INT64_MAX);
    if (!api_param_id(call, "team", &id, err) || !api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !team_find(call->db, &call->who, id, RIGHT_HEALTH_READ, call->arena, &team, err) ||
        !goal_list(call->db, id, before.number, page.limit + 1, call->arena, &goals, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    struct text next = {"", 0};
    api_list_open(call);
    for (size_t i = 0; i < shown; i++) {
        if (goals[i].state == GOAL_RUNNING &&
            !goal_measure(call->db, &call->who, &goals[i], call->now_us, call->arena, err))
            return false;
        print_goal(call, &goals[i]);
    }
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(goals[shown - 1].id));
    api_list_close(call, next);
    return arena_check(call->arena, err);
}

static bool read_int(const struct json *body, const char *key, int64_t *ret_number, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), key);
    if (!value || yyjson_is_null(value))
        return true;
    if (!yyjson_is_int(value) || (yyjson_is_uint(value) && yyjson_get_uint(value) > INT32_MAX))
        return err_set(err, ERR_USAGE, "%s: must be a whole number", key);
    *ret_number = yyjson_get_sint(value);
    return true;
}

static bool read_goal(const struct json *body, struct goal *goal, struct err *err)
{
    struct text kind, until = {"", 0};
    goal->target = -1;
    if (!api_member_name(body, "kind", &kind, err) ||
        !read_int(body, "target", &goal->target, err) ||
        !read_int(body, "within_days", &goal->within_days, err) ||
        !api_member_line(body, "note", &goal->note, err) ||
        !api_member_line(body, "until", &until, err))
        return false;
    if (!goal_kind_read(kind, &goal->kind))
        return err_set(err, ERR_USAGE,
            "kind: must be kev_days, acknowledged, in_time, backlog, overdue or covered");
    return trend_period_read_date(until, &goal->until_day) ||
           err_set(err, ERR_USAGE, "until: must be a date, 2026-03-31");
}

static bool today_of(const struct team *team, int64_t now_us, int64_t *ret_today, struct err *err)
{
    struct zone zone = {0};
    if (!zone_open(&zone, team->time_zone, err))
        return false;
    *ret_today = zone_time(&zone, now_us).day;
    zone_close(&zone);
    return true;
}

static bool create(struct api_call *call, struct err *err)
{
    struct json body;
    struct team team;
    struct goal goal = {.note = {"", 0}};
    int64_t today;
    if (!api_param_id(call, "team", &goal.team_id, err) ||
        !team_find(
            call->db, &call->who, goal.team_id, RIGHT_GOAL_CHANGE, call->arena, &team, err) ||
        !today_of(&team, call->now_us, &today, err) ||
        !api_body(call, "kind target within_days note until", &body, err))
        return false;
    bool is_set = read_goal(&body, &goal, err) &&
                  goal_set(call->db, &call->who, &goal, today, call->now_us, err);
    json_done(&body);
    if (!is_set ||
        !goal_find(call->db, &call->who, goal.id, RIGHT_HEALTH_READ, call->arena, &goal, err) ||
        !goal_measure(call->db, &call->who, &goal, call->now_us, call->arena, err))
        return false;
    api_created(call, "/api/v1/goals", goal.id);
    print_goal(call, &goal);
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    struct goal goal;
    int64_t id;
    if (!api_param_id(call, "goal", &id, err) ||
        !goal_find(call->db, &call->who, id, RIGHT_HEALTH_READ, call->arena, &goal, err) ||
        (goal.state == GOAL_RUNNING &&
            !goal_measure(call->db, &call->who, &goal, call->now_us, call->arena, err)))
        return false;
    print_goal(call, &goal);
    return true;
}

static bool withdraw(struct api_call *call, struct err *err)
{
    int64_t id;
    call->reply->status = 204;
    return api_param_id(call, "goal", &id, err) &&
           goal_withdraw(call->db, &call->who, id, call->now_us, err);
}

const struct api_route goal_api_routes[] = {
    {"GET", "/api/v1/teams/{team}/goals", RIGHT_HEALTH_READ, list, 0},
    {"POST", "/api/v1/teams/{team}/goals", RIGHT_GOAL_CHANGE, create, 0},
    {"GET", "/api/v1/goals/{goal}", RIGHT_HEALTH_READ, show, 0},
    {"DELETE", "/api/v1/goals/{goal}", RIGHT_GOAL_CHANGE, withdraw, 0},
    {0},
};
