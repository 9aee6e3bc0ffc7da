/* SPDX-License-Identifier: Apache-2.0 */
/* A team's alert policy as people see it and send it (docs/api.yaml, AlertPolicy).
   Example: alert_policy_json_read(&settings, &body, err); alert_policy_json_print(out, &settings) */
#ifndef ALERT_ALERT_POLICY_JSON_H
#define ALERT_ALERT_POLICY_JSON_H

#include "alert/alert_settings.h"

#define ALERT_POLICY_MEMBERS "morning remind_days overdue_every_days escalation quiet_hours"

/* Adds the members. */
void alert_policy_json_print(struct buf *out, const struct alert_settings *settings);
/* Takes what the members of body say; what is absent stays. ERR_USAGE. */
MUST_USE bool alert_policy_json_read(
    struct alert_settings *settings, const struct json *body, struct err *err);

/* Reads "08:30" as a minute of the day; false without a message when it is none. */
MUST_USE bool alert_policy_json_minute(struct text text, int *ret_minute);

#endif
