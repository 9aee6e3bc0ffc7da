/* SPDX-License-Identifier: Apache-2.0 */
#include "account/password.h"

bool password_find(struct db *db, int64_t account_id, struct arena *arena, struct text *ret_hash,
    int64_t *ret_set_us, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT hash, set_us FROM password WHERE account_id = $1",
            DB_ARGS(DB_INT(account_id)), arena, &rows, err))
        return false;
    *ret_hash = rows.count ? db_text(&rows, 0, 0) : (struct text){"", 0};
    if (ret_set_us)
        *ret_set_us = rows.count ? db_int(&rows, 0, 1) : 0;
    return true;
}

bool password_set(
    struct db *db, int64_t account_id, struct text hash, int64_t now_us, struct err *err)
{
    return db_run(db,
        "INSERT INTO password (account_id, hash, set_us) VALUES ($1, $2, $3) "
        "ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, set_us = excluded.set_us",
        DB_ARGS(DB_INT(account_id), DB_TEXT(hash), DB_INT(now_us)), NULL, err);
}
