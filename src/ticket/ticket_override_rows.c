/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"
#include "store/db_in.h"
#include "ticket/ticket_override.h"

enum { LOOKUP = 512 };

#define SELECT_OVERRIDE                                                                            \
    "SELECT o.id, o.part_id, o.ticket_id, o.ecosystem, o.package, o.input, o.value, o.reason,"     \
    " o.account_id, o.created_us, a.name FROM ticket_override o JOIN account a ON a.id ="          \
    " o.account_id WHERE o.ended_us IS NULL AND "

/* A word that is none of ours is of a later kenzen: it counts for nothing. */
static bool read_row(const struct db_rows *rows, size_t at, struct ticket_override_row *ret_row)
{
    struct ticket_override_row row = {
        .id = db_int(rows, at, 0),
        .part_id = db_int(rows, at, 1),
        .ticket_id = db_int(rows, at, 2),
        .ecosystem = db_text(rows, at, 3),
        .package = db_text(rows, at, 4),
        .reason = db_text(rows, at, 7),
        .account_id = db_int(rows, at, 8),
        .created_us = db_int(rows, at, 9),
        .account_name = db_text(rows, at, 10),
    };
    if (!ticket_input_read(db_text(rows, at, 5), &row.input) ||
        !ticket_input_read_word(row.input, db_text(rows, at, 6), &row.value))
        return false;
    *ret_row = row;
    return true;
}

static size_t read_rows(const struct db_rows *rows, struct ticket_override_row *ret_rows)
{
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)
        count += read_row(rows, i, &ret_rows[count]);
    return count;
}

struct found {
    VEC(struct ticket_override_row);
};

static bool keep(const struct found *found, struct arena *arena,
    struct ticket_override_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct ticket_override_row *rows = arena_take_array(arena, found->len, sizeof *rows);
    if (rows && found->len)
        memcpy(rows, found->at, found->len * sizeof *rows);
    *ret_rows = rows;
    *ret_count = found->len;
    return arena_check(arena, err);
}

bool ticket_override_rows_of_parts(struct db *db, const int64_t *part_ids, size_t count,
    struct arena *arena, struct ticket_override_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct found found = {0};
    bool is_ok = true;
    for (size_t from = 0; is_ok && from < count; from += LOOKUP) {
        struct db_value ids[LOOKUP];
        struct db_rows rows;
        size_t some = count - from < LOOKUP ? count - from : LOOKUP;
        for (size_t i = 0; i < some; i++)
            ids[i] = DB_INT(part_ids[from + i]);
        is_ok =
            db_in_query(db, SELECT_OVERRIDE "o.part_id IN", DB_NO_ARGS, (struct db_args){ids, some},
                "ORDER BY o.part_id, o.ecosystem, o.package, o.ticket_id NULLS FIRST, o.input",
                arena, &rows, err);
        struct ticket_override_row row;
        for (size_t i = 0; is_ok && i < rows.count; i++)
            if (read_row(&rows, i, &row))
                *VEC_ADD(&found) = row;
    }
    is_ok = is_ok && keep(&found, arena, ret_rows, ret_count, err);
    VEC_DONE(&found);
    return is_ok;
}

bool ticket_override_rows_of_ticket(struct db *db, const struct ticket *ticket, struct arena *arena,
    struct ticket_override_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            SELECT_OVERRIDE "o.part_id = $1 AND o.ecosystem = $2 AND o.package = $3"
                            " AND (o.ticket_id IS NULL OR o.ticket_id = $4)"
                            " ORDER BY o.ticket_id NULLS FIRST, o.input",
            DB_ARGS(DB_INT(ticket->part_id), DB_TEXT(ticket->ecosystem), DB_TEXT(ticket->package),
                DB_INT(ticket->id)),
            arena, &rows, err))
        return false;
    struct ticket_override_row *list = arena_take_array(arena, rows.count, sizeof *list);
    if (!list)
        return arena_check(arena, err);
    *ret_count = read_rows(&rows, list);
    *ret_rows = list;
    return true;
}

bool ticket_override_rows_add(struct db *db, const struct ticket_override_row *row, struct err *err)
{
    struct text input = text_of(ticket_input_name(row->input));
    return db_run(db,
               "UPDATE ticket_override SET ended_us = $6, ended_by = $7 WHERE part_id = $1"
               " AND ecosystem = $2 AND package = $3 AND COALESCE(ticket_id, 0) = $4 AND input = $5"
               " AND ended_us IS NULL",
               DB_ARGS(DB_INT(row->part_id), DB_TEXT(row->ecosystem), DB_TEXT(row->package),
                   DB_INT(row->ticket_id), DB_TEXT(input), DB_INT(row->created_us),
                   DB_INT(row->account_id)),
               NULL, err) &&
           db_run(db,
               "INSERT INTO ticket_override (id, part_id, ecosystem, package, ticket_id, input,"
               " value, reason, account_id, created_us)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
               DB_ARGS(DB_INT(row->id), DB_INT(row->part_id), DB_TEXT(row->ecosystem),
                   DB_TEXT(row->package), DB_ID(row->ticket_id), DB_TEXT(input),
                   DB_TEXT(text_of(ticket_input_word(row->input, row->value))),
                   DB_TEXT(row->reason), DB_INT(row->account_id), DB_INT(row->created_us)),
               NULL, err);
}

bool ticket_override_rows_end(
    struct db *db, int64_t id, int64_t account_id, int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE ticket_override SET ended_us = $2, ended_by = $3 WHERE id = $1 AND ended_us IS NULL",
        DB_ARGS(DB_INT(id), DB_INT(now_us), DB_INT(account_id)), NULL, err);
}
