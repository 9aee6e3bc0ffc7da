/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen coverage": what is run against what is known, from the command line. Example: rows[] = {…, &coverage_cmd} */
#ifndef MATCH_COVERAGE_CMD_H
#define MATCH_COVERAGE_CMD_H

#include "base/cmd.h"

extern const struct cmd_row coverage_cmd;

#endif
