/* SPDX-License-Identifier: Apache-2.0 */
#include "health/trend.h"

/* So many days that are not stored yet are counted when they are asked for; more wait for the job. */
enum { LIVE_DAYS_MAX = 31 };

static size_t place_of(const struct trend *trend, int64_t day)
{
    size_t low = 0, high = trend->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (day < trend->points[middle].first)
            high = middle;
        else
            low = middle;
    }
    return low;
}

static bool is_in(const struct trend *trend, int64_t day)
{
    return day >= trend->points[0].first && day <= trend->points[trend->count - 1].last;
}

/* -- stored days -- */

static void add_days(
    struct trend *trend, const struct trend_day *days, size_t count, struct arena *arena)
{
    for (size_t i = 0; i < count; i++) {
        struct trend_point *point = &trend->points[place_of(trend, days[i].day)];
        bool is_last = i + 1 == count || days[i + 1].team_id != days[i].team_id ||
                       days[i + 1].day > point->last;
        point->has_facts = true;
        trend_fact_read(days[i].flows, &point->facts, arena);
        if (!is_last || point->is_running)
            continue;
        trend_fact_read(days[i].stocks, &point->facts, arena);
        trend_fact_read(days[i].seen, &point->facts, arena);
    }
}

static bool read_days(struct trend *trend, struct db *db, const struct trend_order *order,
    struct arena *arena, struct err *err)
{
    struct trend_day *days;
    size_t count;
    const struct trend_range range = {.who = order->who,
        .team_id = order->team_id,
        .service_id = order->service_id,
        .first = trend->points[0].first,
        .last = trend->points[trend->count - 1].last};
    if (!trend_rows_days(db, &range, arena, &days, &count, err))
        return false;
    add_days(trend, days, count, order->is_without_times ? NULL : arena);
    return arena_check(arena, err);
}

/* -- days that are not stored -- */

static int64_t first_missing(const struct trend_team *team, const struct zone *zone, int64_t today)
{
    if (team->last_day != TREND_NO_DAY)
        return team->last_day + 1;
    return team->first_us ? zone_time(zone, team->first_us).day : today;
}

static void add_live(struct trend *trend, const struct trend_table *table, int64_t service_id,
    int64_t today, struct arena *arena)
{
    uint32_t at;
    struct text key = {(const char *)&service_id, sizeof service_id};
    if (!map_find(&table->services, key, &at))
        return;
    for (int64_t day = table->first; day <= today; day++) {
        const struct trend_facts *facts = trend_table_find(table, at, day);
        struct trend_point *point = &trend->points[place_of(trend, day)];
        if (!facts || !is_in(trend, day))
            continue;
        point->has_facts = true;
        trend_fact_add_flows(&point->facts, facts, arena);
        if (!point->is_running && (day == point->last))
            trend_fact_add_stocks(&point->facts, facts);
    }
}

/* The days of a team that are counted now. */
struct live {
    const struct trend_team *team;
    struct trend_table table;
    int64_t today;
};

static bool open_live(struct live *live, struct trend *trend, const struct trend_team *team,
    int64_t now_us, struct arena *arena, struct err *err)
{
    struct zone zone = {0};
    if (!zone_open(&zone, team->zone, err))
        return false;
    int64_t today = zone_time(&zone, now_us).day, first = first_missing(team, &zone, today);
    trend->is_behind |= first + LIVE_DAYS_MAX < today;
    if (first > today || first + LIVE_DAYS_MAX < today)
        first = today;
    live->team = team;
    live->today = today;
    trend_table_init(&live->table, &zone, first, today, arena);
    live->table.has_stocks = first < today;
    zone_close(&zone);
    return arena_check(arena, err);
}

static struct live *find_live(struct live *lives, size_t count, int64_t team_id)
{
    for (size_t i = 0; i < count; i++)
        if (lives[i].team->id == team_id)
            return &lives[i];
    return NULL;
}

/* Whatever happens on a day was touched on it, or is an immediate one whose 24 hours began the day before. */
static bool count_lives(struct db *db, const struct trend_order *order, struct live *lives,
    size_t count, int64_t team_id, struct arena *arena, struct err *err)
{
    struct trend_history *histories;
    size_t history_count;
    struct trend_wanted wanted = {
        .team_id = team_id, .service_id = order->service_id, .touched_us = INT64_MAX};
    for (size_t i = 0; i < count; i++) {
        int64_t from_us = lives[i].table.starts[0] - CLOCK_DAY_US;
        wanted.touched_us = from_us < wanted.touched_us ? from_us : wanted.touched_us;
        wanted.has_open |= lives[i].table.has_stocks;
    }
    if (!trend_rows_histories(db, &wanted, arena, &histories, &history_count, err))
        return false;
    for (size_t i = 0; i < history_count; i++) {
        const struct trend_history *history = &histories[i];
        struct live *live = find_live(lives, count, history->ticket.team_id);
        if (!live)
            continue;
        struct trend_sink sink = trend_table_sink(&live->table);
        if (!trend_fold(&history->ticket, history->events, history->event_count, order->now_us,
                &sink, arena, err))
            return false;
    }
    return arena_check(arena, err);
}

