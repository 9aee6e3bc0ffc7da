/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of the rules that issue badges, and their preview. Example: routes_tables has badge_rule_api_routes. */
#ifndef BADGE_BADGE_RULE_API_H
#define BADGE_BADGE_RULE_API_H

#include "badge/badge_preview.h"
#include "badge/badge_rule.h"

extern const struct api_route badge_rule_api_routes[];

#define BADGE_RULE_API_MEMBERS "name series condition is_enabled since"

/* Reads a rule that is to be made, or what is to change of one. Its texts borrow from body. ERR_USAGE with its place. */
MUST_USE bool badge_rule_api_read_new(
    const struct json *body, int64_t now_us, struct badge_rule *ret_rule, struct err *err);
MUST_USE bool badge_rule_api_read(
    const struct json *body, struct badge_rule *rule, struct err *err);

/* Add a rule, and what a preview found, to out as JSON objects. */
void badge_rule_api_print(struct buf *out, const struct badge_rule *rule);
void badge_rule_api_print_preview(
    struct buf *out, const struct badge_preview *preview, struct text url);

#endif
