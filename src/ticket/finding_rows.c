/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/finding_rows.h"

bool finding_rows_tickets(struct db *db, int64_t part_id, struct arena *arena,
    struct finding_ticket **ret_tickets, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT id, ecosystem, package, name FROM ticket"
            " WHERE part_id = $1 AND (cause IS NULL OR cause <> 'duplicate') ORDER BY id",
            DB_ARGS(DB_INT(part_id)), arena, &rows, err))
        return false;
    struct finding_ticket *tickets = arena_take_array(arena, rows.count, sizeof *tickets);
    for (size_t i = 0; tickets && i < rows.count; i++)
        tickets[i] = (struct finding_ticket){
            db_int(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2), db_text(&rows, i, 3)};
    *ret_tickets = tickets;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
