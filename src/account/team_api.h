/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of teams and their members; the table ends with a row without a method.
   Example: PUT /api/v1/teams/7/members/9 {"role": "viewer"} lets somebody read. */
#ifndef ACCOUNT_TEAM_API_H
#define ACCOUNT_TEAM_API_H

#include "account/api.h"

extern const struct api_route team_api_routes[];

#endif
