/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen badge list, show, issue, revoke. Example: commands.c names badge_cmd_list. */
#ifndef BADGE_BADGE_CMD_H
#define BADGE_BADGE_CMD_H

#include "base/cmd.h"

extern const struct cmd_row badge_cmd_issue;
extern const struct cmd_row badge_cmd_list;
extern const struct cmd_row badge_cmd_revoke;
extern const struct cmd_row badge_cmd_show;

#endif
