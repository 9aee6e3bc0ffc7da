/* SPDX-License-Identifier: Apache-2.0 */
/* What the server asks the database about itself. Example: serve_rows_ping(db, arena, err) */
#ifndef APP_SERVE_ROWS_H
#define APP_SERVE_ROWS_H

#include "store/db.h"
#include "ticket/ticket_plan.h"

enum { SERVE_ROWS_STATES = TICKET_CLOSED + 1 };

/* Fails when the database does not answer. */
MUST_USE bool serve_rows_ping(struct db *db, struct arena *arena, struct err *err);

/* Counts all tickets by enum ticket_state, whoever's they are: for the metrics. */
MUST_USE bool serve_rows_tickets(
    struct db *db, struct arena *arena, int64_t ret_counts[SERVE_ROWS_STATES], struct err *err);

#endif
