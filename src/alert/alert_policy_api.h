/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of a team's alert policy and its preview; the table ends with a row without a method.
   Example: PATCH /api/v1/teams/7/alert-policy {"morning": "09:00"} */
#ifndef ALERT_ALERT_POLICY_API_H
#define ALERT_ALERT_POLICY_API_H

#include "account/api.h"

extern const struct api_route alert_policy_api_routes[];

#endif
