/* SPDX-License-Identifier: Apache-2.0 */
#include "health/grade_api.h"

#include "advisory/advisory_live.h"
#include "health/balance.h"

/* Where a step is done. What is about tickets is of the moment: an old one is past doing. */
static struct text link_of(enum grade_step step, const struct trend_scope *scope,
    const struct trend_point *point, struct arena *arena)
{
    static const char *const filters[GRADE_STEPS] = {
        [GRADE_STEP_OVERDUE] = "overdue=1&sort=due",
        [GRADE_STEP_DUE] = "due_within=7&sort=due",
        [GRADE_STEP_KEV] = "kev=1&sort=age",
        [GRADE_STEP_OLD] = "sort=age",
        [GRADE_STEP_GROUNDS] = "sort=rank",
    };
    char from[TREND_PERIOD_NAME_SIZE], to[TREND_PERIOD_NAME_SIZE];
    struct text filter = trend_json_filter(scope, arena);
    if (step == GRADE_STEP_UNCOVERED)
        return TEXT("/advisories?show=coverage");
    if (step == GRADE_STEP_STALE && scope->service_id)
        return arena_format(arena, "/services/%lld", (long long)scope->service_id);
    if (step == GRADE_STEP_STALE)
        return arena_format(arena, "/services?%.*s", TEXT_ARG(filter));
    if (step == GRADE_STEP_RETURNS)
        return arena_format(arena, "/tickets?%.*sevent=reopened&event_from=%s&event_to=%s",
            TEXT_ARG(filter), trend_period_date(point->first, from),
            trend_period_date(point->last + 1, to));
    return arena_format(arena, "/tickets?%.*s%s", TEXT_ARG(filter), filters[step]);
}

static void print_part(struct buf *out, enum grade_kind kind, const struct grade_part *part,
    const struct trend_scope *scope, const struct trend_point *point, struct arena *arena)
{
    json_print_open(out, '{');
    json_print_member_z(out, "kind", grade_kind_word(kind));
    json_print_member_bool(out, "has_data", part->has_data);
    if (part->has_data)
        json_print_member_int(out, "value", part->value);
    else
        json_print_member_null(out, "value");
    json_print_member_int(out, "weight", part->weight);
    json_print_member_int(out, "good", part->good);
    json_print_member_int(out, "of", part->of);
    json_print_member(out, "why", grade_why(kind, part, arena));
    json_print_member_double(out, "would_raise", part->raise_tenths / 10.0);
    if (part->step == GRADE_STEP_NONE) {
        json_print_member_null(out, "step");
    } else {
        json_print_member_open(out, "step", '{');
        json_print_member_z(out, "kind", grade_step_word(part->step));
        json_print_member_int(out, "count", part->step_count);
        json_print_member(out, "href", link_of(part->step, scope, point, arena));
        json_print_close(out, '}');
    }
    json_print_close(out, '}');
}

static void print_value(struct buf *out, const struct grade *grade)
{
    char letter[2] = {grade->letter, '\0'};
    if (grade->is_given) {
        json_print_member_int(out, "value", grade->value);
        json_print_member_z(out, "letter", letter);
    } else {
        json_print_member_null(out, "value");
        json_print_member_null(out, "letter");
    }
}

void grade_api_print(struct buf *out, const struct grade *grade, const struct trend_scope *scope,
    const struct trend_point *point, struct arena *arena)
{
    print_value(out, grade);
    json_print_member_int(out, "weight", grade->weight);
    if (grade->best >= 0)
        json_print_member_z(out, "best_step", grade_kind_word((enum grade_kind)grade->best));
    else
        json_print_member_null(out, "best_step");
    json_print_member_open(out, "parts", '[');
    for (int i = 0; i < GRADE_PARTS; i++)
        print_part(out, (enum grade_kind)i, &grade->parts[i], scope, point, arena);
    json_print_close(out, ']');
}

/* From the point numbered from on. The last is the grade that was asked for, as it stands above: two numbers for one period would be one too
   many. */
static void print_past(struct api_call *call, const struct trend *trend, size_t from,
    enum trend_period period, const struct grade *last)
{
    struct buf *out = &call->reply->body;
    json_print_member_open(out, "history", '[');
    for (size_t i = from; i < trend->count; i++) {
        const struct trend_point *point = &trend->points[i];
        struct grade grade = {0};
        if (i + 1 == trend->count)
            grade = *last;
        else if (point->has_facts)
            grade_of(&point->facts, NULL, &grade);
        json_print_open(out, '{');
        trend_json_print_days(out, period, point->first, point->last);
        json_print_member_bool(out, "is_running", point->is_running);
        print_value(out, &grade);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

/* It reaches back where the rest does (grade_point). */
bool grade_api_balance(struct db *db, const struct advisory_index *index,
    const struct trend_scope *scope, const struct trend *trend, int64_t now_us, struct arena *arena,
    struct grade_balance *ret_balance, struct err *err)
{
    const struct zone_span *span = &trend->spans[trend->count - 1];
    bool reaches_back = trend->count > 1 && trend->points[trend->count - 1].is_running &&
                        trend->points[trend->count - 2].has_facts;
    const struct balance_query query = {.team_id = scope->team_id,
        .from_us = reaches_back ? trend->spans[trend->count - 2].from_us : span->from_us,
        .to_us = span->to_us,
        .now_us = now_us};
    struct balance balance;
    *ret_balance = (struct grade_balance){0};
    if (!scope->team_id || scope->service_id)
        return true;
    if (!balance_read(&balance, db, index, &query, arena, err))
        return false;
    ret_balance->enough = balance.enough_count;
    ret_balance->of = balance.decision_count + balance.action_count;
    return true;
}

static bool read_balance(struct api_call *call, const struct trend_scope *scope,
    const struct trend *trend, struct grade_balance *ret_balance, struct err *err)
{
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    bool is_ok = grade_api_balance(
        call->db, index, scope, trend, call->now_us, call->arena, ret_balance, err);
    advisory_live_give(call->tools->advisories, index);
    return is_ok;
}

static bool get_grade(struct api_call *call, struct err *err)
{
    enum { WEEKS = 13 };
    struct trend_scope scope;
    struct trend_order order;
    struct trend trend;
    struct grade grade;
    struct grade_balance balance;
    struct buf *out = &call->reply->body;
    if (!trend_api_scope(call, &scope, err) || !trend_api_order(call, &scope, WEEKS, &order, err))
        return false;
    order.is_without_times = true;
    size_t asked = order.count++;
    if (!trend_read(call->db, &order, call->arena, &trend, err) ||
        !read_balance(call, &scope, &trend, &balance, err))
        return false;
    const struct trend_point *last = &trend.points[trend.count - 1];
    grade_point(&trend, trend.count - 1, &balance, &grade);
    json_print_open(out, '{');
    trend_api_print_head(call, &scope, &trend, order.period);
    trend_json_print_days(out, order.period, last->first, last->last);
    grade_api_print(out, &grade, &scope, last, call->arena);
    print_past(call, &trend, trend.count > asked ? trend.count - asked : 0, order.period, &grade);
    json_print_close(out, '}');
    return arena_check(call->arena, err);
}

const struct api_route grade_api_routes[] = {
    {"GET", "/api/v1/health/grade", RIGHT_HEALTH_READ, get_grade, 0},
    {0},
};
