/* SPDX-License-Identifier: Apache-2.0 */
/* Feedback on a team's week on a command line. Example: kenzen health feedback Payments --week 2026-W48 */
#ifndef HEALTH_FEEDBACK_CMD_H
#define HEALTH_FEEDBACK_CMD_H

#include "base/cmd.h"

extern const struct cmd_row feedback_cmd;

#endif
