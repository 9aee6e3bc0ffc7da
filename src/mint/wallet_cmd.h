/* SPDX-License-Identifier: Apache-2.0 */
/* The commands about people's addresses. Example: kenzen wallet list --data /var/lib/kenzen */
#ifndef MINT_WALLET_CMD_H
#define MINT_WALLET_CMD_H

#include "base/cmd.h"

extern const struct cmd_row wallet_cmd_bind;
extern const struct cmd_row wallet_cmd_list;
extern const struct cmd_row wallet_cmd_message;
extern const struct cmd_row wallet_cmd_receive;
extern const struct cmd_row wallet_cmd_remove;

#endif
