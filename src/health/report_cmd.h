/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen report print, report verify. Example: both are in app/commands.c's table. */
#ifndef HEALTH_REPORT_CMD_H
#define HEALTH_REPORT_CMD_H

#include "base/cmd.h"

extern const struct cmd_row report_cmd_print, report_cmd_verify;

#endif
