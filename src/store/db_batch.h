/* SPDX-License-Identifier: Apache-2.0 */
/* Many rows into one table with few round trips: INSERT … VALUES of up to DB_BATCH_ROWS rows at a time.
   Example: db_batch_init(&batch, db, "INSERT INTO occurrence (sbom_id, position) VALUES", 2, "");
            ok = ok && db_batch_add(&batch, values, err); … ok = db_batch_end(&batch, err) && ok; db_batch_done(&batch); */
#ifndef STORE_DB_BATCH_H
#define STORE_DB_BATCH_H

#include "base/buf.h"
#include "store/db.h"

enum {
    DB_BATCH_ROWS = 128
}; /* a power of two; 128 rows of 12 columns stay far below SQLite's 32,766 parameters */

struct db_batch {
    struct db *db;
    const char *head, *tail;
    size_t columns, row_count;
    struct db_value *values; /* DB_BATCH_ROWS × columns */
    int64_t changed;         /* rows written so far */
    struct buf sql;
    size_t sql_rows; /* that sql lists; 0 when it lists none */
};

/* head ends with VALUES; tail is what follows the rows, such as "ON CONFLICT DO NOTHING". Both must stay. */
void db_batch_init(
    struct db_batch *batch, struct db *db, const char *head, size_t columns, const char *tail);
void db_batch_done(struct db_batch *batch);

/* Adds one row of columns values, whose texts must stay until db_batch_end. Writes when enough have come together. */
MUST_USE bool db_batch_add(struct db_batch *batch, const struct db_value *values, struct err *err);
/* Writes the rest. */
MUST_USE bool db_batch_end(struct db_batch *batch, struct err *err);

#endif
