/* SPDX-License-Identifier: Apache-2.0 */
/* The commands kenzen alert policy and kenzen alert preview. Example: &alert_policy_cmd_show in the table of commands */
#ifndef ALERT_ALERT_POLICY_CMD_H
#define ALERT_ALERT_POLICY_CMD_H

#include "base/cmd.h"

extern const struct cmd_row alert_policy_cmd_show, alert_policy_cmd_preview;

#endif
