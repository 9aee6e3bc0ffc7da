/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of the rules that issue badges, and their preview. Example: routes_tables has badge_rule_api_routes. */
#ifndef BADGE_BADGE_RULE_API_H
#define BADGE_BADGE_RULE_API_H

#include "badge/badge_preview.h"
#include "badge/badge_rule.h"

extern const struct api_route badge_rule_api_routes[];

/* Add a rule, and what a preview found, to out as JSON objects. */
void badge_rule_api_print(struct buf *out, const struct badge_rule *rule);
void badge_rule_api_print_preview(
    struct buf *out, const struct badge_preview *preview, struct text url);

#endif
