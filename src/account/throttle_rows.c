/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_rows.h"
#include "account/throttle.h"

struct taking {
    const struct throttle_key *keys;
    size_t count;
    int64_t now_us, wait_us;
};

static void digest(const struct throttle_key *key, unsigned char hash[SHA256_SIZE])
{
    sha256_of(key->name, hash);
}

static struct db_value kind_value(const struct throttle_key *key)
{
    return DB_TEXT(text_of(throttle_rule(key->kind)->name));
}

/* Gives how often was tried in vain, and from when on an attempt is taken; zero when nobody tried for a day. */
static bool find(struct db *db, const struct throttle_key *key, int64_t now_us,
    int64_t *ret_failures, int64_t *ret_free_us, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    unsigned char hash[SHA256_SIZE];
    digest(key, hash);
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db,
        "SELECT failures, free_us FROM throttle WHERE kind = $1 AND key = $2 AND last_us > $3",
        DB_ARGS(kind_value(key), account_rows_hash(hash), DB_INT(now_us - THROTTLE_FORGOTTEN_US)),
        &arena, &rows, err);
    bool is_there = is_fine && rows.count;
    *ret_failures = is_there ? db_int(&rows, 0, 0) : 0;
    *ret_free_us = is_there ? db_int(&rows, 0, 1) : 0;
    arena_done(&arena);
    return is_fine;
}

static bool count(struct db *db, const struct throttle_key *key, int64_t failures, int64_t now_us,
    struct err *err)
{
    unsigned char hash[SHA256_SIZE];
    int64_t wait_us = throttle_wait_us(throttle_rule(key->kind), failures);
    digest(key, hash);
    return db_run(db,
        "INSERT INTO throttle (kind, key, failures, last_us, free_us) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (kind, key) DO UPDATE SET failures = excluded.failures, "
        "last_us = excluded.last_us, free_us = excluded.free_us",
        DB_ARGS(kind_value(key), account_rows_hash(hash), DB_INT(failures), DB_INT(now_us),
            DB_INT(wait_us ? now_us + wait_us : 0)),
        NULL, err);
}

static bool take(struct db *db, void *context, struct err *err)
{
    enum { KEYS_MAX = 8 };
    struct taking *it = context;
    int64_t failures[KEYS_MAX], free_us;
    it->wait_us = 0;
    if (it->count > KEYS_MAX)
        err_panic("more keys of an attempt than there is room for");
    for (size_t i = 0; i < it->count; i++) {
        if (!find(db, &it->keys[i], it->now_us, &failures[i], &free_us, err))
            return false;
        if (free_us - it->now_us > it->wait_us)
            it->wait_us = free_us - it->now_us;
    }
    if (it->wait_us)
        return true;
    for (size_t i = 0; i < it->count; i++)
        if (!count(db, &it->keys[i], failures[i] + 1, it->now_us, err))
            return false;
    return db_run(db, "DELETE FROM throttle WHERE last_us <= $1",
        DB_ARGS(DB_INT(it->now_us - THROTTLE_FORGOTTEN_US)), NULL, err);
}

bool throttle_take(struct db *db, const struct throttle_key *keys, size_t key_count, int64_t now_us,
    int64_t *ret_wait_us, struct err *err)
{
    struct taking it = {keys, key_count, now_us, 0};
    if (!db_transact(db, take, &it, err))
        return false;
    *ret_wait_us = it.wait_us;
    return true;
}

/* Runs a statement of $1 kind and $2 key for each. */
static bool each(struct db *db, const char *sql, const struct throttle_key *keys, size_t key_count,
    struct err *err)
{
    for (size_t i = 0; i < key_count; i++) {
        unsigned char hash[SHA256_SIZE];
        digest(&keys[i], hash);
        if (!db_run(db, sql, DB_ARGS(kind_value(&keys[i]), account_rows_hash(hash)), NULL, err))
            return false;
    }
    return true;
}

bool throttle_give_back(
    struct db *db, const struct throttle_key *keys, size_t key_count, struct err *err)
{
    return each(db,
        "UPDATE throttle SET failures = failures - 1, free_us = 0 "
        "WHERE kind = $1 AND key = $2 AND failures > 0",
        keys, key_count, err);
}

bool throttle_clear(
    struct db *db, const struct throttle_key *keys, size_t key_count, struct err *err)
{
    return each(db, "DELETE FROM throttle WHERE kind = $1 AND key = $2", keys, key_count, err);
}
