/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of the action log. Example: kenzen action list --team Payments --json */
#ifndef TICKET_ACTION_CMD_H
#define TICKET_ACTION_CMD_H

#include "base/cmd.h"

extern const struct cmd_row action_cmd_add;
extern const struct cmd_row action_cmd_list;
extern const struct cmd_row action_cmd_show;

#endif
