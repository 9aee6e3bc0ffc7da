/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets with dates: what is due, what is late, what nobody has looked at.
   Example: alert_due_rows_find(scope, until_us, &due, &count, err) */
#ifndef ALERT_ALERT_DUE_ROWS_H
#define ALERT_ALERT_DUE_ROWS_H

#include "alert/alert_scope.h"

/* A ticket at work, not snoozed, of a flaw. */
struct alert_due {
    int64_t ticket_id, vulnerability_id, service_id, part_id, rank, assignee_id;
    int64_t at_us; /* its due date; of one that nobody has looked at: since when */
    int priority;
    bool is_kev, is_muted;
};

/* All that are due before a time, by flaw. */
MUST_USE bool alert_due_rows_find(const struct alert_scope *scope, int64_t before_us,
    struct alert_due **ret_due, size_t *ret_count, struct err *err);
/* Those that were due before a time, or are most urgent and unacknowledged since before it, and were not escalated for it yet; by flaw,
   at most LIMIT_ALERT_ESCALATED at once. */
MUST_USE bool alert_due_rows_late(const struct alert_scope *scope, int64_t before_us,
    struct alert_due **ret_due, size_t *ret_count, struct err *err);
MUST_USE bool alert_due_rows_unseen(const struct alert_scope *scope, int64_t before_us,
    struct alert_due **ret_due, size_t *ret_count, struct err *err);
/* Keeps that they were escalated: kind is "overdue" or "unseen". */
MUST_USE bool alert_due_rows_keep(
    struct db *db, const char *kind, const struct alert_due *due, size_t count, struct err *err);

/* When the next of the most urgent tickets is due after a time; 0: none has a date. */
MUST_USE bool alert_due_rows_next(
    const struct alert_scope *scope, int64_t *ret_us, struct err *err);

/* What was closed in the team in a time, by priority, and in how many services. */
MUST_USE bool alert_due_rows_closed(const struct alert_scope *scope, int64_t from_us,
    int64_t until_us, int64_t *ret_by_priority, int64_t *ret_service_count, struct err *err);

/* Those to whom is escalated: the team's admins, and who keeps governance. Each once. */
MUST_USE bool alert_due_rows_heads(
    const struct alert_scope *scope, int64_t **ret_accounts, size_t *ret_count, struct err *err);

#endif
