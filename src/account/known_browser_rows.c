/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_rows.h"
#include "account/account_secret.h"
#include "account/known_browser.h"

bool known_browser_find(struct db *db, int64_t account_id, struct text secret, int64_t now_us,
    bool *ret_is_known, struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    struct arena arena;
    struct db_rows rows;
    *ret_is_known = false;
    if (!account_secret_hash("", secret, hash))
        return true;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db,
        "SELECT 1 FROM known_browser WHERE hash = $1 AND account_id = $2 AND expires_us > $3",
        DB_ARGS(account_rows_hash(hash), DB_INT(account_id), DB_INT(now_us)), &arena, &rows, err);
    if (is_fine)
        *ret_is_known = rows.count > 0;
    arena_done(&arena);
    return is_fine;
}

bool known_browser_add(struct db *db, int64_t account_id, int64_t now_us,
    char ret_secret[ACCOUNT_SECRET_SIZE], struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    account_secret_new("", ret_secret, hash);
    return db_run(db, "DELETE FROM known_browser WHERE account_id = $1 AND expires_us <= $2",
               DB_ARGS(DB_INT(account_id), DB_INT(now_us)), NULL, err) &&
           db_run(db,
               "INSERT INTO known_browser (hash, account_id, created_us, expires_us) "
               "VALUES ($1, $2, $3, $4)",
               DB_ARGS(account_rows_hash(hash), DB_INT(account_id), DB_INT(now_us),
                   DB_INT(now_us + KNOWN_BROWSER_KEPT_US)),
               NULL, err);
}
