/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen where": who has a package or a flaw, from the command line. Example: rows[] = {…, &where_cmd} */
#ifndef TICKET_WHERE_CMD_H
#define TICKET_WHERE_CMD_H

#include "base/cmd.h"

extern const struct cmd_row where_cmd;

#endif
