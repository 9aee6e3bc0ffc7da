/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen sbom diff": what changed from one SBOM to another. Example: kenzen sbom diff old.json new.json --fail-on new */
#ifndef MATCH_DIFF_CMD_H
#define MATCH_DIFF_CMD_H

#include "base/cmd.h"

extern const struct cmd_row diff_cmd;

#endif
