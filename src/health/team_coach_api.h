/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of a team's coach; the table ends with a row without a method.
   Example: PUT /api/v1/teams/7/coach {"name": "sora"} lets sora write feedback on the team's weeks. */
#ifndef HEALTH_TEAM_COACH_API_H
#define HEALTH_TEAM_COACH_API_H

#include "account/api.h"

struct team_coach;

extern const struct api_route team_coach_api_routes[];

/* Prints who it is and since when, as the routes and the command do. */
void team_coach_api_print(struct buf *out, const struct team_coach *coach);

#endif
