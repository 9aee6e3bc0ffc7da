/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets that are put aside: until a date, until there is a fix, or whichever comes first. They stay what they are and are listed as
   snoozed; they wake, with an event, when that comes, and before it when the flaw is exploited, the priority rises or the due date
   has come. Example: snooze_begin(db, &(struct snooze){.ticket_id = id, .until_us = date, …}, err) */
#ifndef TICKET_SNOOZE_H
#define TICKET_SNOOZE_H

#include "job/job_run.h"
#include "ticket/ticket.h"

#define SNOOZE_JOB "ticket-wake"

struct snooze {
    int64_t ticket_id, account_id, at_us;
    int64_t until_us; /* 0: no date */
    bool is_until_fix;
};

/* Puts a ticket aside, or changes until when. What is known of the ticket counts from now on. Must run inside a transaction. */
MUST_USE bool snooze_begin(struct db *db, const struct snooze *snooze, struct err *err);
/* ret_was (may be NULL) is whether it was put aside. Must run inside a transaction. */
MUST_USE bool snooze_end(struct db *db, int64_t ticket_id, bool *ret_was, struct err *err);
/* Finds how a ticket is put aside; ret_snooze->ticket_id is 0 when it is not. */
MUST_USE bool snooze_find(
    struct db *db, int64_t ticket_id, struct snooze *ret_snooze, struct err *err);
/* Looks at snoozed tickets again at that time, when a due date was set. */
MUST_USE bool snooze_plan(struct db *db, int64_t at_us, int64_t now_us, struct err *err);

/* Wakes those of these tickets that were just written for which something came on top. Must run inside that transaction. */
MUST_USE bool snooze_wake_changed(
    struct db *db, const int64_t *ticket_ids, size_t count, int64_t now_us, struct err *err);

/* Wakes all whose time has come: the handler of SNOOZE_JOB. */
MUST_USE bool snooze_job(struct job_call *call, struct err *err);

#endif
