/* SPDX-License-Identifier: Apache-2.0 */
/* The commands that verify badges, and that keep the keys which they are signed with. Example: &badge_verify_cmd in app/commands.c */
#ifndef BADGE_BADGE_VERIFY_CMD_H
#define BADGE_BADGE_VERIFY_CMD_H

#include "base/cmd.h"

extern const struct cmd_row badge_verify_cmd;

#endif
