/* SPDX-License-Identifier: Apache-2.0 */
#include "health/diary_json.h"

#include "health/trend_period.h"

static void print_id(struct buf *out, const char *key, int64_t id)
{
    if (id)
        json_print_member_id(out, key, id);
    else
        json_print_member_null(out, key);
}

static void print_named(struct buf *out, const char *key, int64_t id, struct text name)
{
    if (id)
        api_print_person(out, key, id, name);
    else
        json_print_member_null(out, key);
}

/* What the bite is, to be led to. */
static void print_target(struct buf *out, const struct diary_bite *bite)
{
    bool is_shown = !bite->is_hidden;
    print_id(out, "ticket_id", bite->ticket_id);
    print_id(out, "action_id", is_shown && bite->source == DIARY_FROM_ACTION ? bite->id : 0);
    print_id(out, "sighting_id", is_shown && bite->source == DIARY_FROM_SIGHTING ? bite->id : 0);
    print_id(out, "advice_id", is_shown && bite->source == DIARY_FROM_ADVICE ? bite->id : 0);
}

void diary_json_bite(struct buf *out, const struct diary_bite *bite)
{
    json_print_open(out, '{');
    json_print_member_z(out, "kind", diary_kind_name(bite->kind));
    json_print_member(out, "what", bite->what);
    json_print_member_time(out, "at", bite->at_us);
    json_print_member_or_null(out, "subject", bite->subject);
    json_print_member_or_null(out, "text", bite->text);
    print_named(out, "team", bite->team_id, bite->team_name);
    json_print_member_or_null(out, "service_name", bite->service_name);
    json_print_member_or_null(out, "package", bite->package);
    print_target(out, bite);
    json_print_member_int(out, "count", bite->count);
    json_print_member_int(out, "seconds", bite->seconds);
    json_print_member_bool(out, "is_hidden", bite->is_hidden);
    json_print_close(out, '}');
}

static void print_period(
    struct buf *out, const char *key, const struct diary_span *span, int64_t day)
{
    char at[TREND_PERIOD_NAME_SIZE];
    if (day < 0)
        json_print_member_null(out, key);
    else
        json_print_member_z(out, key,
            span->is_week ? trend_period_name(TREND_WEEK, day, at) : trend_period_date(day, at));
}

static void print_day(struct buf *out, const struct diary_span *span, int64_t i,
    const struct diary_mark *marks, size_t count)
{
    char at[TREND_PERIOD_NAME_SIZE];
    int64_t sums[DIARY_KINDS] = {0};
    for (size_t m = 0; m < count; m++)
        if (marks[m].at_us >= span->day_us[i] && marks[m].at_us < span->day_us[i + 1])
            sums[marks[m].kind] += marks[m].count;
    json_print_open(out, '{');
    json_print_member_z(out, "day", trend_period_date(span->first_day + i, at));
    json_print_member_time(out, "from", span->day_us[i]);
    json_print_member_time(out, "to", span->day_us[i + 1]);
    json_print_member_open(out, "sums", '{');
    for (int kind = 0; kind < DIARY_KINDS; kind++)
        json_print_member_int(out, diary_kind_name((enum diary_kind)kind), sums[kind]);
    json_print_close(out, '}');
    json_print_close(out, '}');
}

void diary_json_span(
    struct buf *out, const struct diary_span *span, const struct diary_mark *marks, size_t count)
{
    char at[TREND_PERIOD_NAME_SIZE];
    print_period(out, "period", span, span->first_day);
    json_print_member_z(
        out, "week", trend_period_name(TREND_WEEK, zone_monday(span->first_day), at));
    print_period(out, "previous", span, span->first_day - span->day_count);
    print_period(out, "next", span, span->first_day + span->day_count);
    json_print_member_open(out, "days", '[');
    for (int64_t i = 0; i < span->day_count; i++)
        print_day(out, span, i, marks, count);
    json_print_close(out, ']');
    json_print_member_open(out, "marks", '[');
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        json_print_member_z(out, "kind", diary_kind_name(marks[i].kind));
        json_print_member_time(out, "at", marks[i].at_us);
        json_print_member_int(out, "count", marks[i].count);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_sum(struct buf *out, const char *key, enum diary_hidden hidden, int64_t count)
{
    static const char *const words[] = {[DIARY_FEW] = "few", [DIARY_RUNNING] = "running"};
    json_print_member_open(out, key, '{');
    if (hidden)
        json_print_member_null(out, "count");
    else
        json_print_member_int(out, "count", count);
    if (hidden)
        json_print_member_z(out, "hidden", words[hidden]);
    else
        json_print_member_null(out, "hidden");
    json_print_close(out, '}');
}

void diary_json_team_week(struct buf *out, const struct diary_team_week *week)
{
    char at[TREND_PERIOD_NAME_SIZE];
    json_print_open(out, '{');
    json_print_member_z(out, "week", trend_period_name(TREND_WEEK, week->monday, at));
    json_print_member_z(out, "monday", trend_period_date(week->monday, at));
    print_sum(out, "people", week->hidden, week->people);
    for (int kind = 0; kind < DIARY_KINDS; kind++)
        print_sum(out, diary_kind_name((enum diary_kind)kind), week->sums[kind].hidden,
            week->sums[kind].count);
    json_print_close(out, '}');
}
