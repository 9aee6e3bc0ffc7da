/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that bring badges onto chains (docs/cli.md). Example: kenzen badge mint 3766407203673488505 --by kim */
#ifndef MINT_MINT_CMD_H
#define MINT_MINT_CMD_H

#include "base/cmd.h"

extern const struct cmd_row mint_cmd;
extern const struct cmd_row mint_cmd_state;
extern const struct cmd_row mint_cmd_campaign_close;
extern const struct cmd_row mint_cmd_campaign_list;
extern const struct cmd_row mint_cmd_campaign_open;
extern const struct cmd_row mint_cmd_campaign_show;
extern const struct cmd_row mint_cmd_claim;
extern const struct cmd_row mint_cmd_claim_data;
extern const struct cmd_row mint_cmd_retry;

#endif
