/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of the action log; the table ends with a row without a method.
   Example: POST /api/v1/action-logs {"team_id": "7", "kind": "detection", "text": "looked through a week of proxy logs"} */
#ifndef TICKET_ACTION_API_H
#define TICKET_ACTION_API_H

#include "ticket/action.h"

extern const struct api_route action_api_routes[];

/* What a person says of an action: the members that both ways of recording one have. */
#define ACTION_API_MEMBERS "kind text account_id executed_at grounds"

/* Reads those members of an object; texts live as long as body, grounds in arena. ERR_USAGE. */
MUST_USE bool action_api_read(
    const struct json *body, struct action *ret_action, struct arena *arena, struct err *err);

/* Adds an action to out as a JSON object. */
void action_api_print(struct buf *out, const struct action *action);

#endif
