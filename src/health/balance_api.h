/* SPDX-License-Identifier: Apache-2.0 */
/* The route of a team's balance; the table ends with a row without a method. Example: GET /api/v1/teams/7/balance?from=2026-11-01 */
#ifndef HEALTH_BALANCE_API_H
#define HEALTH_BALANCE_API_H

#include "account/api.h"

extern const struct api_route balance_api_routes[];

#endif
