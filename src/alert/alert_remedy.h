/* SPDX-License-Identifier: Apache-2.0 */
/* What to do about a flaw, in somebody's words or as an upgrade, for a message that is sent: what an analyst recommends, else the one version
   that mends its package wherever the message names it ("lodash → 4.17.21"), where the message has no such version yet.
   Example: alert_remedy_find(scope, tickets, count, fixed, &remedy, err) */
#ifndef ALERT_ALERT_REMEDY_H
#define ALERT_ALERT_REMEDY_H

#include "alert/alert_compose_rows.h"

/* Rows of versions that are looked at for one message: more, and no upgrade is named. */
enum { ALERT_REMEDY_ROWS_MAX = 400 };

/* The tickets are those that a message about one flaw names, the worst first, at least one. Empty: nothing is known to do. */
MUST_USE bool alert_remedy_find(const struct alert_scope *scope, const struct alert_ticket *tickets,
    size_t count, struct text fixed, struct text *ret_remedy, struct err *err);

#endif
