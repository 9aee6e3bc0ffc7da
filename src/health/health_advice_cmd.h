/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen health advice. Example: health_advice_cmd is in app/commands.c's table. */
#ifndef HEALTH_HEALTH_ADVICE_CMD_H
#define HEALTH_HEALTH_ADVICE_CMD_H

#include "base/cmd.h"

extern const struct cmd_row health_advice_cmd;

#endif
