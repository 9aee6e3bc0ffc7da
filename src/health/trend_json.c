/* SPDX-License-Identifier: Apache-2.0 */
#include "health/trend_json.h"

#include "domain/ssvc.h"
#include "ticket/ticket_plan.h"

#define ENDS "completed,closed,wrong_match,not_affected,accepted"
#define STATES "state=open,acknowledged,scheduled,in_progress,completed,closed"

struct printing {
    struct buf *out;
    const struct trend_point *point;
    const struct trend_facts *facts;
    struct text filter; /* "team=7&" */
    struct arena *arena;
    char from[CLOCK_TEXT_SIZE], to[CLOCK_TEXT_SIZE];
};

struct text trend_json_filter(const struct trend_scope *scope, struct arena *arena)
{
    if (scope->service_id)
        return arena_format(arena, "service=%lld&", (long long)scope->service_id);
    return scope->team_id ? arena_format(arena, "team=%lld&", (long long)scope->team_id) : TEXT("");
}

void trend_json_print_day(struct buf *out, const char *key, int64_t day)
{
    char name[TREND_PERIOD_NAME_SIZE];
    json_print_member_z(out, key, trend_period_date(day, name));
}

void trend_json_print_days(struct buf *out, enum trend_period period, int64_t first, int64_t last)
{
    char name[TREND_PERIOD_NAME_SIZE];
    json_print_member_z(out, "period", trend_period_name(period, first, name));
    trend_json_print_day(out, "from", first);
    trend_json_print_day(out, "to", last);
}

/* What a number counts, as a filter of GET /tickets. */
static void print_events(struct printing *p, const char *kinds)
{
    json_print_member(p->out, "tickets",
        arena_format(p->arena, "%.*s" STATES "&event=%s&event_from=%s&event_to=%s",
            TEXT_ARG(p->filter), kinds, p->from, p->to));
}

/* How it stands now can be listed; how it stood cannot. */
static void print_standing(struct printing *p, const char *filter)
{
    if (p->point->is_running)
        json_print_member(
            p->out, "tickets", arena_format(p->arena, "%.*s%s", TEXT_ARG(p->filter), filter));
    else
        json_print_member_null(p->out, "tickets");
}

static void print_priorities(struct printing *p, const char *key, enum trend_count from)
{
    static const char *const names[] = {"defer", "scheduled", "out_of_cycle", "immediate"};
    json_print_member_open(p->out, key, '{');
    for (size_t i = TREND_PRIORITIES; i-- > 0;)
        json_print_member_int(p->out, names[i], p->facts->at[from + i]);
    json_print_close(p->out, '}');
}

static void print_share(struct printing *p, int64_t good, int64_t of)
{
    if (of > 0)
        json_print_member_double(p->out, "share", (double)good / (double)of);
    else
        json_print_member_null(p->out, "share");
    json_print_member_int(p->out, "of", of);
}

static void print_opened(struct printing *p)
{
    json_print_member_open(p->out, "opened", '{');
    json_print_member_int(
        p->out, "count", trend_fact_sum(p->facts, TREND_OPENED, TREND_PRIORITIES));
    print_priorities(p, "by_priority", TREND_OPENED);
    print_events(p, "opened");
    json_print_close(p->out, '}');
}

static void print_ended(struct printing *p)
{
    json_print_member_open(p->out, "ended", '{');
    json_print_member_int(p->out, "count", trend_fact_sum(p->facts, TREND_ENDED, TREND_CAUSES));
    json_print_member_open(p->out, "by_cause", '{');
    json_print_member_int(p->out, "completed", p->facts->at[TREND_ENDED]);
    for (size_t cause = TICKET_REMOVED; cause < TREND_CAUSES; cause++)
        json_print_member_int(
            p->out, ticket_cause_name((enum ticket_cause)cause), p->facts->at[TREND_ENDED + cause]);
    json_print_close(p->out, '}');
    json_print_member_int(p->out, "fixed", p->facts->at[TREND_FIXED]);
    print_events(p, ENDS);
    json_print_close(p->out, '}');
}

static void print_returns(struct printing *p)
{
    int64_t back = trend_fact_sum(p->facts, TREND_CAME_BACK, TREND_PRIORITIES);
    int64_t there = p->facts->at[TREND_STILL_THERE];
    json_print_member_open(p->out, "returned", '{');
    json_print_member_int(p->out, "count", back + there);
    json_print_member_int(p->out, "came_back", back);
    json_print_member_int(p->out, "still_there", there);
    json_print_member_int(p->out, "reopened_otherwise", p->facts->at[TREND_REOPENED]);
    print_share(p, back + there, p->facts->at[TREND_FIXED]);
    print_events(p, "reopened");
    json_print_close(p->out, '}');
}

static void print_in_time(struct printing *p)
{
    int64_t good = trend_fact_sum(p->facts, TREND_IN_TIME, TREND_PRIORITIES);
    int64_t late = trend_fact_sum(p->facts, TREND_LATE, TREND_PRIORITIES);
    json_print_member_open(p->out, "in_time", '{');
    json_print_member_int(p->out, "count", good);
    print_share(p, good, good + late);
    print_priorities(p, "in_time", TREND_IN_TIME);
    print_priorities(p, "late", TREND_LATE);
    json_print_member_int(p->out, "without_due_date", p->facts->at[TREND_NOT_DUE]);
    print_events(p, ENDS);
    json_print_close(p->out, '}');
}

