/* SPDX-License-Identifier: Apache-2.0 */
/* The command "kenzen explain": the path by which an answer was reached.
   Example: kenzen explain bom.json pkg:npm/lodash@4.17.20 CVE-2021-23337 */
#ifndef MATCH_EXPLAIN_CMD_H
#define MATCH_EXPLAIN_CMD_H

#include "base/cmd.h"

extern const struct cmd_row explain_cmd;

#endif
