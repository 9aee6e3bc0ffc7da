/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of tickets when two names turn out to be one vulnerability, or one turns out to be two.
   Example: ticket_split_merge(db, gone_id, kept_id, &why, arena, err); ticket_split_part(db, &parting, &why, arena, err) */
#ifndef TICKET_TICKET_SPLIT_H
#define TICKET_TICKET_SPLIT_H

#include "ticket/ticket.h"
#include "ticket/ticket_vulnerability_rows.h"

/* One vulnerability takes another in: of two tickets of one package the younger closes as duplicate of the older, which gets its
   watchers, and its assignee when it has none. The older goes by the vulnerability that stays. */
MUST_USE bool ticket_split_merge(struct db *db, int64_t gone_id, int64_t kept_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err);

/* Names leave a vulnerability for another, which is in the database. */
struct ticket_split_parting {
    int64_t from_id, to_id;
    const struct text *names;
    size_t name_count;
};
/* The tickets of the former stay, with an event; those that were closed as duplicates when the other was taken in open again. */
MUST_USE bool ticket_split_part(struct db *db, const struct ticket_split_parting *parting,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err);

#endif
