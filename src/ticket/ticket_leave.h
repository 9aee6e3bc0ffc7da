/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of somebody's tickets when their account is deleted: they are nobody's, and say so.
   Example: account_delete(db, id, actor_id, now_us, ticket_leave_all, &(struct ticket_leave){id, actor_id, now_us}, err) */
#ifndef TICKET_TICKET_LEAVE_H
#define TICKET_TICKET_LEAVE_H

#include "store/db.h"

struct ticket_leave {
    int64_t account_id, actor_id, now_us;
};

/* Takes the assignment from each ticket of theirs that is not done, with an event. Must run inside a transaction; context is a
   struct ticket_leave. */
MUST_USE bool ticket_leave_all(struct db *db, void *context, struct err *err);

#endif
