/* SPDX-License-Identifier: Apache-2.0 */
/* Alert channels as JSON: what people set of them, read and checked, and what may be shown.
   Example: alert_channel_json_read(call, &body, &channel, &given, err); alert_channel_json_print(call, &channel, true, err) */
#ifndef ALERT_ALERT_CHANNEL_JSON_H
#define ALERT_ALERT_CHANNEL_JSON_H

#include "alert/alert_channel.h"

#define ALERT_CHANNEL_JSON_MEMBERS "kind name address least_priority tells language is_on"

/* Reads what is given over what channel holds. *ret_address is the address as it is kept, empty where none was given: it must be
   sealed. ERR_USAGE, the member first; the address itself is in no message. */
MUST_USE bool alert_channel_json_read(const struct api_call *call, const struct json *body,
    struct alert_channel *channel, struct text *ret_address, struct err *err);

/* Adds a channel as an object (docs/api.yaml, Channel); may_manage: with what only its team's admins see of its address. */
MUST_USE bool alert_channel_json_print(
    struct api_call *call, const struct alert_channel *channel, bool may_manage, struct err *err);

#endif
