/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen ssvc decide: a decision table walked by hand. Example: kenzen ssvc decide --model bod-26-04 in_kev=yes … */
#ifndef APP_SSVC_CMD_H
#define APP_SSVC_CMD_H

#include "base/cmd.h"

extern const struct cmd_row ssvc_cmd_decide;

#endif
