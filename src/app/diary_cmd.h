/* SPDX-License-Identifier: Apache-2.0 */
/* "kenzen diary": a day or a week, asked of a server in the name of a token. No command reads diaries from the database: they are their
   people's. */
#ifndef APP_DIARY_CMD_H
#define APP_DIARY_CMD_H

#include "base/cmd.h"

extern const struct cmd_row diary_cmd;

#endif
