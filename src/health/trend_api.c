/* SPDX-License-Identifier: Apache-2.0 */
#include "health/trend_api.h"

#include "base/limits.h"
#include "health/load.h"
#include "health/streak.h"
#include "sbom/service.h"

bool trend_api_scope(struct api_call *call, struct trend_scope *ret_scope, struct err *err)
{
    struct trend_scope scope = {0};
    struct team team;
    struct service service;
    if (!api_query_id(call, "team", &scope.team_id, err) ||
        !api_query_id(call, "service", &scope.service_id, err))
        return false;
    if (scope.team_id &&
        !team_find(call->db, &call->who, scope.team_id, RIGHT_HEALTH_READ, call->arena, &team, err))
        return false;
    if (scope.service_id) {
        if (!service_find(call->db, &call->who, scope.service_id, RIGHT_HEALTH_READ, call->arena,
                &service, err))
            return false;
        if (scope.team_id && scope.team_id != service.team_id)
            return err_set(err, ERR_USAGE, "service: is of another team");
        scope.team_id = service.team_id;
    }
    *ret_scope = scope;
    return true;
}

static bool read_count(struct api_call *call, size_t *count, struct err *err)
{
    struct text word;
    uint64_t value;
    if (!http_query(call->request, "count", &word) || word.len == 0)
        return true;
    if (!text_read_u64(word, &value) || value < 1 || value > LIMIT_TREND_PERIODS)
        return err_set(err, ERR_USAGE, "count: must be from 1 to %zu", LIMIT_TREND_PERIODS);
    *count = (size_t)value;
    return true;
}

bool trend_api_order(struct api_call *call, const struct trend_scope *scope, size_t usual_count,
    struct trend_order *ret_order, struct err *err)
{
    struct text word;
    struct trend_order order = {.who = &call->who,
        .team_id = scope->team_id,
        .service_id = scope->service_id,
        .period = TREND_WEEK,
        .count = usual_count,
        .until_day = TREND_NO_DAY,
        .now_us = call->now_us};
    if (http_query(call->request, "period", &word) && word.len &&
        !trend_period_read(word, &order.period))
        return err_set(err, ERR_USAGE, "period: must be day, week, month or quarter");
    if (http_query(call->request, "until", &word) && word.len &&
        !trend_period_read_date(word, &order.until_day))
        return err_set(err, ERR_USAGE, "until: must be a date since 1970, 2026-01-31");
    if (!read_count(call, &order.count, err))
        return false;
    *ret_order = order;
    return true;
}

static void print_id(struct buf *out, const char *key, int64_t id)
{
    if (id)
        json_print_member_id(out, key, id);
    else
        json_print_member_null(out, key);
}

void trend_api_print_head(struct api_call *call, const struct trend_scope *scope,
    const struct trend *trend, enum trend_period period)
{
    struct buf *out = &call->reply->body;
    print_id(out, "team_id", scope->team_id);
    print_id(out, "service_id", scope->service_id);
    json_print_member(out, "time_zone", trend->zone);
    json_print_member_z(out, "unit", trend_period_word(period));
    trend_json_print_day(out, "today", trend->today);
}

static bool get_trend(struct api_call *call, struct err *err)
{
    enum { WEEKS = 13 };
    struct trend_scope scope;
    struct trend_order order;
    struct trend trend;
    struct buf *out = &call->reply->body;
    if (!trend_api_scope(call, &scope, err) || !trend_api_order(call, &scope, WEEKS, &order, err) ||
        !trend_read(call->db, &order, call->arena, &trend, err))
        return false;
    json_print_open(out, '{');
    trend_api_print_head(call, &scope, &trend, order.period);
    json_print_member_bool(out, "is_behind", trend.is_behind);
    json_print_member_open(out, "items", '[');
    for (size_t i = 0; i < trend.count; i++)
        trend_json_print(out, &trend, i, &scope, order.period, call->arena);
    json_print_close(out, ']');
    json_print_close(out, '}');
    return arena_check(call->arena, err);
}

/* -- streaks -- */

