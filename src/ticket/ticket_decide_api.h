/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of decisions: models, a team's policy, what people say, what if. The table ends with a row without a method.
   Example: POST /api/v1/tickets/7/what-if {"answers": {"exposure": "small"}} */
#ifndef TICKET_TICKET_DECIDE_API_H
#define TICKET_TICKET_DECIDE_API_H

#include "account/api.h"

extern const struct api_route ticket_decide_api_routes[];
extern const struct api_route ticket_policy_api_routes[];

#endif
