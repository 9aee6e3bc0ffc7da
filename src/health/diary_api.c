/* SPDX-License-Identifier: Apache-2.0 */
#include "health/diary_api.h"

#include "account/account.h"
#include "account/team.h"
#include "health/diary_coach.h"
#include "health/diary_json.h"
#include "health/reading.h"
#include "health/trend_period.h"

/* The marks of a day tell quarters of an hour, those of a week hours. */
#define DAY_STEP_US (15 * 60 * CLOCK_SECOND_US)
#define WEEK_STEP_US (60 * 60 * CLOCK_SECOND_US)

struct asked {
    struct account person;
    struct text zone;
    struct diary_span span;
};

/* Whose diary, and of when. Who may not see it learns nothing, not even that the account is there. */
static bool read_asked(const struct api_call *call, struct asked *asked, struct err *err)
{
    struct text period = {"", 0};
    int64_t person_id = call->who.account_id;
    http_query(call->request, "period", &period);
    return api_query_id(call, "person", &person_id, err) &&
           diary_coach_check(call->db, &call->who, person_id, err) &&
           account_find(call->db, person_id, call->arena, &asked->person, err) &&
           diary_zone(call->db, person_id, call->arena, &asked->zone, err) &&
           (diary_span_read(&asked->span, period, asked->zone, call->now_us, err) ||
               err_add(err, "period"));
}

static bool show(struct api_call *call, struct err *err)
{
    struct asked asked;
    struct diary_span today;
    struct diary_mark *marks;
    size_t count;
    char at[TREND_PERIOD_NAME_SIZE];
    if (!read_asked(call, &asked, err) ||
        !diary_span_read(&today, TEXT(""), asked.zone, call->now_us, err))
        return false;
    const struct diary_query query = {
        .person_id = asked.person.id, .from_us = asked.span.from_us, .to_us = asked.span.to_us};
    int64_t step_us = asked.span.is_week ? WEEK_STEP_US : DAY_STEP_US;
    if (!diary_marks(call->db, &query, step_us, call->arena, &marks, &count, err))
        return false;
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    api_print_person(out, "person", asked.person.id, asked.person.name);
    json_print_member(out, "time_zone", asked.zone);
    json_print_member_z(out, "today", trend_period_date(today.first_day, at));
    json_print_member_int(out, "step_seconds", step_us / CLOCK_SECOND_US);
    diary_json_span(out, &asked.span, marks, count);
    json_print_close(out, '}');
    return true;
}

static bool read_place(const struct api_call *call, const struct api_page *page,
    struct diary_place *place, struct err *err)
{
    struct db_value values[] = {
        DB_INT(INT64_MAX), DB_INT(-1), DB_INT(INT64_MAX), DB_INT(INT64_MAX)};
    if (!api_cursor_read(page->cursor, "iiii", call->arena, values, err))
        return false;
    *place = (struct diary_place){
        values[0].number, values[1].number, values[2].number, values[3].number};
    return true;
}

