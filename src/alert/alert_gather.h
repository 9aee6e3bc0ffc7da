/* SPDX-License-Identifier: Apache-2.0 */
/* From what happened to messages: takes a team's notes, and what waited and is due, and tells each channel what is new to it.
   Example: alert_gather_run(&scope, &message_count, err) inside a transaction */
#ifndef ALERT_ALERT_GATHER_H
#define ALERT_ALERT_GATHER_H

#include "alert/alert_scope.h"

/* ret_count: messages that were put into the outbox. Done twice, it tells nothing the second time. */
MUST_USE bool alert_gather_run(const struct alert_scope *scope, size_t *ret_count, struct err *err);

#endif
