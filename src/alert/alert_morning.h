/* SPDX-License-Identifier: Apache-2.0 */
/* A day's line-up: what is due soon and what is late, in one message to each channel, and by notices to those who have it.
   Example: alert_morning_run(&scope, &message_count, err) inside a transaction */
#ifndef ALERT_ALERT_MORNING_H
#define ALERT_ALERT_MORNING_H

#include "alert/alert_scope.h"

/* Does what is due by now; scope->day, and the channels' days, are kept. */
MUST_USE bool alert_morning_run(struct alert_scope *scope, size_t *ret_count, struct err *err);

/* When the next is due. */
int64_t alert_morning_next_us(const struct alert_scope *scope);

#endif
