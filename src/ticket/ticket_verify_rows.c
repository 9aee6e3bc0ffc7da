/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "ticket/ticket_verify.h"

#define AS_SELECT(column) ", " #column

bool ticket_verify_tickets(struct db *db, int64_t after_id, size_t limit, struct arena *arena,
    struct ticket_verify_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT id, is_done" TICKET_FOLD_COLUMNS(
                AS_SELECT) " FROM ticket WHERE id > $1 ORDER BY id LIMIT $2",
            DB_ARGS(DB_INT(after_id), DB_INT((int64_t)limit)), arena, &rows, err))
        return false;
    struct ticket_verify_row *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++) {
        list[i].id = db_int(&rows, i, 0);
        list[i].is_done = db_int(&rows, i, 1) != 0;
        for (size_t c = 0; c < TICKET_FOLD_COUNT; c++)
            list[i].now.at[c] = rows.cells[i * rows.columns + 2 + c];
    }
    *ret_rows = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool ticket_verify_events(struct db *db, int64_t first_id, int64_t last_id, struct arena *arena,
    struct ticket_verify_event **ret_events, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT ticket_id, seq, sets FROM ticket_event WHERE ticket_id >= $1 AND ticket_id <= $2"
            " ORDER BY ticket_id, seq",
            DB_ARGS(DB_INT(first_id), DB_INT(last_id)), arena, &rows, err))
        return false;
    struct ticket_verify_event *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        list[i] = (struct ticket_verify_event){
            db_int(&rows, i, 0), db_int(&rows, i, 1), db_text(&rows, i, 2)};
    *ret_events = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* The rank begins with the priority (ticket_rank). */
bool ticket_verify_mend(struct db *db, int64_t ticket_id, const struct ticket_fold *fold,
    int64_t now_us, struct err *err)
{
    struct db_value args[TICKET_FOLD_COUNT + 2];
    struct buf sql;
    /* PostgreSQL cannot guess the type of what is NULL. */
    static const bool is_text[TICKET_FOLD_COUNT] = {
        [FOLD_state] = true,
        [FOLD_cause] = true,
        [FOLD_mark_reason] = true,
        [FOLD_due_source] = true,
        [FOLD_mitigation] = true,
        [FOLD_undone_facts] = true,
    };
    memcpy(args, fold->at, sizeof fold->at);
    args[TICKET_FOLD_COUNT] = DB_INT(ticket_id);
    args[TICKET_FOLD_COUNT + 1] = DB_INT(now_us);
    buf_init(&sql, SIZE_MAX);
    buf_add_z(&sql, "UPDATE ticket SET ");
    for (size_t i = 0; i < TICKET_FOLD_COUNT; i++)
        buf_format(&sql, "%s = CAST($%zu AS %s), ", ticket_fold_name((enum ticket_fold_column)i),
            i + 1, is_text[i] ? "TEXT" : "BIGINT");
    buf_format(&sql,
        "is_done = CASE WHEN CAST($%d AS TEXT) IN ('closed', 'completed') THEN 1 ELSE 0 END,"
        " rank = CAST($%d AS BIGINT) * 2147483648 + rank %% 2147483648,"
        " updated_us = $%d, version = version + 1 WHERE id = $%d",
        FOLD_state + 1, FOLD_priority + 1, TICKET_FOLD_COUNT + 2, TICKET_FOLD_COUNT + 1);
    bool is_ok = db_run(db, sql.at, (struct db_args){args, TICKET_FOLD_COUNT + 2}, NULL, err);
    buf_done(&sql);
    return is_ok;
}
