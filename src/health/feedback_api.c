/* SPDX-License-Identifier: Apache-2.0 */
#include "health/feedback_api.h"

#include "base/limits.h"
#include "health/trend_json.h"
#include "health/trend_period.h"

enum { WEEK_DAYS = 7 };

static void print_id(struct buf *out, const char *key, int64_t id)
{
    if (id)
        json_print_member_id(out, key, id);
    else
        json_print_member_null(out, key);
}

static void print_week(struct buf *out, int64_t day)
{
    char name[TREND_PERIOD_NAME_SIZE];
    json_print_member_z(out, "week", trend_period_name(TREND_WEEK, day, name));
    trend_json_print_day(out, "from", day);
    trend_json_print_day(out, "to", day + WEEK_DAYS - 1);
}

void feedback_api_print(struct buf *out, const struct feedback *entry)
{
    char week[TREND_PERIOD_NAME_SIZE];
    json_print_open(out, '{');
    json_print_member_id(out, "id", entry->id);
    json_print_member_id(out, "team_id", entry->team_id);
    json_print_member_z(out, "week", trend_period_name(TREND_WEEK, entry->day, week));
    json_print_member_id(out, "thread_id", entry->thread_id);
    json_print_member_bool(out, "is_answer", entry->is_answer);
    if (entry->withdrawn_us)
        json_print_member_null(out, "text");
    else
        json_print_member(out, "text", entry->text);
    api_print_person(out, "author", entry->author_id, entry->author_name);
    json_print_member_time(out, "created_at", entry->created_us);
    print_id(out, "corrects", entry->corrects_id);
    print_id(out, "corrected_by", entry->corrected_by_id);
    json_print_member_time(out, "withdrawn_at", entry->withdrawn_us);
    json_print_close(out, '}');
}

/* The week before, and the one behind unless it has not begun. */
static void print_neighbours(struct buf *out, int64_t day, int64_t today)
{
    char name[TREND_PERIOD_NAME_SIZE];
    json_print_member_z(out, "previous",
        trend_period_name(TREND_WEEK, day < WEEK_DAYS ? day : day - WEEK_DAYS, name));
    if (day + WEEK_DAYS <= today)
        json_print_member_z(out, "next", trend_period_name(TREND_WEEK, day + WEEK_DAYS, name));
    else
        json_print_member_null(out, "next");
    json_print_member_bool(out, "is_running", day <= today && today < day + WEEK_DAYS);
}

