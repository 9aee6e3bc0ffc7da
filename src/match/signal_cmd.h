/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen sbom signals": a row of the command table. Example: &signal_cmd */
#ifndef MATCH_SIGNAL_CMD_H
#define MATCH_SIGNAL_CMD_H

#include "base/cmd.h"

extern const struct cmd_row signal_cmd;

#endif
