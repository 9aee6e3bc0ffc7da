/* SPDX-License-Identifier: Apache-2.0 */
/* The commands "kenzen chain anchor …". Example: anchor_cmd_list in commands.c */
#ifndef MINT_ANCHOR_CMD_H
#define MINT_ANCHOR_CMD_H

#include "base/cmd.h"

extern const struct cmd_row anchor_cmd_list;
extern const struct cmd_row anchor_cmd_now;
extern const struct cmd_row anchor_check_cmd;
extern const struct cmd_row anchor_check_cmd_head;

#endif
