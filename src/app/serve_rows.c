/* SPDX-License-Identifier: Apache-2.0 */
#include "app/serve_rows.h"

bool serve_rows_ping(struct db *db, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    return db_query(db, "SELECT count(*) FROM setting", DB_NO_ARGS, arena, &rows, err);
}

bool serve_rows_jobs(struct db *db, struct arena *arena, int64_t now_us,
    struct serve_jobs *ret_jobs, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT count(*) FILTER (WHERE dead_us IS NULL AND lease_until_us <= $1),"
            " count(*) FILTER (WHERE dead_us IS NULL AND lease_until_us > $1),"
            " count(*) FILTER (WHERE dead_us IS NOT NULL) FROM job WHERE done_us IS NULL",
            DB_ARGS(DB_INT(now_us)), arena, &rows, err))
        return false;
    *ret_jobs = (struct serve_jobs){db_int(&rows, 0, 0), db_int(&rows, 0, 1), db_int(&rows, 0, 2)};
    return true;
}
