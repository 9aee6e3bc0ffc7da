/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of tickets: look at them, and work on them in somebody's name. Example: kenzen ticket list --state open --team Payments */
#ifndef TICKET_TICKET_CMD_H
#define TICKET_TICKET_CMD_H

#include "base/cmd.h"

extern const struct cmd_row ticket_cmd_list;
extern const struct cmd_row ticket_cmd_show;
extern const struct cmd_row ticket_cmd_work;

#endif
