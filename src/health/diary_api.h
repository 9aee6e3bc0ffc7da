/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of the diary, of its coach, of what was read, and of a team's sums; the table ends with a row without a method.
   Example: GET /api/v1/diary?period=2026-W48 */
#ifndef HEALTH_DIARY_API_H
#define HEALTH_DIARY_API_H

#include "account/api.h"

extern const struct api_route diary_api_routes[];
extern const struct api_route diary_coach_api_routes[];

#endif
