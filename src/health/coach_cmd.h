/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen health coach": who is a team's coach, named and taken back.
   Example: kenzen health coach Payments --name sora */
#ifndef HEALTH_COACH_CMD_H
#define HEALTH_COACH_CMD_H

#include "base/cmd.h"

extern const struct cmd_row coach_cmd;

#endif
