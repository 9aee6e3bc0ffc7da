/* SPDX-License-Identifier: Apache-2.0 */
#include "health/streak.h"

/* When a ticket stopped being overdue, or now while it is; NULL where it never was. $2 is now. */
#define OVERDUE_UNTIL                                                                              \
    "CASE WHEN t.due_us IS NULL THEN NULL WHEN t.is_done = 0 AND t.due_us < $2 THEN $2"            \
    " WHEN t.is_done = 1 AND COALESCE(t.closed_us, t.updated_us) > t.due_us"                       \
    " THEN COALESCE(t.closed_us, t.updated_us) END"

bool streak_read_own(struct db *db, int64_t account_id, int64_t from_us, int64_t now_us,
    struct streak_own *ret_own, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "SELECT count(*) FILTER (WHERE t.is_done = 0),"
        " count(*) FILTER (WHERE t.is_done = 0 AND t.due_us < $2),"
        " count(*) FILTER (WHERE t.is_done = 1 AND COALESCE(t.closed_us, t.updated_us) >= $3),"
        " count(*) FILTER (WHERE t.is_done = 1 AND COALESCE(t.closed_us, t.updated_us) >= $3"
        " AND COALESCE(t.closed_us, t.updated_us) <= t.due_us),"
        " MAX(" OVERDUE_UNTIL "), MIN(CASE WHEN t.due_us IS NOT NULL THEN t.created_us END)"
        " FROM ticket t JOIN service s ON s.id = t.service_id"
        " WHERE t.assignee_id = $1 AND s.deleted_us IS NULL",
        DB_ARGS(DB_INT(account_id), DB_INT(now_us), DB_INT(from_us)), &arena, &rows, err);
    if (is_ok)
        *ret_own = (struct streak_own){.open = db_int(&rows, 0, 0),
            .overdue = db_int(&rows, 0, 1),
            .ended = db_int(&rows, 0, 2),
            .in_time = db_int(&rows, 0, 3),
            .since_us = db_is_null(&rows, 0, 4) ? db_int(&rows, 0, 5) : db_int(&rows, 0, 4)};
    arena_done(&arena);
    return is_ok;
}
