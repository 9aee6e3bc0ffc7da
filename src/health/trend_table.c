/* SPDX-License-Identifier: Apache-2.0 */
#include "health/trend_table.h"

#define HOUR_US (3600 * CLOCK_SECOND_US)

void trend_table_init(struct trend_table *table, const struct zone *zone, int64_t first,
    int64_t last, struct arena *arena)
{
    *table = (struct trend_table){
        .first = first, .day_count = last - first + 1, .has_stocks = true, .arena = arena};
    table->starts = arena_take_array(arena, (size_t)table->day_count + 1, sizeof *table->starts);
    for (int64_t i = 0; table->starts && i <= table->day_count; i++)
        table->starts[i] = zone_day_start_us(zone, first + i);
}

void trend_table_done(struct trend_table *table)
{
    map_done(&table->services);
    VEC_DONE(&table->ids);
    VEC_DONE(&table->rows);
}

/* The place of the day that holds a time, -1 for none. */
static int64_t place_of(const struct trend_table *table, int64_t at_us)
{
    int64_t low = 0, high = table->day_count;
    if (!table->starts || at_us < table->starts[0] || at_us >= table->starts[high])
        return -1;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (at_us < table->starts[middle])
            high = middle;
        else
            low = middle;
    }
    return low;
}

static size_t service_place(struct trend_table *table, int64_t service_id)
{
    uint32_t at = (uint32_t)table->ids.len;
    int64_t *kept = arena_take(table->arena, sizeof *kept);
    if (!kept)
        return SIZE_MAX;
    *kept = service_id;
    if (!map_add(&table->services, (struct text){(const char *)kept, sizeof *kept}, at, &at))
        return at;
    *VEC_ADD(&table->ids) = service_id;
    *VEC_ADD(&table->rows) =
        arena_take_array(table->arena, (size_t)table->day_count, sizeof(struct trend_facts *));
    return at;
}

static struct trend_facts *facts_at(struct trend_table *table, int64_t service_id, int64_t place)
{
    uint32_t at;
    struct text key = {(const char *)&service_id, sizeof service_id};
    size_t service = map_find(&table->services, key, &at) ? at : service_place(table, service_id);
    if (service == SIZE_MAX || !table->rows.at[service])
        return NULL;
    struct trend_facts **facts = &table->rows.at[service][place];
    if (!*facts)
        *facts = arena_take(table->arena, sizeof **facts);
    return *facts;
}

struct trend_facts *trend_table_at(struct trend_table *table, int64_t service_id, int64_t day)
{
    return facts_at(table, service_id, day - table->first);
}

const struct trend_facts *trend_table_find(
    const struct trend_table *table, size_t service, int64_t day)
{
    struct trend_facts **rows = table->rows.at[service];
    return rows ? rows[day - table->first] : NULL;
}

static void count(struct trend_facts *facts, const struct trend_hit *hit, struct arena *arena)
{
    if (facts && hit->at == TREND_COUNTS)
        trend_fact_time(facts, hit->time, hit->took_us, arena);
    else if (facts)
        facts->at[hit->at]++;
}

static void take_hit(void *context, const struct trend_ticket *ticket, const struct trend_hit *hit)
{
    struct trend_table *table = context;
    int64_t place = place_of(table, hit->at_us);
    if (place < 0)
        return;
    count(facts_at(table, 0, place), hit, table->arena);
    count(facts_at(table, ticket->service_id, place), hit, table->arena);
}

/* How a ticket stands at an instant. */
static void stand(struct trend_facts *facts, const struct trend_ticket *ticket,
    const struct trend_stretch *stretch, int64_t at_us)
{
    static const int64_t ages[] = {7, 30, 90};
    size_t age = 0;
    if (!facts)
        return;
    while (age < LEN_OF(ages) && at_us - ticket->created_us > ages[age] * CLOCK_DAY_US)
        age++;
    facts->at[TREND_BACKLOG + (size_t)stretch->priority * TREND_AGES + age]++;
    if (stretch->due_us && stretch->due_us < at_us)
        facts->at[TREND_OVERDUE + (size_t)stretch->priority]++;
    if (!ticket->kev_us || ticket->kev_us >= at_us)
        return;
    int64_t hours = (at_us - ticket->kev_us) / HOUR_US;
    facts->at[TREND_KEV]++;
    facts->at[TREND_KEV_HOURS] += hours;
    if (hours > facts->at[TREND_KEV_LONGEST])
        facts->at[TREND_KEV_LONGEST] = hours;
}

static void take_stretch(
    void *context, const struct trend_ticket *ticket, const struct trend_stretch *stretch)
{
    struct trend_table *table = context;
    int64_t place = stretch->from_us < table->starts[0] ? 0 : place_of(table, stretch->from_us);
    for (; place >= 0 && place < table->day_count; place++) {
        int64_t end_us = table->starts[place + 1];
        if (stretch->to_us < end_us)
            return;
        stand(facts_at(table, 0, place), ticket, stretch, end_us);
        stand(facts_at(table, ticket->service_id, place), ticket, stretch, end_us);
    }
}

struct trend_sink trend_table_sink(struct trend_table *table)
{
    return (struct trend_sink){
        .context = table, .hit = take_hit, .stood = table->has_stocks ? take_stretch : NULL};
}
