/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_batch.h"

#include "base/arena.h"
#include "store/db_array.h"

void db_batch_init(
    struct db_batch *batch, struct db *db, const char *head, size_t columns, const char *tail)
{
    *batch = (struct db_batch){.db = db, .head = head, .tail = tail, .columns = columns};
    batch->values = calloc(DB_BATCH_ROWS * columns, sizeof *batch->values);
    if (!batch->values)
        err_panic("out of memory");
    buf_init(&batch->sql, SIZE_MAX);
}

void db_batch_done(struct db_batch *batch)
{
    free(batch->values);
    buf_done(&batch->sql);
    *batch = (struct db_batch){0};
}

/* Thousands of parameters take longer to print than their rows to insert, so the text serves again for as many rows. */
static const char *sql_for(struct db_batch *batch, size_t rows)
{
    struct buf *sql = &batch->sql;
    if (batch->sql_rows == rows)
        return sql->at;
    batch->sql_rows = rows;
    buf_cut(sql, 0);
    buf_add_z(sql, batch->head);
    for (size_t i = 0; i < rows * batch->columns; i++) {
        bool is_first = i % batch->columns == 0, is_last = (i + 1) % batch->columns == 0;
        buf_format(
            sql, "%s$%zu%s", is_first ? (i ? ", (" : " (") : ", ", i + 1, is_last ? ")" : "");
    }
    buf_add_char(sql, ' ');
    buf_add_z(sql, batch->tail);
    return sql->at;
}

/* -- PostgreSQL: a column is one parameter, since thousands of them take longer to bind than to insert -- */

/* Returns the kind of a column's values, DB_KIND_NULL when it has none; ret_is_mixed when there are two. */
static enum db_kind kind_of(
    const struct db_batch *batch, size_t from, size_t rows, size_t column, bool *ret_is_mixed)
{
    enum db_kind kind = DB_KIND_NULL;
    for (size_t i = 0; i < rows; i++) {
        enum db_kind one = batch->values[(from + i) * batch->columns + column].kind;
        *ret_is_mixed |= one != DB_KIND_NULL && kind != DB_KIND_NULL && one != kind;
        kind = one != DB_KIND_NULL ? one : kind;
    }
    return kind;
}

static struct db_value array_of(
    struct db_batch *batch, size_t from, size_t rows, size_t column, struct arena *arena)
{
    struct buf array;
    buf_init(&array, SIZE_MAX);
    for (size_t i = 0; i < rows; i++)
        db_array_add(&array, &batch->values[(from + i) * batch->columns + column]);
    db_array_end(&array);
    struct db_value value = DB_TEXT(arena_text(arena, buf_text(&array)));
    buf_done(&array);
    return value;
}

/* "INSERT INTO t (a, b) SELECT c1, NULL FROM unnest(CAST(CAST($1 AS TEXT) AS BIGINT[])) u (c1)". Returns the number of arrays,
   or 0 where rows have to be listed. */
static size_t make_columns(
    struct db_batch *batch, size_t from, size_t rows, struct db_value *arrays, struct arena *arena)
{
    static const struct text values = {" VALUES", 7};
    struct text head = text_of(batch->head);
    struct buf arguments, names;
    bool is_mixed = false;
    size_t count = 0;
    if (!text_ends(head, values))
        return 0;
    buf_init(&arguments, SIZE_MAX);
    buf_init(&names, SIZE_MAX);
    batch->sql_rows = 0;
    buf_cut(&batch->sql, 0);
    buf_format(&batch->sql, "%.*s SELECT ", (int)(head.len - values.len), head.at);
    for (size_t i = 0; !is_mixed && i < batch->columns; i++) {
        enum db_kind kind = kind_of(batch, from, rows, i, &is_mixed);
        buf_add_z(&batch->sql, i ? ", " : "");
        if (kind == DB_KIND_NULL) {
            buf_add_z(&batch->sql, "NULL");
            continue;
        }
        arrays[count++] = array_of(batch, from, rows, i, arena);
        buf_format(&batch->sql, "c%zu", count);
        buf_format(&arguments, "%sCAST(CAST($%zu AS TEXT) AS %s)", count > 1 ? ", " : "", count,
            db_array_type(kind));
        buf_format(&names, "%sc%zu", count > 1 ? ", " : "", count);
    }
    buf_format(&batch->sql, " FROM unnest(%s) u (%s) %s", arguments.at ? arguments.at : "",
        names.at ? names.at : "", batch->tail);
    buf_done(&arguments);
    buf_done(&names);
    return is_mixed ? 0 : count;
}

static bool write_columns(struct db_batch *batch, size_t from, size_t rows, bool *ret_is_written,
    int64_t *ret_changed, struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct db_value *arrays = arena_take_array(&arena, batch->columns, sizeof *arrays);
    size_t count = make_columns(batch, from, rows, arrays, &arena);
    bool is_fine = arena_check(&arena, err);
    *ret_is_written = count > 0;
    if (is_fine && count)
        is_fine =
            db_run(batch->db, batch->sql.at, (struct db_args){arrays, count}, ret_changed, err);
    arena_done(&arena);
    return is_fine;
}

/* -- both -- */

static bool write_rows(struct db_batch *batch, size_t from, size_t rows, struct err *err)
{
    struct db_args args = {batch->values + from * batch->columns, rows * batch->columns};
    int64_t changed = 0;
    bool is_written = false;
    if (rows > 1 && db_engine_of(batch->db) == DB_POSTGRES &&
        !write_columns(batch, from, rows, &is_written, &changed, err))
        return false;
    if (!is_written && !db_run(batch->db, sql_for(batch, rows), args, &changed, err))
        return false;
    batch->changed += changed;
    return true;
}

bool db_batch_add(struct db_batch *batch, const struct db_value *values, struct err *err)
{
    memcpy(
        batch->values + batch->row_count * batch->columns, values, batch->columns * sizeof *values);
    if (++batch->row_count < DB_BATCH_ROWS)
        return true;
    batch->row_count = 0;
    return write_rows(batch, 0, DB_BATCH_ROWS, err);
}

/* By powers of two, so that a connection prepares few statements for a table, whatever the numbers of rows. */
bool db_batch_end(struct db_batch *batch, struct err *err)
{
    size_t from = 0;
    if (batch->row_count > 1 && db_engine_of(batch->db) == DB_POSTGRES) {
        from = batch->row_count;
        batch->row_count = 0;
        return write_rows(batch, 0, from, err);
    }
    for (size_t rows = DB_BATCH_ROWS / 2; rows > 0; rows /= 2) {
        if (!(batch->row_count & rows))
            continue;
        if (!write_rows(batch, from, rows, err))
            return false;
        from += rows;
    }
    batch->row_count = 0;
    return true;
}
