/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen rights: who may do what. Example: kenzen rights --markdown prints the table of docs/rights.md. */
#ifndef APP_RIGHTS_CMD_H
#define APP_RIGHTS_CMD_H

#include "base/cmd.h"

extern const struct cmd_row rights_cmd;

#endif
