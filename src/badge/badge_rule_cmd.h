/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen badge rules, preview. Example: commands.c names badge_rule_cmd_rules. */
#ifndef BADGE_BADGE_RULE_CMD_H
#define BADGE_BADGE_RULE_CMD_H

#include "base/cmd.h"

extern const struct cmd_row badge_rule_cmd_preview;
extern const struct cmd_row badge_rule_cmd_rules;

#endif
