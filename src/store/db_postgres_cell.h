/* SPDX-License-Identifier: Apache-2.0 */
/* Cells of a PostgreSQL result, sent in its binary format, by the type of their column.
   Example: db_postgres_cell(rows, 0, 2, arena, &value, err) */
#ifndef STORE_DB_POSTGRES_CELL_H
#define STORE_DB_POSTGRES_CELL_H

#include <libpq-fe.h>

#include "store/db.h"

/* Reads a cell; texts go to arena. Fails with ERR_SYSTEM on a type that no SQL of ours gives. */
MUST_USE bool db_postgres_cell(const PGresult *rows, int row, int column, struct arena *arena,
    struct db_value *ret_value, struct err *err);

#endif
