/* SPDX-License-Identifier: Apache-2.0 */
/* All that a team has said of its alerts, beside what its channels are: what people see and change.
   Example: alert_settings_find(db, team_id, arena, &settings, err); settings.quiet[i] is of settings.channels[i] */
#ifndef ALERT_ALERT_SETTINGS_H
#define ALERT_ALERT_SETTINGS_H

#include "alert/alert_scope.h"

struct alert_settings {
    int64_t team_id;
    struct text time_zone;
    struct alert_policy policy;
    struct alert_channel *channels;
    struct alert_quiet *quiet; /* of the channels, in their order */
    size_t channel_count;
};

MUST_USE bool alert_settings_find(struct db *db, int64_t team_id, struct arena *arena,
    struct alert_settings *ret_settings, struct err *err);

/* Writes them. Must run inside a transaction. */
MUST_USE bool alert_settings_write(struct db *db, const struct alert_settings *settings,
    int64_t account_id, int64_t now_us, struct err *err);

/* The same, with an entry of the journal: what a person does. */
MUST_USE bool alert_settings_change(struct db *db, const struct alert_settings *settings,
    int64_t account_id, int64_t now_us, struct err *err);

/* What planning would go by, were these the team's settings. Close it when it is there. */
MUST_USE bool alert_settings_scope(const struct alert_settings *settings, struct db *db,
    int64_t now_us, struct arena *arena, struct alert_scope *ret_scope, struct err *err);

#endif
