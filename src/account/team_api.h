/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of teams and their members; the table ends with a row without a method.
   Example: PUT /api/v1/teams/7/members/9 {"role": "viewer"} lets somebody read. */
#ifndef ACCOUNT_TEAM_API_H
#define ACCOUNT_TEAM_API_H

#include "account/team.h"

extern const struct api_route team_api_routes[];

/* Reads {team} of the path as the id of a team in which the caller has the right. ERR_NOT_FOUND, ERR_FORBIDDEN. */
MUST_USE bool team_api_find(
    struct api_call *call, enum right right, int64_t *ret_id, struct err *err);

#endif
