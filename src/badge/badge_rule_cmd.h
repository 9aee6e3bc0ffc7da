/* SPDX-License-Identifier: Apache-2.0 */
/* kenzen badge rules, preview, rule add, change, enable, disable, remove. Example: commands.c names badge_rule_cmd_rules. */
#ifndef BADGE_BADGE_RULE_CMD_H
#define BADGE_BADGE_RULE_CMD_H

#include "base/cmd.h"

extern const struct cmd_row badge_rule_cmd_add;
extern const struct cmd_row badge_rule_cmd_change;
extern const struct cmd_row badge_rule_cmd_disable;
extern const struct cmd_row badge_rule_cmd_enable;
extern const struct cmd_row badge_rule_cmd_preview;
extern const struct cmd_row badge_rule_cmd_remove;
extern const struct cmd_row badge_rule_cmd_rules;

#endif