static bool list(struct api_call *call, struct err *err)
{
    struct asked asked;
    struct api_page page;
    struct diary_bite *bites;
    size_t count;
    struct diary_query query = {0};
    if (!api_page_read(call, &page, err) || !read_place(call, &page, &query.after, err) ||
        !read_asked(call, &asked, err))
        return false;
    query.person_id = asked.person.id;
    query.from_us = asked.span.from_us;
    query.to_us = asked.span.to_us;
    query.limit = page.limit + 1;
    if (!diary_list(call->db, &call->who, &query, call->arena, &bites, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++)
        diary_json_bite(&call->reply->body, &bites[i]);
    struct text next = {"", 0};
    if (count > shown) {
        const struct diary_bite *last = &bites[shown - 1];
        const struct db_value values[] = {DB_INT(last->at_us), DB_INT((int64_t)last->source),
            DB_INT(last->id), DB_INT(last->seq)};
        next = api_cursor_print(call->arena, "iiii", values);
    }
    api_list_close(call, next);
    return true;
}

/* -- what was read -- */

static bool note(struct api_call *call, struct err *err)
{
    struct json body;
    struct reading_visit visit = {.advisory = {"", 0}};
    if (!api_body(call, "advisory_id seconds is_more", &body, err))
        return false;
    yyjson_val *seconds = json_get(json_root(&body), "seconds");
    bool is_fine = api_member_name(&body, "advisory_id", &visit.advisory, err) &&
                   (!json_get(json_root(&body), "is_more") ||
                       api_member_bool(&body, "is_more", &visit.is_more, err));
    if (is_fine && seconds && !yyjson_is_null(seconds)) {
        is_fine =
            yyjson_is_int(seconds) || err_set(err, ERR_USAGE, "seconds: must be a whole number");
        visit.seconds = yyjson_get_sint(seconds);
    }
    is_fine = is_fine && reading_note(call->db, &call->who, &visit, call->now_us, err);
    json_done(&body);
    call->reply->status = 204;
    return is_fine;
}

static bool list_readings(struct api_call *call, struct err *err)
{
    struct api_page page;
    struct db_value before = DB_INT(INT64_MAX);
    struct reading_query query = {0};
    struct reading *readings;
    size_t count;
    if (!api_page_read(call, &page, err) ||
        !api_cursor_read(page.cursor, "i", call->arena, &before, err) ||
        !api_query_time(call, "from", &query.since_us, err))
        return false;
    query.before_us = before.number;
    query.limit = page.limit + 1;
    if (!reading_list(call->db, &call->who, &query, call->arena, &readings, &count, err))
        return false;
    size_t shown = count > page.limit ? page.limit : count;
    struct buf *out = &call->reply->body;
    api_list_open(call);
    for (size_t i = 0; i < shown; i++) {
        json_print_open(out, '{');
        json_print_member(out, "advisory_id", readings[i].advisory);
        json_print_member_time(out, "first_at", readings[i].first_us);
        json_print_member_time(out, "last_at", readings[i].last_us);
        json_print_member_int(out, "count", readings[i].count);
        json_print_member_int(out, "seconds", readings[i].seconds);
        json_print_close(out, '}');
    }
    struct text next = {"", 0};
    if (count > shown)
        next = api_cursor_print(call->arena, "i", &DB_INT(readings[shown - 1].last_us));
    api_list_close(call, next);
    return true;
}

/* -- a team's sums -- */

static bool print_weeks(
    struct api_call *call, const struct team *team, const struct diary_span *last, struct err *err)
{
    struct buf *out = &call->reply->body;
    for (int64_t i = DIARY_TEAM_WEEKS - 1; i >= 0; i--) {
        struct diary_span week;
        struct diary_team_week sums;
        int64_t monday = last->first_day - i * DIARY_WEEK_DAYS;
        if (monday < 0)
            continue;
        if (!diary_span_week(&week, monday, team->time_zone, err) ||
            !diary_team_week(call->db, team->id, &week, call->now_us, call->arena, &sums, err))
            return false;
        diary_json_team_week(out, &sums);
    }
    return true;
}

static bool show_team(struct api_call *call, struct err *err)
{
    int64_t id;
    struct team team;
    struct text word = {"", 0};
    struct diary_span span, week;
    char at[TREND_PERIOD_NAME_SIZE];
    http_query(call->request, "week", &word);
    if (!api_param_id(call, "team", &id, err) ||
        !team_find(call->db, &call->who, id, RIGHT_HEALTH_READ, call->arena, &team, err))
        return false;
    if (!diary_span_read(&span, word, team.time_zone, call->now_us, err))
        return err_add(err, "week");
    if (!diary_span_week(&week, span.first_day, team.time_zone, err))
        return false;
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    api_print_person(out, "team", team.id, team.name);
    json_print_member(out, "time_zone", team.time_zone);
    json_print_member_z(out, "week", trend_period_name(TREND_WEEK, week.first_day, at));
    json_print_member_int(out, "people_least", DIARY_PEOPLE_LEAST);
    json_print_member_int(out, "read_rounding", DIARY_READ_ROUNDING);
    json_print_member_open(out, "weeks", '[');
    if (!print_weeks(call, &team, &week, err))
        return false;
    json_print_close(out, ']');
    json_print_close(out, '}');
    return true;
}

const struct api_route diary_api_routes[] = {
    {"GET", "/api/v1/diary", RIGHT_SELF_READ, show, 0},
    {"GET", "/api/v1/diary/bites", RIGHT_SELF_READ, list, 0},
    {"POST", "/api/v1/readings", RIGHT_SELF_WORK, note, 0},
    {"GET", "/api/v1/readings", RIGHT_SELF_READ, list_readings, 0},
    {"GET", "/api/v1/teams/{team}/diary", RIGHT_HEALTH_READ, show_team, 0},
    {0},
};
