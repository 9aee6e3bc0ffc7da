/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of advice that one statement cannot tell.
   Example: {.name = "weekend", .days = -365, .least = 2, .look = health_rule_weekend} */
#ifndef HEALTH_HEALTH_RULE_H
#define HEALTH_HEALTH_RULE_H

#include "health/health_advice.h"

/* Of what came to be exploited between Friday's end and Monday's start, by the team's clock: what nobody touched before Monday. */
MUST_USE bool health_rule_weekend(struct db *db, const struct health_rule *rule,
    const struct team *team, int64_t now_us, struct arena *arena, struct health_advice_list *list,
    struct err *err);
/* When more than half of what was done in a team of several is one person's. */
MUST_USE bool health_rule_one_carries(struct db *db, const struct health_rule *rule,
    const struct team *team, int64_t now_us, struct arena *arena, struct health_advice_list *list,
    struct err *err);

/* Rows: ecosystem, label, link, when it came to be exploited, when the ticket was opened, when a person
   first acted (NULL: nobody). */
MUST_USE bool health_rule_weekend_rows(struct db *db, int64_t team_id, int64_t since_us,
    struct arena *arena, struct db_rows *ret_rows, struct err *err);
/* Rows: account, how many tickets; the most first. */
MUST_USE bool health_rule_done_rows(struct db *db, int64_t team_id, int64_t since_us,
    struct arena *arena, struct db_rows *ret_rows, struct err *err);

#endif
