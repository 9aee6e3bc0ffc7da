/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_columns.h"
#include "ticket/ticket_redecide.h"

/* What is deleted is not looked at any more. */
#define SELECT_UNDONE                                                                              \
    "SELECT " TICKET_COLUMNS_SELECT " FROM ticket t JOIN service s ON s.id = t.service_id"         \
    " WHERE s.deleted_us IS NULL AND t.is_done = 0 AND t.id > $1 AND "
#define IN_ORDER " ORDER BY t.id LIMIT $2"

static bool query(struct db *db, const struct ticket_redecide_of *of, int64_t after_id,
    int64_t limit, struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    struct db_value after = DB_INT(after_id), most = DB_INT(limit);
    if (of->ticket_id)
        return db_query(db, SELECT_UNDONE "t.id = $3" IN_ORDER,
            DB_ARGS(after, most, DB_INT(of->ticket_id)), arena, ret_rows, err);
    if (of->part_id)
        return db_query(db,
            SELECT_UNDONE "t.part_id = $3 AND t.ecosystem = $4 AND t.package = $5" IN_ORDER,
            DB_ARGS(after, most, DB_INT(of->part_id), DB_TEXT(of->ecosystem), DB_TEXT(of->package)),
            arena, ret_rows, err);
    if (of->service_id)
        return db_query(db, SELECT_UNDONE "t.service_id = $3" IN_ORDER,
            DB_ARGS(after, most, DB_INT(of->service_id)), arena, ret_rows, err);
    return db_query(db, SELECT_UNDONE "t.team_id = $3" IN_ORDER,
        DB_ARGS(after, most, DB_INT(of->team_id)), arena, ret_rows, err);
}

bool ticket_redecide_rows(struct db *db, const struct ticket_redecide_of *of, int64_t after_id,
    size_t limit, struct arena *arena, struct ticket **ret_tickets, size_t *ret_count,
    struct err *err)
{
    struct db_rows rows;
    int64_t most = limit > INT32_MAX ? INT32_MAX : (int64_t)limit;
    if (!query(db, of, after_id, most, arena, &rows, err))
        return false;
    struct ticket *tickets = arena_take_array(arena, rows.count, sizeof *tickets);
    for (size_t i = 0; tickets && i < rows.count; i++)
        ticket_rows_read(&rows, i, &tickets[i]);
    *ret_tickets = tickets;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool ticket_redecide_is_due(
    struct db *db, int64_t team_id, struct arena *arena, bool *ret_is_due, struct err *err)
{
    struct db_rows rows;
    struct text topic = arena_format(arena, "%lld", (long long)team_id);
    if (!db_query(db,
            "SELECT id FROM job WHERE done_us IS NULL AND dead_us IS NULL AND kind = $1"
            " AND topic = $2 LIMIT 1",
            DB_ARGS(DB_TEXT(TEXT(TICKET_REDECIDE_JOB)), DB_TEXT(topic)), arena, &rows, err))
        return false;
    *ret_is_due = rows.count > 0;
    return true;
}
