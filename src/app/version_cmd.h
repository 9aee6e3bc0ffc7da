/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen version compare: which of two versions is newer. Example: kenzen version compare PyPI 1.0rc1 1.0 prints "<".
   kenzen version match: whether a version is in a constraint. */
#ifndef APP_VERSION_CMD_H
#define APP_VERSION_CMD_H

#include "base/cmd.h"

extern const struct cmd_row version_cmd_compare;
extern const struct cmd_row version_cmd_match;

#endif
