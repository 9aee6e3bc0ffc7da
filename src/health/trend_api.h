/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of the trend, of streaks and of who carries the load; the table ends with a row without a method.
   Example: GET /api/v1/health/trend?team=7&period=week&count=13 */
#ifndef HEALTH_TREND_API_H
#define HEALTH_TREND_API_H

#include "health/trend_json.h"

extern const struct api_route trend_api_routes[];

/* Reads team and service of the query, found by RIGHT_HEALTH_READ; neither: all that one sees. A service's team is filled in. */
MUST_USE bool trend_api_scope(
    struct api_call *call, struct trend_scope *ret_scope, struct err *err);
/* Reads period, count (1 … LIMIT_TREND_PERIODS) and until. */
MUST_USE bool trend_api_order(struct api_call *call, const struct trend_scope *scope,
    size_t usual_count, struct trend_order *ret_order, struct err *err);
/* Adds the members team_id, service_id, time_zone, unit and today. */
void trend_api_print_head(struct api_call *call, const struct trend_scope *scope,
    const struct trend *trend, enum trend_period period);

#endif