static void print_time(
    struct printing *p, const char *key, enum trend_time time, const char *events)
{
    int64_t count = trend_fact_time_count(p->facts, time);
    json_print_member_open(p->out, key, '{');
    json_print_member_int(p->out, "count", count);
    if (count) {
        json_print_member_int(p->out, "median_minutes", trend_fact_percentile(p->facts, time, 50));
        json_print_member_int(p->out, "p90_minutes", trend_fact_percentile(p->facts, time, 90));
    } else {
        json_print_member_null(p->out, "median_minutes");
        json_print_member_null(p->out, "p90_minutes");
    }
    print_events(p, events);
    json_print_close(p->out, '}');
}

static void print_ages(struct printing *p)
{
    static const char *const names[] = {
        "up_to_7_days", "up_to_30_days", "up_to_90_days", "over_90_days"};
    json_print_member_open(p->out, "by_age", '{');
    for (size_t age = 0; age < TREND_AGES; age++) {
        int64_t sum = 0;
        for (size_t i = 0; i < TREND_PRIORITIES; i++)
            sum += p->facts->at[TREND_BACKLOG + i * TREND_AGES + age];
        json_print_member_int(p->out, names[age], sum);
    }
    json_print_close(p->out, '}');
}

static void print_backlog(struct printing *p)
{
    static const char *const names[] = {"defer", "scheduled", "out_of_cycle", "immediate"};
    json_print_member_open(p->out, "backlog", '{');
    json_print_member_int(
        p->out, "count", trend_fact_sum(p->facts, TREND_BACKLOG, TREND_PRIORITIES * TREND_AGES));
    print_ages(p);
    json_print_member_open(p->out, "by_priority", '{');
    for (size_t i = TREND_PRIORITIES; i-- > 0;)
        json_print_member_int(p->out, names[i],
            trend_fact_sum(
                p->facts, (enum trend_count)(TREND_BACKLOG + i * TREND_AGES), TREND_AGES));
    json_print_close(p->out, '}');
    print_standing(p, "sort=age");
    json_print_close(p->out, '}');
    json_print_member_open(p->out, "overdue", '{');
    json_print_member_int(
        p->out, "count", trend_fact_sum(p->facts, TREND_OVERDUE, TREND_PRIORITIES));
    print_priorities(p, "by_priority", TREND_OVERDUE);
    print_standing(p, "overdue=1&sort=due");
    json_print_close(p->out, '}');
}

static void print_kev(struct printing *p)
{
    json_print_member_open(p->out, "kev", '{');
    json_print_member_int(p->out, "count", p->facts->at[TREND_KEV]);
    json_print_member_double(p->out, "days", (double)p->facts->at[TREND_KEV_HOURS] / 24);
    json_print_member_double(p->out, "longest_days", (double)p->facts->at[TREND_KEV_LONGEST] / 24);
    print_standing(p, "kev=1&sort=age");
    json_print_close(p->out, '}');
}

static void print_seen(struct printing *p)
{
    int64_t covered = p->facts->at[TREND_COVERED];
    int64_t all = covered + p->facts->at[TREND_NOT_COVERED] + p->facts->at[TREND_UNDECIDABLE];
    json_print_member_open(p->out, "coverage", '{');
    json_print_member_int(p->out, "covered", covered);
    json_print_member_int(p->out, "not_covered", p->facts->at[TREND_NOT_COVERED]);
    json_print_member_int(p->out, "undecidable", p->facts->at[TREND_UNDECIDABLE]);
    print_share(p, covered, all);
    json_print_close(p->out, '}');
    json_print_member_open(p->out, "sboms", '{');
    json_print_member_int(p->out, "count", p->facts->at[TREND_PARTS]);
    json_print_member_int(p->out, "fresh", p->facts->at[TREND_FRESH]);
    json_print_close(p->out, '}');
}

void trend_json_print(struct buf *out, const struct trend *trend, size_t at,
    const struct trend_scope *scope, enum trend_period period, struct arena *arena)
{
    const struct trend_point *point = &trend->points[at];
    struct printing p = {.out = out,
        .point = point,
        .facts = &point->facts,
        .filter = trend_json_filter(scope, arena),
        .arena = arena};
    clock_print(trend->spans[at].from_us, p.from);
    clock_print(trend->spans[at].to_us, p.to);
    json_print_open(out, '{');
    trend_json_print_days(out, period, point->first, point->last);
    json_print_member_bool(out, "is_running", point->is_running);
    json_print_member_bool(out, "has_data", point->has_facts);
    print_opened(&p);
    print_ended(&p);
    print_returns(&p);
    print_in_time(&p);
    print_time(&p, "time_to_know", TREND_KNOW, "opened");
    print_time(&p, "time_to_acknowledge", TREND_ACK, "acknowledged,scheduled,started," ENDS);
    print_time(&p, "time_to_fix", TREND_FIX, "completed,closed,not_affected");
    print_backlog(&p);
    print_kev(&p);
    print_seen(&p);
    json_print_close(out, '}');
}
