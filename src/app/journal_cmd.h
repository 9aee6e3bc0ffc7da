/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of the journal. Example: kenzen journal verify --head kept.txt */
#ifndef APP_JOURNAL_CMD_H
#define APP_JOURNAL_CMD_H

#include "base/cmd.h"

extern const struct cmd_row journal_cmd_check;
extern const struct cmd_row journal_cmd_head;
extern const struct cmd_row journal_cmd_kinds;
extern const struct cmd_row journal_cmd_list;
extern const struct cmd_row journal_cmd_prove;
extern const struct cmd_row journal_cmd_verify;

#endif
