/* SPDX-License-Identifier: Apache-2.0 */
#include "app/serve_rows.h"

bool serve_rows_ping(struct db *db, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    return db_query(db, "SELECT count(*) FROM setting", DB_NO_ARGS, arena, &rows, err);
}
