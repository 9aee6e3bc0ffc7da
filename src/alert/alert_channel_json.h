/* SPDX-License-Identifier: Apache-2.0 */
/* Alert channels as JSON: what people set of them, read and checked, and what may be shown.
   Example: alert_channel_json_read(fetch, &body, arena, &channel, &address, err); alert_channel_json_print(&out, &channel, &view, err) */
#ifndef ALERT_ALERT_CHANNEL_JSON_H
#define ALERT_ALERT_CHANNEL_JSON_H

#include "alert/alert_channel.h"

#define ALERT_CHANNEL_JSON_MEMBERS "kind name address least_priority tells language is_on"

/* Reads what is given over what channel holds. *ret_address is the address as it is kept, empty where none was given: it must be
   sealed. fetch says whether low ports may be called; NULL: they may. Texts borrow from body or arena. ERR_USAGE, the member first;
   the address itself is in no message. */
MUST_USE bool alert_channel_json_read(const struct fetch *fetch, const struct json *body,
    struct arena *arena, struct alert_channel *channel, struct text *ret_address, struct err *err);

struct alert_channel_json_view {
    struct db *db;
    const struct vault *vault;
    struct arena *arena;
    bool may_manage; /* sees what only a team's admins see of addresses */
};
/* Adds a channel as an object (docs/api.yaml, Channel). */
MUST_USE bool alert_channel_json_print(struct buf *out, const struct alert_channel *channel,
    const struct alert_channel_json_view *view, struct err *err);

#endif
