/* SPDX-License-Identifier: Apache-2.0 */
/* Puts a contract of ours onto a chain, from the command line. Example: &deploy_cmd in commands.c */
#ifndef MINT_DEPLOY_CMD_H
#define MINT_DEPLOY_CMD_H

#include "base/cmd.h"

extern const struct cmd_row deploy_cmd;

#endif
