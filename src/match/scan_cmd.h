/* SPDX-License-Identifier: Apache-2.0 */
/* The command "kenzen scan": an SBOM against the advisory index. Example: kenzen scan bom.json --fail-on high,kev */
#ifndef MATCH_SCAN_CMD_H
#define MATCH_SCAN_CMD_H

#include "base/cmd.h"

extern const struct cmd_row scan_cmd;

#endif
