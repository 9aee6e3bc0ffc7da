/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of grades and goals; the tables end with a row without a method. Example: GET /api/v1/health/grade?team=7&period=week */
#ifndef HEALTH_GRADE_API_H
#define HEALTH_GRADE_API_H

#include "health/grade.h"
#include "health/trend_api.h"

extern const struct api_route grade_api_routes[], goal_api_routes[];

/* Adds the members of a grade to an object that is open (docs/api.yaml, Grade). */
void grade_api_print(struct buf *out, const struct grade *grade, const struct trend_scope *scope,
    const struct trend_point *point, struct arena *arena);

/* How many acts of the last of a team's periods rested on enough (balance.h); index may be NULL. Of none, nobody looked: decisions are a team's,
   neither a service's nor the organisation's. */
MUST_USE bool grade_api_balance(struct db *db, const struct advisory_index *index,
    const struct trend_scope *scope, const struct trend *trend, int64_t now_us, struct arena *arena,
    struct grade_balance *ret_balance, struct err *err);

#endif
