/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_undo.h"

bool ticket_undo_events(struct db *db, int64_t ticket_id, struct arena *arena,
    struct ticket_undo_event **ret_events, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT seq, kind, sets, CASE WHEN kind IN ('closed', 'reopened') THEN detail ELSE '' END"
            " FROM ticket_event WHERE ticket_id = $1 ORDER BY seq",
            DB_ARGS(DB_INT(ticket_id)), arena, &rows, err))
        return false;
    struct ticket_undo_event *events = arena_take_array(arena, rows.count, sizeof *events);
    for (size_t i = 0; events && i < rows.count; i++)
        events[i] = (struct ticket_undo_event){.seq = db_int(&rows, i, 0),
            .kind = db_text(&rows, i, 1),
            .sets = db_text(&rows, i, 2),
            .detail = db_text(&rows, i, 3)};
    *ret_events = events;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
