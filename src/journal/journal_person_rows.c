/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rand.h"
#include "journal/journal.h"
#include "journal/journal_person.h"

/* ret_is_there: the person had a key once. */
static bool find(struct db *db, int64_t account_id, bool *ret_is_there,
    struct journal_person_key *ret_key, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db, "SELECT secret FROM journal_person WHERE account_id = $1",
        DB_ARGS(DB_INT(account_id)), &arena, &rows, err);
    if (is_fine) {
        struct text secret = rows.count ? db_text(&rows, 0, 0) : (struct text){0};
        *ret_is_there = rows.count > 0;
        *ret_key = (struct journal_person_key){.is_erased = secret.len != sizeof ret_key->secret};
        if (!ret_key->is_erased)
            memcpy(ret_key->secret, secret.at, sizeof ret_key->secret);
    }
    arena_done(&arena);
    return is_fine;
}

bool journal_person_find(
    struct db *db, int64_t account_id, struct journal_person_key *ret_key, struct err *err)
{
    bool is_there;
    return find(db, account_id, &is_there, ret_key, err);
}

bool journal_person_key(struct db *db, int64_t account_id, int64_t now_us,
    struct journal_person_key *ret_key, struct err *err)
{
    bool is_there;
    struct journal_person_key key;
    if (!find(db, account_id, &is_there, &key, err))
        return false;
    if (!is_there) {
        key.is_erased = false;
        rand_bytes(key.secret, sizeof key.secret);
        struct text secret = {(const char *)key.secret, sizeof key.secret};
        if (!db_run(db,
                "INSERT INTO journal_person (account_id, secret, created_us) VALUES ($1, $2, $3)",
                DB_ARGS(DB_INT(account_id), DB_BLOB(secret), DB_INT(now_us)), NULL, err))
            return false;
    }
    *ret_key = key;
    return true;
}

bool journal_person_erase(
    struct db *db, int64_t account_id, int64_t actor_id, int64_t now_us, struct err *err)
{
    /* What was sealed goes as well: a copy of the key elsewhere, such as in a backup, then opens nothing here. */
    return db_run(db,
               "INSERT INTO journal_person (account_id, secret, created_us, erased_us) "
               "VALUES ($1, NULL, $2, $2) "
               "ON CONFLICT (account_id) DO UPDATE SET secret = NULL, erased_us = $2",
               DB_ARGS(DB_INT(account_id), DB_INT(now_us)), NULL, err) &&
           db_run(db, "UPDATE journal_entry SET personal = NULL WHERE person_id = $1",
               DB_ARGS(DB_INT(account_id)), NULL, err) &&
           journal_add(db,
               &(struct journal_entry){.kind = "account.erased",
                   .actor_id = actor_id,
                   .object_kind = "account",
                   .object_id = account_id,
                   .at_us = now_us},
               err);
}
