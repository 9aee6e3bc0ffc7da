/* SPDX-License-Identifier: Apache-2.0 */
/* Alert channels from the command line. Example: &alert_channel_cmd_list in commands.c */
#ifndef ALERT_ALERT_CHANNEL_CMD_H
#define ALERT_ALERT_CHANNEL_CMD_H

#include "base/cmd.h"

extern const struct cmd_row alert_channel_cmd_add;
extern const struct cmd_row alert_channel_cmd_change;
extern const struct cmd_row alert_channel_cmd_list;
extern const struct cmd_row alert_channel_cmd_log;
extern const struct cmd_row alert_channel_cmd_remove;
extern const struct cmd_row alert_channel_cmd_test;

#endif
