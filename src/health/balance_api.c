/* SPDX-License-Identifier: Apache-2.0 */
#include "health/balance_api.h"

#include "account/team.h"
#include "advisory/advisory_live.h"
#include "base/clock.h"
#include "codec/zone.h"
#include "health/balance.h"
#include "health/trend_period.h"

/* Acts that are shown with what they rested on; all are counted. */
enum { ACTS_SHOWN = 100, DAYS_DEFAULT = 28, DAYS_MAX = 3700 };

static void print_sources(struct buf *out, unsigned sources)
{
    json_print_member_open(out, "sources", '[');
    for (int bit = 0; bit < BALANCE_SOURCES; bit++)
        if (sources >> bit & 1)
            json_print_text(out, text_of(balance_source_name(bit)));
    json_print_close(out, ']');
}

static void print_act(struct buf *out, const struct balance_act *act)
{
    json_print_open(out, '{');
    json_print_member_z(out, "kind", act->is_action ? "action" : "decision");
    json_print_member(out, "what", act->what);
    json_print_member_time(out, "at", act->at_us);
    json_print_member_or_null(out, "flaw", act->flaw);
    json_print_member_or_null(out, "package", act->package);
    if (act->ticket_id)
        json_print_member_id(out, "ticket_id", act->ticket_id);
    else
        json_print_member_null(out, "ticket_id");
    if (act->is_action)
        json_print_member_id(out, "action_id", act->id);
    else
        json_print_member_null(out, "action_id");
    print_sources(out, act->sources);
    if (act->age_us >= 0)
        json_print_member_int(out, "age_seconds", act->age_us / CLOCK_SECOND_US);
    else
        json_print_member_null(out, "age_seconds");
    json_print_member_time(out, "changed_at", act->changed_us);
    json_print_member_bool(out, "is_assumed", act->is_assumed);
    json_print_member_bool(out, "has_ground", act->has_ground);
    json_print_member_bool(out, "is_enough", act->is_enough);
    json_print_close(out, '}');
}

