/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_in.h"

#include "base/buf.h"
#include "store/db_array.h"

static size_t room_for(size_t count)
{
    size_t room = 1;
    while (room < count)
        room *= 2;
    return room;
}

/* Adds before and the list's parameters in brackets, whose values go to values. Returns how many there are. */
static size_t add_list(
    struct buf *sql, const char *before, struct db_args list, struct db_value *values, size_t taken)
{
    size_t room = room_for(list.count);
    buf_add_z(sql, before);
    for (size_t i = 0; i < room; i++)
        buf_format(sql, "%s$%zu", i ? ", " : " (", taken + i + 1);
    buf_add_z(sql, ") ");
    for (size_t i = 0; i < room && list.count; i++)
        values[taken + i] = list.at[i < list.count ? i : list.count - 1];
    return room;
}

/* -- PostgreSQL: a list is one parameter, so that planning does not take longer the longer it is -- */

static const char *array_type(struct db_args list)
{
    enum db_kind kind = list.count ? list.at[0].kind : DB_KIND_NULL;
    for (size_t i = 1; i < list.count; i++)
        if (list.at[i].kind != kind)
            return NULL;
    return db_array_type(kind);
}

/* "… IN" becomes "… = ANY(CAST((SELECT CAST(CAST($3 AS TEXT) AS BIGINT[])) AS BIGINT[]))". The SELECT is run once; without it, a plan that
   goes through the table reads the list from its text again for each row. Returns false where the list has to stay one. */
static bool add_array(struct buf *sql, const struct db *db, const char *before, struct db_args list,
    struct db_value *values, size_t taken, struct arena *arena)
{
    static const struct text in = {" IN", 3};
    struct text head = text_of(before);
    const char *type = db_engine_of(db) == DB_POSTGRES ? array_type(list) : NULL;
    if (!type || !text_ends(head, in))
        return false;
    struct buf array;
    buf_init(&array, SIZE_MAX);
    for (size_t i = 0; i < list.count; i++)
        db_array_add(&array, &list.at[i]);
    db_array_end(&array);
    values[taken] = DB_TEXT(arena_text(arena, buf_text(&array)));
    buf_done(&array);
    buf_format(sql, "%.*s = ANY(CAST((SELECT CAST(CAST($%zu AS TEXT) AS %s)) AS %s)) ",
        (int)(head.len - in.len), head.at, taken + 1, type, type);
    return true;
}

bool db_in_query_two(struct db *db, const char *before, struct db_args args, struct db_args first,
    const char *between, struct db_args second, const char *after, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    size_t most = args.count + room_for(first.count) + (between ? room_for(second.count) : 0);
    size_t taken = args.count;
    struct db_value *values = arena_take_array(arena, most, sizeof *values);
    if (!values)
        return arena_check(arena, err);
    for (size_t i = 0; i < args.count; i++)
        values[i] = args.at[i];
    struct buf sql;
    buf_init(&sql, SIZE_MAX);
    taken += add_array(&sql, db, before, first, values, taken, arena)
                 ? 1
                 : add_list(&sql, before, first, values, taken);
    if (between)
        taken += add_array(&sql, db, between, second, values, taken, arena)
                     ? 1
                     : add_list(&sql, between, second, values, taken);
    buf_add_z(&sql, after);
    bool is_fine = arena_check(arena, err) &&
                   db_query(db, sql.at, (struct db_args){values, taken}, arena, ret_rows, err);
    buf_done(&sql);
    return is_fine;
}

bool db_in_query(struct db *db, const char *before, struct db_args args, struct db_args list,
    const char *after, struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    return db_in_query_two(db, before, args, list, NULL, DB_NO_ARGS, after, arena, ret_rows, err);
}
