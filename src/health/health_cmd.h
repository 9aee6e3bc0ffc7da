/* SPDX-License-Identifier: Apache-2.0 */
/* The health of teams on a command line. Example: kenzen health Payments --period week */
#ifndef HEALTH_HEALTH_CMD_H
#define HEALTH_HEALTH_CMD_H

#include "base/cmd.h"

extern const struct cmd_row health_cmd, health_cmd_rebuild;

#endif
