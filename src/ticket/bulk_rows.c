/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/bulk.h"

#include "store/db_batch.h"

bool bulk_add(struct db *db, const struct bulk *bulk, const struct ticket_brief *briefs,
    size_t count, struct err *err)
{
    struct db_batch batch;
    if (!db_run(db,
            "INSERT INTO bulk (id, account_id, verb, arguments, total, created_us)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            DB_ARGS(DB_INT(bulk->id), DB_INT(bulk->account_id),
                DB_TEXT(text_of(bulk_row_of(bulk->verb)->name)), DB_TEXT(bulk->order),
                DB_INT((int64_t)count), DB_INT(bulk->created_us)),
            NULL, err))
        return false;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO bulk_item (bulk_id, position, ticket_id, why, before, version) VALUES", 6, "");
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct db_value values[] = {DB_INT(bulk->id), DB_INT((int64_t)i),
            DB_INT(briefs[i].id), DB_TEXT(TEXT("")), DB_TEXT(TEXT("{}")), DB_INT(0)};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

bool bulk_rows_add_undo(
    struct db *db, const struct bulk *undone, const struct bulk *undo, struct err *err)
{
    return db_run(db,
               "INSERT INTO bulk (id, account_id, verb, arguments, total, undone_of, created_us)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7)",
               DB_ARGS(DB_INT(undo->id), DB_INT(undo->account_id),
                   DB_TEXT(text_of(bulk_row_of(undo->verb)->name)), DB_TEXT(undo->order),
                   DB_INT(undone->done), DB_INT(undone->id), DB_INT(undo->created_us)),
               NULL, err) &&
           db_run(db,
               "INSERT INTO bulk_item (bulk_id, position, ticket_id, why, before, version)"
               " SELECT CAST($1 AS BIGINT), i.position, i.ticket_id, '', i.before, i.version"
               " FROM bulk_item i WHERE i.bulk_id = $2 AND i.outcome = 'done'",
               DB_ARGS(DB_INT(undo->id), DB_INT(undone->id)), NULL, err);
}

bool bulk_rows_waiting(struct db *db, const struct bulk *bulk, struct arena *arena,
    struct bulk_task **ret_tasks, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT ticket_id, position, before, version FROM bulk_item"
            " WHERE bulk_id = $1 AND outcome IS NULL ORDER BY position LIMIT $2",
            DB_ARGS(DB_INT(bulk->id), DB_INT(BULK_CHUNK)), arena, &rows, err))
        return false;
    struct bulk_task *tasks = arena_take_array(arena, rows.count, sizeof *tasks);
    for (size_t i = 0; tasks && i < rows.count; i++)
        tasks[i] = (struct bulk_task){.ticket_id = db_int(&rows, i, 0),
            .position = db_int(&rows, i, 1),
            .before = db_text(&rows, i, 2),
            .version = db_int(&rows, i, 3)};
    *ret_tasks = tasks;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool bulk_rows_settle(struct db *db, int64_t bulk_id, const struct bulk_task *task,
    struct text before, int64_t version, struct text why, struct err *err)
{
    return db_run(db,
        "UPDATE bulk_item SET outcome = CAST($3 AS TEXT), why = $4, before = $5, version = $6"
        " WHERE bulk_id = $1 AND position = $2",
        DB_ARGS(DB_INT(bulk_id), DB_INT(task->position),
            DB_TEXT(why.len ? TEXT("refused") : TEXT("done")), DB_TEXT(why), DB_TEXT(before),
            DB_INT(version)),
        NULL, err);
}

bool bulk_find(struct db *db, const struct api_principal *who, int64_t id, struct arena *arena,
    struct bulk *ret_bulk, struct err *err)
{
    struct db_rows rows;
    enum bulk_verb verb;
    if (!db_query(db,
            "SELECT b.verb, b.arguments, b.created_us, b.total, b.undone_of, u.id, u.created_us,"
            " (SELECT count(*) FROM bulk_item i WHERE i.bulk_id = b.id AND i.outcome = 'done'),"
            " (SELECT count(*) FROM bulk_item i WHERE i.bulk_id = b.id AND i.outcome = 'refused')"
            " FROM bulk b LEFT JOIN bulk u ON u.undone_of = b.id"
            " WHERE b.id = $1 AND b.account_id = $2",
            DB_ARGS(DB_INT(id), DB_INT(who->account_id)), arena, &rows, err))
        return false;
    if (!rows.count || !bulk_row_find(db_text(&rows, 0, 0), &verb))
        return err_set(err, ERR_NOT_FOUND, "there is no such operation");
    *ret_bulk = (struct bulk){.id = id,
        .account_id = who->account_id,
        .verb = verb,
        .order = db_text(&rows, 0, 1),
        .created_us = db_int(&rows, 0, 2),
        .total = db_int(&rows, 0, 3),
        .undone_of = db_int(&rows, 0, 4),
        .undone_by = db_int(&rows, 0, 5),
        .undone_us = db_int(&rows, 0, 6),
        .done = db_int(&rows, 0, 7),
        .refused = db_int(&rows, 0, 8)};
    return true;
}

bool bulk_items(struct db *db, const struct api_principal *who, const struct bulk_query *query,
    struct arena *arena, struct bulk_item **ret_items, int64_t *ret_last, size_t *ret_count,
    struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT i.ticket_id, i.outcome, i.why, t.package, t.name, i.position FROM bulk_item i"
            " LEFT JOIN ticket t ON t.id = i.ticket_id AND " TEAM_SEES("t.team_id", "$1",
                "$2") " WHERE i.bulk_id = $3 AND i.position > $4"
                      " AND (CAST($5 AS TEXT) = '' OR COALESCE(i.outcome, 'waiting') = CAST($5 AS TEXT))"
                      " ORDER BY i.position LIMIT $6",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_TICKET_READ), DB_INT(query->bulk_id),
                DB_INT(query->after), DB_TEXT(query->outcome), DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct bulk_item *items = arena_take_array(arena, rows.count, sizeof *items);
    for (size_t i = 0; items && i < rows.count; i++) {
        items[i] = (struct bulk_item){.ticket_id = db_int(&rows, i, 0),
            .outcome = db_text(&rows, i, 1),
            .why = db_text(&rows, i, 2),
            .package = db_text(&rows, i, 3),
            .vulnerability = db_text(&rows, i, 4)};
        *ret_last = db_int(&rows, i, 5);
    }
    *ret_items = items;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
