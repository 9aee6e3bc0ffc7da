/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_in.h"

#include "base/buf.h"

static size_t room_for(size_t count)
{
    size_t room = 1;
    while (room < count)
        room *= 2;
    return room;
}

static void print_sql(
    struct buf *sql, const char *before, size_t first, size_t room, const char *after)
{
    buf_add_z(sql, before);
    for (size_t i = 0; i < room; i++)
        buf_format(sql, "%s$%zu", i ? ", " : " (", first + i);
    buf_add_z(sql, ") ");
    buf_add_z(sql, after);
}

bool db_in_query(struct db *db, const char *before, struct db_args args, struct db_args list,
    const char *after, struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    size_t room = room_for(list.count);
    struct db_value *values = arena_take_array(arena, args.count + room, sizeof *values);
    if (!values)
        return arena_check(arena, err);
    for (size_t i = 0; i < args.count; i++)
        values[i] = args.at[i];
    for (size_t i = 0; i < room && list.count; i++)
        values[args.count + i] = list.at[i < list.count ? i : list.count - 1];
    struct buf sql;
    buf_init(&sql, SIZE_MAX);
    print_sql(&sql, before, args.count + 1, room, after);
    struct db_args all = {values, args.count + room};
    bool is_fine = db_query(db, sql.at, all, arena, ret_rows, err);
    buf_done(&sql);
    return is_fine;
}
