/* SPDX-License-Identifier: Apache-2.0 */
/* Notices of dates to people's inboxes: one for each ticket, or one for all where they are many.
   Example: alert_notices_add(&notices, account_id, "overdue", NOTICE_ASSIGNED, &due); …; alert_notices_write(&notices, &scope, err) */
#ifndef ALERT_ALERT_NOTICES_H
#define ALERT_ALERT_NOTICES_H

#include "alert/alert_due_rows.h"
#include "base/vec.h"
#include "ticket/notice.h"

struct alert_notices {
    VEC(struct notice);
};

void alert_notices_add(struct alert_notices *notices, int64_t account_id, const char *kind,
    enum notice_reason reason, const struct alert_due *due);
/* Writes them, and empties the list. Must run inside a transaction. */
MUST_USE bool alert_notices_write(
    struct alert_notices *notices, const struct alert_scope *scope, struct err *err);

#endif
