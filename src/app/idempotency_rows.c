/* SPDX-License-Identifier: Apache-2.0 */
#include "app/idempotency_rows.h"

#include "base/clock.h"

/* After so long, the server that took the place is taken to have died. */
#define ANSWER_US (600 * CLOCK_SECOND_US)

static struct text digest_of(const struct idempotency *it)
{
    return (struct text){(const char *)it->digest, sizeof it->digest};
}

struct place {
    const struct idempotency *it;
    int64_t now_us;
    bool is_mine;
};

static bool add(struct db *db, void *context, struct err *err)
{
    struct place *place = context;
    int64_t changed;
    if (!db_run(db,
            "DELETE FROM kept_reply WHERE created_us < $1 OR (status = 0 AND created_us < $2)",
            DB_ARGS(DB_INT(place->now_us - IDEMPOTENCY_KEPT_US), DB_INT(place->now_us - ANSWER_US)),
            NULL, err))
        return false;
    if (!db_run(db,
            "INSERT INTO kept_reply (account_id, key, digest, status, type, location, body,"
            " created_us) VALUES ($1, $2, $3, 0, '', '', '', $4)"
            " ON CONFLICT (account_id, key) DO NOTHING",
            DB_ARGS(DB_INT(place->it->account_id), DB_TEXT(place->it->key),
                DB_BLOB(digest_of(place->it)), DB_INT(place->now_us)),
            &changed, err))
        return false;
    place->is_mine = changed == 1;
    return true;
}

bool idempotency_rows_add(
    struct db *db, const struct idempotency *it, int64_t now_us, bool *ret_is_mine, struct err *err)
{
    struct place place = {it, now_us, false};
    if (!db_transact(db, add, &place, err))
        return false;
    *ret_is_mine = place.is_mine;
    return true;
}

bool idempotency_rows_find(struct db *db, const struct idempotency *it, struct arena *arena,
    struct idempotency_reply *ret_reply, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT digest, status, type, location, body FROM kept_reply"
            " WHERE account_id = $1 AND key = $2",
            DB_ARGS(DB_INT(it->account_id), DB_TEXT(it->key)), arena, &rows, err))
        return false;
    *ret_reply = (struct idempotency_reply){.is_there = rows.count == 1};
    if (!ret_reply->is_there)
        return true;
    ret_reply->is_same = text_eq(db_text(&rows, 0, 0), digest_of(it));
    ret_reply->status = (unsigned)db_int(&rows, 0, 1);
    ret_reply->type = db_text(&rows, 0, 2);
    ret_reply->location = db_text(&rows, 0, 3);
    ret_reply->body = db_text(&rows, 0, 4);
    return true;
}

bool idempotency_rows_set(struct db *db, const struct idempotency *it,
    const struct idempotency_reply *reply, struct err *err)
{
    return db_run(db,
        "UPDATE kept_reply SET status = $3, type = $4, location = $5, body = $6"
        " WHERE account_id = $1 AND key = $2",
        DB_ARGS(DB_INT(it->account_id), DB_TEXT(it->key), DB_INT(reply->status),
            DB_TEXT(reply->type), DB_TEXT(reply->location), DB_TEXT(reply->body)),
        NULL, err);
}

bool idempotency_rows_delete(struct db *db, const struct idempotency *it, struct err *err)
{
    return db_run(db, "DELETE FROM kept_reply WHERE account_id = $1 AND key = $2",
        DB_ARGS(DB_INT(it->account_id), DB_TEXT(it->key)), NULL, err);
}
