/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen badge save: a badge as a file that anybody can verify. Example: commands.c names badge_save_cmd. */
#ifndef BADGE_BADGE_SAVE_CMD_H
#define BADGE_BADGE_SAVE_CMD_H

#include "base/cmd.h"

extern const struct cmd_row badge_save_cmd;

#endif