static bool list(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct team team;
    struct feedback *entries;
    struct feedback_query query = {0};
    size_t count;
    int64_t today;
    struct text week = {"", 0}, next = {"", 0};
    struct db_value behind[] = {DB_INT(0), DB_INT(0)};
    http_query(call->request, "week", &week);
    if (!api_param_id(call, "team", &query.team_id, err) || !api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "ii", call->arena, behind, err) ||
        !team_find(
            call->db, &call->who, query.team_id, RIGHT_HEALTH_READ, call->arena, &team, err) ||
        !feedback_week(&team, week, call->now_us, &query.day, &today, err))
        return false;
    query.after_thread_id = behind[0].number;
    query.after_id = behind[1].number;
    query.limit = page.limit + 1;
    if (!feedback_list(call->db, &query, call->arena, &entries, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    print_week(out, query.day);
    json_print_member(out, "time_zone", team.time_zone);
    print_neighbours(out, query.day, today);
    json_print_member_open(out, "items", '[');
    for (size_t i = 0; i < shown; i++)
        feedback_api_print(out, &entries[i]);
    if (count > shown)
        next = api_cursor_print(call->arena, "ii",
            (const struct db_value[]){
                DB_INT(entries[shown - 1].thread_id), DB_INT(entries[shown - 1].id)});
    api_list_close(call, next);
    return arena_check(call->arena, err);
}

static bool list_weeks(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct team team;
    struct feedback_sum *weeks;
    size_t count;
    int64_t id;
    struct text next = {"", 0};
    struct db_value before = DB_INT(INT64_MAX);
    if (!api_param_id(call, "team", &id, err) || !api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !team_find(call->db, &call->who, id, RIGHT_HEALTH_READ, call->arena, &team, err) ||
        !feedback_list_weeks(
            call->db, id, before.number, page.limit + 1, call->arena, &weeks, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++) {
        struct buf *out = &call->reply->body;
        json_print_open(out, '{');
        print_week(out, weeks[i].day);
        json_print_member_int(out, "count", weeks[i].count);
        json_print_member_time(out, "last_at", weeks[i].last_us);
        json_print_close(out, '}');
    }
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(weeks[shown - 1].day));
    api_list_close(call, next);
    return arena_check(call->arena, err);
}

static bool reply(struct api_call *call, int64_t id, struct err *err)
{
    struct feedback entry;
    if (!feedback_find(call->db, &call->who, id, RIGHT_HEALTH_READ, call->arena, &entry, err))
        return false;
    feedback_api_print(&call->reply->body, &entry);
    return true;
}

static bool show(struct api_call *call, struct err *err)
{
    int64_t id;
    return api_param_id(call, "feedback", &id, err) && reply(call, id, err);
}

/* Writes what the body says; its members are those of names. */
static bool write_body(
    struct api_call *call, const char *names, struct feedback_order *order, struct err *err)
{
    struct json body;
    int64_t id = 0;
    if (!api_body(call, names, &body, err))
        return false;
    bool is_written = api_member_line(&body, "week", &order->week, err) &&
                      api_member_text(&body, "text", LIMIT_FEEDBACK_BYTES, &order->text, err) &&
                      api_member_id(&body, "corrects", &order->corrects_id, err) &&
                      feedback_write(call->db, &call->who, order, call->now_us, &id, err);
    json_done(&body);
    if (!is_written)
        return false;
    api_created(call, "/api/v1/feedback", id);
    return reply(call, id, err);
}

static bool give(struct api_call *call, struct err *err)
{
    struct feedback_order order = {.week = {"", 0}, .text = {"", 0}};
    struct team team;
    return api_param_id(call, "team", &order.team_id, err) &&
           team_find(call->db, &call->who, order.team_id, RIGHT_FEEDBACK_WRITE, call->arena, &team,
               err) &&
           write_body(call, "week text corrects", &order, err);
}

static bool answer(struct api_call *call, struct err *err)
{
    struct feedback_order order = {.week = {"", 0}, .text = {"", 0}};
    struct feedback entry;
    return api_param_id(call, "feedback", &order.answers_id, err) &&
           feedback_find(call->db, &call->who, order.answers_id, RIGHT_FEEDBACK_ANSWER, call->arena,
               &entry, err) &&
           write_body(call, "text corrects", &order, err);
}

static bool withdraw(struct api_call *call, struct err *err)
{
    int64_t id;
    call->reply->status = 204;
    return api_param_id(call, "feedback", &id, err) &&
           feedback_withdraw(call->db, &call->who, id, call->now_us, err);
}

const struct api_route feedback_api_routes[] = {
    {"GET", "/api/v1/teams/{team}/feedback", RIGHT_HEALTH_READ, list, 0},
    {"POST", "/api/v1/teams/{team}/feedback", RIGHT_FEEDBACK_WRITE, give, 0},
    {"GET", "/api/v1/teams/{team}/feedback/weeks", RIGHT_HEALTH_READ, list_weeks, 0},
    {"GET", "/api/v1/feedback/{feedback}", RIGHT_HEALTH_READ, show, 0},
    {"DELETE", "/api/v1/feedback/{feedback}", RIGHT_FEEDBACK_ANSWER, withdraw, 0},
    {"POST", "/api/v1/feedback/{feedback}/answers", RIGHT_FEEDBACK_ANSWER, answer, 0},
    {0},
};
