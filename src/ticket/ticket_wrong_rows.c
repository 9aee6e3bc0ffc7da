/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_json.h"
#include "ticket/ticket_wrong.h"

bool ticket_wrong_keep(struct db *db, int64_t ticket_id, const struct ticket_grounds *grounds,
    struct arena *arena, struct err *err)
{
    struct text json = ticket_json_list(grounds->at, grounds->count, arena);
    return arena_check(arena, err) &&
           db_run(db,
               "INSERT INTO ticket_wrong_match (ticket_id, grounds) VALUES ($1, $2)"
               " ON CONFLICT (ticket_id) DO UPDATE SET grounds = excluded.grounds",
               DB_ARGS(DB_INT(ticket_id), DB_TEXT(json)), NULL, err);
}

bool ticket_wrong_read(struct db *db, int64_t ticket_id, struct arena *arena,
    struct ticket_grounds *ret_grounds, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT grounds FROM ticket_wrong_match WHERE ticket_id = $1",
            DB_ARGS(DB_INT(ticket_id)), arena, &rows, err))
        return false;
    struct ticket_grounds grounds = {0};
    if (rows.count)
        ticket_json_read_list(db_text(&rows, 0, 0), arena, &grounds.at, &grounds.count);
    *ret_grounds = grounds;
    return arena_check(arena, err);
}
