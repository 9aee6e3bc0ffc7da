/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_batch.h"

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

static const char *sql_for(struct db_batch *batch, size_t rows)
{
    struct buf *sql = &batch->sql;
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

static bool write_rows(struct db_batch *batch, size_t from, size_t rows, struct err *err)
{
    struct db_args args = {batch->values + from * batch->columns, rows * batch->columns};
    int64_t changed;
    if (!db_run(batch->db, sql_for(batch, rows), args, &changed, err))
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