static void print_streak(struct api_call *call, const struct streak *streak, enum streak_kind kind)
{
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    json_print_member_z(out, "kind", streak_word(kind));
    json_print_member_z(out, "unit", streak->is_weeks ? "week" : "day");
    json_print_member_bool(out, "has_data", streak->has_data);
    json_print_member_int(out, "length", streak->length);
    json_print_member_int(out, "best", streak->best);
    if (streak->length)
        trend_json_print_day(out, "since", streak->since_day);
    else
        json_print_member_null(out, "since");
    json_print_member_int(out, "rests_on", streak->rests_on);
    if (streak->broken_day == TREND_NO_DAY) {
        json_print_member_null(out, "broken");
    } else {
        json_print_member_open(out, "broken", '{');
        trend_json_print_day(out, "on", streak->broken_day);
        json_print_member_int(out, "count", streak->broken_count);
        json_print_close(out, '}');
    }
    json_print_close(out, '}');
}

static bool get_streaks(struct api_call *call, struct err *err)
{
    int64_t team_id;
    struct team team;
    struct streak streaks[STREAKS];
    struct buf *out = &call->reply->body;
    if (!api_param_id(call, "team", &team_id, err) ||
        !team_find(call->db, &call->who, team_id, RIGHT_HEALTH_READ, call->arena, &team, err) ||
        !streak_read(call->db, &call->who, team_id, call->now_us, call->arena, streaks, err))
        return false;
    json_print_open(out, '{');
    json_print_member_id(out, "team_id", team_id);
    json_print_member_open(out, "items", '[');
    for (int i = 0; i < STREAKS; i++)
        print_streak(call, &streaks[i], (enum streak_kind)i);
    json_print_close(out, ']');
    json_print_close(out, '}');
    return true;
}

/* -- load -- */

static void print_load(struct buf *out, const struct load *load)
{
    json_print_open(out, '{');
    api_print_person(out, "person", load->account_id, load->name);
    json_print_member_int(out, "open", load->open);
    json_print_member_int(out, "overdue", load->overdue);
    json_print_member_int(out, "ended", load->ended);
    json_print_close(out, '}');
}

static void print_own(struct api_call *call, const struct streak_own *own)
{
    struct buf *out = &call->reply->body;
    json_print_member_open(out, "own", '{');
    json_print_member_int(out, "open", own->open);
    json_print_member_int(out, "overdue", own->overdue);
    json_print_member_int(out, "ended", own->ended);
    json_print_member_int(out, "in_time", own->in_time);
    json_print_member_time(out, "not_overdue_since", own->overdue ? 0 : own->since_us);
    json_print_close(out, '}');
}

/* Who has how much: for admins of the team, who give the tickets out. Everybody sees their own, and the team's sum. */
static bool get_load(struct api_call *call, struct err *err)
{
    int64_t team_id, from_us = call->now_us - LOAD_DAYS * CLOCK_DAY_US;
    struct load_list list;
    struct streak_own own;
    struct buf *out = &call->reply->body;
    if (!api_param_id(call, "team", &team_id, err) ||
        !load_read(call->db, &call->who, team_id, from_us, call->now_us, call->arena, &list, err) ||
        !streak_read_own(call->db, call->who.account_id, from_us, call->now_us, &own, err))
        return false;
    json_print_open(out, '{');
    json_print_member_id(out, "team_id", team_id);
    json_print_member_time(out, "from", from_us);
    json_print_member_time(out, "to", call->now_us);
    print_own(call, &own);
    json_print_member_bool(out, "is_whole", list.is_whole);
    json_print_member_int(out, "person_count", list.person_count);
    json_print_member_open(out, "sum", '{');
    json_print_member_int(out, "open", list.sum.open);
    json_print_member_int(out, "overdue", list.sum.overdue);
    json_print_member_int(out, "ended", list.sum.ended);
    json_print_member_int(out, "unassigned", list.unassigned);
    json_print_close(out, '}');
    json_print_member_open(out, "items", '[');
    for (size_t i = 0; i < list.count; i++)
        print_load(out, &list.at[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
    return true;
}

const struct api_route trend_api_routes[] = {
    {"GET", "/api/v1/health/trend", RIGHT_HEALTH_READ, get_trend, 0},
    {"GET", "/api/v1/teams/{team}/streaks", RIGHT_HEALTH_READ, get_streaks, 0},
    {"GET", "/api/v1/teams/{team}/load", RIGHT_HEALTH_READ, get_load, 0},
    {0},
};
