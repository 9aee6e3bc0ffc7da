/* SPDX-License-Identifier: Apache-2.0 */
#include "store/migrate.h"

#include "codec/sha256.h"
#include "store/db_driver.h"
#include "store/fulltext.h"

/* Any number that no other program takes in the same PostgreSQL database: "kenzen" in ASCII. */
static const int64_t lock_key = 0x6b656e7a656e;

struct migration {
    const struct migrate_file *file;
    int64_t now_us;
};

static struct text digest_of(const struct migrate_file *file, unsigned char at[SHA256_SIZE])
{
    sha256_of(text_of(file->sql), at);
    return (struct text){(const char *)at, SHA256_SIZE};
}

static bool make_table(struct db *db, struct err *err)
{
    return db->driver->script(db,
        "CREATE TABLE IF NOT EXISTS schema_migration ("
        "number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, digest BYTEA NOT NULL,"
        "applied_us BIGINT NOT NULL)",
        err);
}

/* What was applied must be the beginning of what we have. */
static bool check_row(const struct db_rows *rows, size_t i, const struct migrate_file *files,
    size_t count, struct err *err)
{
    if (i >= count)
        return err_set(err, ERR_CONFLICT,
            "the database is newer than this program: it has migration %lld (%.*s), the program "
            "knows %zu",
            (long long)db_int(rows, i, 0), TEXT_ARG(db_text(rows, i, 1)), count);
    unsigned char digest[SHA256_SIZE];
    if (db_int(rows, i, 0) == files[i].number &&
        text_eq(db_text(rows, i, 2), digest_of(&files[i], digest)))
        return true;
    return err_set(err, ERR_CONFLICT,
        "the database was made by another program: its migration %lld (%.*s) is not this one's",
        (long long)db_int(rows, i, 0), TEXT_ARG(db_text(rows, i, 1)));
}

static bool check_applied(struct db *db, const struct migrate_file *files, size_t count,
    size_t *ret_applied, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db, "SELECT number, name, digest FROM schema_migration ORDER BY number",
        DB_NO_ARGS, &arena, &rows, err);
    for (size_t i = 0; is_fine && i < rows.count; i++)
        is_fine = check_row(&rows, i, files, count, err);
    if (is_fine)
        *ret_applied = rows.count;
    arena_done(&arena);
    return is_fine;
}

/* Another program on the same file may have come first: claiming the number tells. */
static bool apply(struct db *db, void *context, struct err *err)
{
    const struct migration *migration = context;
    const struct migrate_file *file = migration->file;
    unsigned char digest[SHA256_SIZE];
    int64_t is_ours;
    bool is_claimed = db_run(db,
        "INSERT INTO schema_migration (number, name, digest, applied_us) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (number) DO NOTHING",
        DB_ARGS(DB_INT(file->number), DB_TEXT(text_of(file->name)),
            DB_BLOB(digest_of(file, digest)), DB_INT(migration->now_us)),
        &is_ours, err);
    if (!is_claimed || !is_ours)
        return is_claimed;
    return db->driver->script(db, file->sql, err) ||
           err_add(err, "sql/%04lld_%s.sql", (long long)file->number, file->name);
}

static bool run_locked(
    struct db *db, const struct migrate_file *files, size_t count, int64_t now_us, struct err *err)
{
    size_t applied;
    if (!make_table(db, err) || !check_applied(db, files, count, &applied, err))
        return false;
    for (size_t i = applied; i < count; i++) {
        struct migration migration = {&files[i], now_us};
        if (!db_transact(db, apply, &migration, err))
            return false;
    }
    return fulltext_make(db, err);
}

bool migrate_run_files(
    struct db *db, const struct migrate_file *files, size_t count, int64_t now_us, struct err *err)
{
    if (db_engine_of(db) != DB_POSTGRES)
        return run_locked(db, files, count, now_us, err);
    struct db_args key = DB_ARGS(DB_INT(lock_key));
    if (!db_run(db, "SELECT pg_advisory_lock($1)", key, NULL, err))
        return false;
    bool is_fine = run_locked(db, files, count, now_us, err);
    return db_run(db, "SELECT pg_advisory_unlock($1)", key, NULL, is_fine ? err : NULL) && is_fine;
}

bool migrate_run(struct db *db, int64_t now_us, struct err *err)
{
    return migrate_run_files(db, migrate_files, migrate_file_count, now_us, err);
}
