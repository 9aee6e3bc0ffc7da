/* SPDX-License-Identifier: Apache-2.0 */
/* The mail server from the command line. Example: &mail_cmd_set in commands.c */
#ifndef MAIL_MAIL_CMD_H
#define MAIL_MAIL_CMD_H

#include "base/cmd.h"

extern const struct cmd_row mail_cmd_remove;
extern const struct cmd_row mail_cmd_set;
extern const struct cmd_row mail_cmd_show;
extern const struct cmd_row mail_cmd_test;

#endif