static void print_gap(struct buf *out, enum balance_gap_kind kind, const struct balance_gap *gap)
{
    json_print_open(out, '{');
    json_print_member_z(out, "kind", balance_gap_name(kind));
    json_print_member_z(out, "side", kind <= BALANCE_SOURCE_SILENT ? "unused" : "missing");
    json_print_member_int(out, "count", gap->count);
    json_print_member_int(out, "of", gap->of);
    json_print_member_bool(out, "is_hidden", gap->is_hidden);
    json_print_member_open(out, "examples", '[');
    for (size_t i = 0; i < gap->example_count; i++) {
        const struct balance_example *example = &gap->examples[i];
        json_print_open(out, '{');
        json_print_member(out, "label", example->label);
        if (example->ticket_id)
            json_print_member_id(out, "ticket_id", example->ticket_id);
        else
            json_print_member_null(out, "ticket_id");
        json_print_member_int(out, "count", example->count);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static void print_behind(struct buf *out, const struct balance *balance)
{
    json_print_member_int(out, "decision_count", balance->decision_count);
    json_print_member_int(out, "action_count", balance->action_count);
    json_print_member_int(out, "enough_count", balance->enough_count);
    json_print_member_int(out, "few_count", balance->few_count);
    json_print_member_int(out, "stale_count", balance->stale_count);
    json_print_member_int(out, "age_unknown_count", balance->age_unknown_count);
    json_print_member_int(out, "changed_count", balance->changed_count);
    json_print_member_int(out, "fresh_seconds", BALANCE_FRESH_US / CLOCK_SECOND_US);
    json_print_member_int(out, "sources_least", BALANCE_SOURCES_LEAST);
    json_print_member_bool(out, "is_cut", balance->is_cut);
    json_print_member_open(out, "source_counts", '{');
    for (int bit = 0; bit < BALANCE_SOURCES; bit++)
        json_print_member_int(out, balance_source_name(bit), balance->source_counts[bit]);
    json_print_close(out, '}');
}

static void print_balance(struct buf *out, const struct balance *balance)
{
    const struct balance_coverage *coverage = &balance->coverage;
    print_behind(out, balance);
    json_print_member_open(out, "coverage", '{');
    json_print_member_int(out, "component_count", coverage->component_count);
    json_print_member_int(out, "covered", coverage->covered);
    json_print_member_int(out, "undecidable", coverage->undecidable);
    json_print_member_int(out, "not_covered", coverage->not_covered);
    json_print_member_int(out, "other", coverage->other);
    json_print_close(out, '}');
    json_print_member_open(out, "gaps", '[');
    for (int kind = 0; kind < BALANCE_GAPS; kind++)
        print_gap(out, (enum balance_gap_kind)kind, &balance->gaps[kind]);
    json_print_close(out, ']');
    json_print_member_open(out, "acts", '[');
    for (size_t i = 0; i < balance->act_count && i < ACTS_SHOWN; i++)
        print_act(out, &balance->acts[i]);
    json_print_close(out, ']');
}

/* ?name=2026-11-29, a day of the team. */
static bool read_day(
    const struct api_call *call, const char *name, int64_t *ret_day, struct err *err)
{
    struct text text = {"", 0};
    http_query(call->request, name, &text);
    return !text.len || trend_period_read_date(text, ret_day) ||
           err_set(err, ERR_USAGE, "%s: is no day, such as 2026-11-29", name);
}

/* Both days are of it; the four weeks before now unless told. */
static bool read_period(const struct api_call *call, const struct team *team, int64_t *ret_from,
    int64_t *ret_to, struct balance_query *query, struct err *err)
{
    struct zone zone;
    if (!zone_open(&zone, team->time_zone, err))
        return false;
    int64_t to = zone_time(&zone, call->now_us).day, from = -1;
    bool is_read = read_day(call, "to", &to, err) && read_day(call, "from", &from, err);
    if (from < 0)
        from = to < DAYS_DEFAULT ? 0 : to - DAYS_DEFAULT + 1;
    if (is_read && (from > to || to - from >= DAYS_MAX))
        is_read =
            err_set(err, ERR_USAGE, "from: must be before to, by less than %d days", DAYS_MAX);
    if (is_read) {
        query->from_us = zone_day_start_us(&zone, from);
        query->to_us = zone_day_start_us(&zone, to + 1);
    }
    zone_close(&zone);
    *ret_from = from;
    *ret_to = to;
    return is_read;
}

static bool show(struct api_call *call, struct err *err)
{
    struct team team;
    struct balance balance;
    int64_t id, from, to;
    char name[TREND_PERIOD_NAME_SIZE];
    if (!api_param_id(call, "team", &id, err) ||
        !team_find(call->db, &call->who, id, RIGHT_HEALTH_READ, call->arena, &team, err))
        return false;
    struct balance_query query = {.team_id = team.id, .now_us = call->now_us};
    if (!read_period(call, &team, &from, &to, &query, err))
        return false;
    const struct advisory_index *index = advisory_live_take(call->tools->advisories);
    bool is_read = balance_read(&balance, call->db, index, &query, call->arena, err);
    advisory_live_give(call->tools->advisories, index);
    if (!is_read)
        return false;
    struct buf *out = &call->reply->body;
    json_print_open(out, '{');
    api_print_person(out, "team", team.id, team.name);
    json_print_member(out, "time_zone", team.time_zone);
    json_print_member_z(out, "from", trend_period_date(from, name));
    json_print_member_z(out, "to", trend_period_date(to, name));
    print_balance(out, &balance);
    json_print_close(out, '}');
    return true;
}

const struct api_route balance_api_routes[] = {
    {"GET", "/api/v1/teams/{team}/balance", RIGHT_HEALTH_READ, show, 0},
    {0},
};
