/* SPDX-License-Identifier: Apache-2.0 */
#include "store/vault_rows.h"

bool vault_rows_mark(
    struct db *db, struct text mark, int64_t now_us, bool *ret_is_it, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_run = db_run(db,
                      "INSERT INTO setting (name, value, updated_us) VALUES ('vault_key', $1, $2) "
                      "ON CONFLICT (name) DO NOTHING",
                      DB_ARGS(DB_TEXT(mark), DB_INT(now_us)), NULL, err) &&
                  db_query(db, "SELECT 1 FROM setting WHERE name = 'vault_key' AND value = $1",
                      DB_ARGS(DB_TEXT(mark)), &arena, &rows, err);
    if (is_run)
        *ret_is_it = rows.count == 1;
    arena_done(&arena);
    return is_run;
}
