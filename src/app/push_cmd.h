/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen push": SBOMs from a build to a server. */
#ifndef APP_PUSH_CMD_H
#define APP_PUSH_CMD_H

#include "base/cmd.h"

extern const struct cmd_row push_cmd;

#endif
