/* SPDX-License-Identifier: Apache-2.0 */
/* Which findings have tickets. Example: finding_rows_tickets(db, part_id, arena, &tickets, &count, err) */
#ifndef TICKET_FINDING_ROWS_H
#define TICKET_FINDING_ROWS_H

#include "base/arena.h"
#include "store/db.h"

struct finding_ticket {
    int64_t id;
    struct text ecosystem, package, name; /* name: the vulnerability's, as the ticket shows it */
};

/* All tickets of a part but duplicates. */
MUST_USE bool finding_rows_tickets(struct db *db, int64_t part_id, struct arena *arena,
    struct finding_ticket **ret_tickets, size_t *ret_count, struct err *err);

#endif
