/* SPDX-License-Identifier: Apache-2.0 */
/* The days of a team while they are counted: a row of facts for each service and day, filled by the histories of tickets.
   Example: trend_table_init(&table, &zone, first, last, &arena); struct trend_sink sink = trend_table_sink(&table); trend_fold(…, &sink, …) */
#ifndef HEALTH_TREND_TABLE_H
#define HEALTH_TREND_TABLE_H

#include "base/map.h"
#include "base/vec.h"
#include "codec/zone.h"
#include "health/trend_fold.h"

/* A day of a service; service 0 is the team as a whole. */
struct trend_row {
    int64_t service_id, day;
    struct trend_facts facts;
};

struct trend_table {
    int64_t first, day_count;
    int64_t *starts; /* of each day, and of the one behind the last */
    bool has_stocks; /* how things stood is wanted too */
    struct arena *arena;
    struct map services; /* bytes of an id → its place */
    struct {
        VEC(int64_t);
    } ids;
    struct {
        VEC(struct trend_facts **);
    } rows; /* by service and day; NULL: nothing */
};

/* Of the days from first to last. trend_table_done it. */
void trend_table_init(struct trend_table *table, const struct zone *zone, int64_t first,
    int64_t last, struct arena *arena);
void trend_table_done(struct trend_table *table);

/* Takes what trend_fold tells, for the ticket's service and for the team. */
struct trend_sink trend_table_sink(struct trend_table *table);

/* The facts of a service on a day of the table, made if need be; NULL when the arena is full. */
struct trend_facts *trend_table_at(struct trend_table *table, int64_t service_id, int64_t day);
/* Those that there are, or NULL. */
const struct trend_facts *trend_table_find(
    const struct trend_table *table, size_t service, int64_t day);

#endif
