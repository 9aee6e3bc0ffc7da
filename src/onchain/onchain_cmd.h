/* SPDX-License-Identifier: Apache-2.0 */
/* Chains from the command line. Example: &onchain_cmd_list in commands.c */
#ifndef ONCHAIN_ONCHAIN_CMD_H
#define ONCHAIN_ONCHAIN_CMD_H

#include "base/cmd.h"

extern const struct cmd_row onchain_cmd_add;
extern const struct cmd_row onchain_cmd_change;
extern const struct cmd_row onchain_cmd_list;
extern const struct cmd_row onchain_cmd_remove;
extern const struct cmd_row onchain_cmd_status;
extern const struct cmd_row onchain_cmd_tx_list;
extern const struct cmd_row onchain_cmd_tx_show;

extern const struct cmd_row onchain_key_cmd_import;
extern const struct cmd_row onchain_key_cmd_new;
extern const struct cmd_row onchain_key_cmd_show;

#endif
