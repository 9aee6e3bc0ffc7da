/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen version compare: which of two versions is newer. Example: kenzen version compare PyPI 1.0rc1 1.0 prints "<". */
#ifndef APP_VERSION_CMD_H
#define APP_VERSION_CMD_H

#include "base/cmd.h"

extern const struct cmd_row version_cmd_compare;

#endif
