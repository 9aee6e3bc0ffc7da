/* SPDX-License-Identifier: Apache-2.0 */
/* The keys that sign credentials of badges and heads of the journal, on the command line. Example: &badge_key_cmd_list in app/commands.c */
#ifndef BADGE_BADGE_KEY_CMD_H
#define BADGE_BADGE_KEY_CMD_H

#include "base/cmd.h"

extern const struct cmd_row badge_key_cmd_document, badge_key_cmd_list, badge_key_cmd_rotate;

#endif
