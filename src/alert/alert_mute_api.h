/* SPDX-License-Identifier: Apache-2.0 */
/* Routes that mute a ticket's flaw for its team's channels; the table ends with a row without a method.
   Example: PUT /api/v1/tickets/7/alert-mute {"until": "2026-03-01T00:00:00Z", "reason": "mended by the next release"} */
#ifndef ALERT_ALERT_MUTE_API_H
#define ALERT_ALERT_MUTE_API_H

#include "account/api.h"
#include "alert/alert_mute.h"

/* The members of an object that says it. */
void alert_mute_api_print(struct buf *out, const struct alert_mute *mute);

extern const struct api_route alert_mute_api_routes[];

#endif
