/* SPDX-License-Identifier: Apache-2.0 */
/* The commands that fill and ask the advisory index. Example: static const struct cmd_row *const rows[] = {&advisory_cmd_import, …} */
#ifndef ADVISORY_ADVISORY_CMD_H
#define ADVISORY_ADVISORY_CMD_H

#include "base/cmd.h"

extern const struct cmd_row advisory_cmd_import, advisory_cmd_show, advisory_cmd_status,
    advisory_cmd_verify;

#endif
