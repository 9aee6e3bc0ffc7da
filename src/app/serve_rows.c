/* SPDX-License-Identifier: Apache-2.0 */
#include "app/serve_rows.h"

bool serve_rows_ping(struct db *db, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    return db_query(db, "SELECT count(*) FROM setting", DB_NO_ARGS, arena, &rows, err);
}

bool serve_rows_tickets(
    struct db *db, struct arena *arena, int64_t ret_counts[SERVE_ROWS_STATES], struct err *err)
{
    struct db_rows rows;
    if (!db_query(
            db, "SELECT state, count(*) FROM ticket GROUP BY state", DB_NO_ARGS, arena, &rows, err))
        return false;
    for (size_t state = 0; state < SERVE_ROWS_STATES; state++) {
        ret_counts[state] = 0;
        for (size_t i = 0; i < rows.count; i++)
            if (text_is(db_text(&rows, i, 0), ticket_state_name((enum ticket_state)state)))
                ret_counts[state] = db_int(&rows, i, 1);
    }
    return true;
}
