/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen vex export". Example: named in src/app/commands.c. */
#ifndef TICKET_VEX_EXPORT_CMD_H
#define TICKET_VEX_EXPORT_CMD_H

#include "base/cmd.h"

extern const struct cmd_row vex_export_cmd;

#endif
