/* SPDX-License-Identifier: Apache-2.0 */
/* Nobody has acted: what is long overdue, and what is most urgent and unacknowledged, is told higher up, once for each date.
   Example: alert_escalate_run(&scope, &message_count, err) inside a transaction */
#ifndef ALERT_ALERT_ESCALATE_H
#define ALERT_ALERT_ESCALATE_H

#include "alert/alert_scope.h"

MUST_USE bool alert_escalate_run(
    const struct alert_scope *scope, size_t *ret_count, struct err *err);

#endif