/* Of today alone all teams are counted at once; one that has more to count is counted by itself. */
static bool count_all(struct db *db, const struct trend_order *order, struct live *lives,
    size_t count, struct arena *arena, struct err *err)
{
    bool is_today = count > 1;
    bool is_ok = true;
    for (size_t i = 0; i < count; i++)
        is_today = is_today && !lives[i].table.has_stocks;
    if (is_today)
        return count_lives(db, order, lives, count, 0, arena, err);
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = count_lives(db, order, &lives[i], 1, lives[i].team->id, arena, err);
    return is_ok;
}

static bool read_live(struct trend *trend, struct db *db, const struct trend_order *order,
    struct arena *arena, struct err *err)
{
    struct trend_point *last = &trend->points[trend->count - 1];
    size_t opened = 0;
    bool is_ok = true;
    if (!last->is_running || trend->team_count == 0)
        return true;
    struct live *lives = arena_take_array(arena, trend->team_count, sizeof *lives);
    for (; is_ok && lives && opened < trend->team_count; opened++)
        is_ok = open_live(&lives[opened], trend, &trend->teams[opened], order->now_us, arena, err);
    is_ok = is_ok && arena_check(arena, err) && count_all(db, order, lives, opened, arena, err) &&
            trend_rows_now(db,
                &(struct trend_range){
                    .who = order->who, .team_id = order->team_id, .service_id = order->service_id},
                order->now_us, &last->facts, err);
    for (size_t i = 0; i < opened; i++) {
        if (is_ok)
            add_live(trend, &lives[i].table, order->service_id, lives[i].today, arena);
        trend_table_done(&lives[i].table);
    }
    last->has_facts = true;
    return is_ok;
}

/* -- periods -- */

static int64_t last_day(const struct trend *trend, const struct trend_order *order)
{
    bool is_now = order->until_day == TREND_NO_DAY || order->until_day > trend->today;
    return is_now ? trend->today : order->until_day;
}

static struct trend_point point_of(const struct trend_order *order, int64_t until, size_t i)
{
    struct trend_point point = {.first = order->first_day, .last = until};
    if (order->is_span)
        return point;
    point.first = trend_period_move(
        order->period, trend_period_first(order->period, until), (int)i + 1 - (int)order->count);
    point.last = trend_period_move(order->period, point.first, 1) - 1;
    return point;
}

static bool set_points(struct trend *trend, const struct trend_order *order,
    const struct zone *zone, struct arena *arena, struct err *err)
{
    int64_t until = last_day(trend, order);
    trend->count = order->count;
    trend->points = arena_take_array(arena, order->count, sizeof *trend->points);
    trend->spans = arena_take_array(arena, order->count, sizeof *trend->spans);
    if (!arena_check(arena, err))
        return false;
    for (size_t i = 0; i < order->count; i++) {
        struct trend_point *point = &trend->points[i];
        *point = point_of(order, until, i);
        point->is_running = point->first <= trend->today && trend->today <= point->last;
        trend->spans[i].from_us = zone_day_start_us(zone, point->first);
        trend->spans[i].to_us = zone_day_start_us(zone, point->last + 1);
    }
    return true;
}

/* Of all teams, the day of those where it is the latest: what is counted there today must have a place. */
static bool find_today(
    struct trend *trend, const struct zone *zone, int64_t now_us, struct err *err)
{
    trend->today = zone_time(zone, now_us).day;
    for (size_t i = 0; i < trend->team_count; i++) {
        struct zone own = {0};
        if (!zone_open(&own, trend->teams[i].zone, err))
            return false;
        int64_t day = zone_time(&own, now_us).day;
        if (day > trend->today)
            trend->today = day;
        zone_close(&own);
    }
    return true;
}

bool trend_read(struct db *db, const struct trend_order *order, struct arena *arena,
    struct trend *ret_trend, struct err *err)
{
    struct zone zone = {0};
    struct trend trend = {.zone = TEXT("UTC")};
    if (!trend_rows_teams(
            db, order->who, order->team_id, arena, &trend.teams, &trend.team_count, err))
        return false;
    if (order->team_id && trend.team_count)
        trend.zone = trend.teams[0].zone;
    if (!zone_open(&zone, trend.zone, err))
        return false;
    bool is_ok = find_today(&trend, &zone, order->now_us, err) &&
                 set_points(&trend, order, &zone, arena, err) &&
                 read_days(&trend, db, order, arena, err) &&
                 read_live(&trend, db, order, arena, err) && arena_check(arena, err);
    zone_close(&zone);
    if (is_ok)
        *ret_trend = trend;
    return is_ok;
}
