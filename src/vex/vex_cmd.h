/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen vex show" and "kenzen vex check". Example: named in src/app/commands.c. */
#ifndef VEX_VEX_CMD_H
#define VEX_VEX_CMD_H

#include "base/cmd.h"

extern const struct cmd_row vex_cmd_check;
extern const struct cmd_row vex_cmd_show;

#endif
