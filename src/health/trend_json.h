/* SPDX-License-Identifier: Apache-2.0 */
/* The trend as JSON (docs/api.yaml, TrendPoint), and the filters of tickets that list what is behind a number.
   Example: trend_json_print(out, &trend, i, &scope, period, arena) */
#ifndef HEALTH_TREND_JSON_H
#define HEALTH_TREND_JSON_H

#include "codec/json.h"
#include "health/trend.h"

struct trend_scope {
    int64_t team_id, service_id; /* 0: all */
};

/* "team=7&" to begin a filter of tickets with. */
struct text trend_json_filter(const struct trend_scope *scope, struct arena *arena);

/* Adds a period as an object. */
void trend_json_print(struct buf *out, const struct trend *trend, size_t at,
    const struct trend_scope *scope, enum trend_period period, struct arena *arena);

/* Adds the members "period", "from", "to" of days. */
void trend_json_print_days(struct buf *out, enum trend_period period, int64_t first, int64_t last);

/* "2026-03-31" as a member. */
void trend_json_print_day(struct buf *out, const char *key, int64_t day);

#endif
