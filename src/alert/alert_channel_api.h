/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of a team's alert channels, their tests and their log; the table ends with a row without a method.
   Example: POST /api/v1/teams/7/channels {"kind": "slack", "name": "ops", "address": "https://hooks.slack.com/services/…"} */
#ifndef ALERT_ALERT_CHANNEL_API_H
#define ALERT_ALERT_CHANNEL_API_H

#include "account/team_api.h"
#include "alert/alert_channel.h"

extern const struct api_route alert_channel_api_routes[];

/* Finds the {channel} of the {team} of the path for who has the right there. ERR_NOT_FOUND, ERR_FORBIDDEN. */
MUST_USE bool alert_channel_api_find(
    struct api_call *call, enum right right, struct alert_channel *ret_channel, struct err *err);

#endif
