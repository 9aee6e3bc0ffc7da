/* SPDX-License-Identifier: Apache-2.0 */
/* A risk that a team bears knowingly, until a date: then, or when the risk has grown, the ticket opens again.
   Example: ticket_accept_begin(db, &ticket, until_us, approver_id, now_us, err); later ticket_accept_job(&call, err) */
#ifndef TICKET_TICKET_ACCEPT_H
#define TICKET_TICKET_ACCEPT_H

#include "job/job_run.h"
#include "ticket/ticket.h"

#define TICKET_ACCEPT_JOB "ticket-acceptance"

/* Closes the ticket until then, and adds the job that opens it again; the ticket is not written. ERR_USAGE for a time that is past, or
   too far away. Must run inside a transaction. */
MUST_USE bool ticket_accept_begin(struct db *db, struct ticket *ticket, int64_t until_us,
    int64_t approver_id, int64_t now_us, struct err *err);

/* Forgets who accepted the risk and until when: the ticket is closed for another reason, or open. */
void ticket_accept_end(struct ticket *ticket);

/* Returns whether a risk that was accepted is larger now: another priority, or the flaw came to be exploited. */
bool ticket_accept_is_outgrown(const struct ticket *before, const struct ticket *now);

/* The job of one acceptance: opens the ticket again, with an event, unless that acceptance is over already. */
MUST_USE bool ticket_accept_job(struct job_call *call, struct err *err);

#endif
