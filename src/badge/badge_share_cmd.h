/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen badge share, favourite: what whom a badge praises decides of it. Example: commands.c names badge_share_cmd. */
#ifndef BADGE_BADGE_SHARE_CMD_H
#define BADGE_BADGE_SHARE_CMD_H

#include "base/cmd.h"

extern const struct cmd_row badge_share_cmd;
extern const struct cmd_row badge_share_cmd_favourite;

#endif
