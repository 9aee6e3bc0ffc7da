/* SPDX-License-Identifier: Apache-2.0 */
/* What people say of a component (a package in a part) or of one ticket, in place of all other sources, with a reason. What is taken
   back stays in the table: nothing that a person did is overwritten.
   Example: count = ticket_override_of(part, ticket, overrides, max); ticket_decide(&decision, &(struct ticket_basis){…}) */
#ifndef TICKET_TICKET_OVERRIDE_H
#define TICKET_TICKET_OVERRIDE_H

#include "ticket/ticket_rows.h"

struct ticket_override_row {
    int64_t id, part_id;
    int64_t ticket_id; /* 0: all tickets of the package in the part */
    struct text ecosystem, package;
    int input, value;
    struct text reason;
    int64_t account_id, created_us;
    struct text account_name; /* read only */
};

/* Fills ret_overrides with what counts for a ticket: its component's first, its own behind. Returns how many. */
size_t ticket_override_of(const struct ticket_part *part, const struct ticket *ticket,
    struct ticket_override *ret_overrides, size_t max);

/* -- its rows -- */

/* Those that count in parts: by part, ecosystem, package and ticket; ids in rising order, each once. */
MUST_USE bool ticket_override_rows_of_parts(struct db *db, const int64_t *part_ids, size_t count,
    struct arena *arena, struct ticket_override_row **ret_rows, size_t *ret_count, struct err *err);
/* Those that count for a ticket, with their authors. */
MUST_USE bool ticket_override_rows_of_ticket(struct db *db, const struct ticket *ticket,
    struct arena *arena, struct ticket_override_row **ret_rows, size_t *ret_count, struct err *err);
/* Adds one, in place of that of the same component or ticket and input. Must run inside a transaction. */
MUST_USE bool ticket_override_rows_add(
    struct db *db, const struct ticket_override_row *row, struct err *err);
/* Takes one back. Must run inside a transaction. */
MUST_USE bool ticket_override_rows_end(
    struct db *db, int64_t id, int64_t account_id, int64_t now_us, struct err *err);

#endif
