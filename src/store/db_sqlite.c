/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "store/db_driver.h"

enum { BUSY_TIMEOUT_MS = 10000 };

struct sqlite_statement {
    sqlite3_stmt *handle;
    size_t param_count; /* the highest number */
};

static sqlite3 *link_of(const struct db *db)
{
    return db->link;
}

static enum err_code code_of(int extended)
{
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_FOREIGNKEY: return ERR_CONFLICT;
    default: break;
    }
    int code = extended & 0xff;
    return code == SQLITE_BUSY || code == SQLITE_LOCKED ? ERR_BUSY : ERR_SYSTEM;
}

static bool fail(const struct db *db, struct err *err)
{
    sqlite3 *link = link_of(db);
    return err_set(
        err, code_of(sqlite3_extended_errcode(link)), "database: %s", sqlite3_errmsg(link));
}

static bool script(struct db *db, const char *sql, struct err *err)
{
    return sqlite3_exec(link_of(db), sql, NULL, NULL, NULL) == SQLITE_OK || fail(db, err);
}

/* The database holds names and hashes of secrets: nobody else may read it. Its -wal and -shm take the same mode. One that is
   there is not opened: to close any descriptor of a file ends all locks that this process has on it ("How To Corrupt An
   SQLite Database File", 2.2), and the next program to close the database would delete the -wal that is still in use. */
static bool make_private(const char *path, struct err *err)
{
    if (strcmp(path, ":memory:") == 0 || access(path, F_OK) == 0)
        return true;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set_errno(err, "%s", path);
    close(fd);
    return true;
}

/* Of two programs that open a fresh file at once, SQLite tells one that it is busy without waiting for the other. */
static bool switch_to_wal(struct db *db, struct err *err)
{
    const struct timespec pause = {.tv_nsec = 5000000};
    int64_t until_us = clock_steady_us() + BUSY_TIMEOUT_MS * INT64_C(1000);
    struct err why;
    while (!script(db, "PRAGMA journal_mode = WAL;", &why)) {
        if (why.code != ERR_BUSY || clock_steady_us() > until_us)
            return err_set(err, why.code, "%s", why.text);
        nanosleep(&pause, NULL);
    }
    return true;
}

/* synchronous=FULL: what was acknowledged, a sign-off say, must outlive a power cut, which NORMAL does not promise in WAL
   mode. case_sensitive_like: as in PostgreSQL. */
static bool set_up(struct db *db, struct err *err)
{
    static const char pragmas[] = "PRAGMA synchronous = FULL;"
                                  "PRAGMA foreign_keys = ON;"
                                  "PRAGMA trusted_schema = OFF;"
                                  "PRAGMA case_sensitive_like = ON;"
                                  "PRAGMA temp_store = MEMORY;"
                                  "PRAGMA cache_size = -16000;";
    sqlite3_extended_result_codes(link_of(db), 1);
    sqlite3_busy_timeout(link_of(db), BUSY_TIMEOUT_MS);
    sqlite3_db_config(link_of(db), SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(link_of(db), SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(link_of(db), SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    return switch_to_wal(db, err) && script(db, pragmas, err);
}

static bool open_file(struct db *db, const char *path, struct err *err)
{
    if (!make_private(path, err))
        return false;
    sqlite3 *link = NULL;
    int code = sqlite3_open_v2(path, &link,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        NULL);
    db->link = link;
    if (!link)
        err_panic("out of memory");
    bool is_fine = code == SQLITE_OK ? set_up(db, err) : fail(db, err);
    return is_fine || err_add(err, "%s", path);
}

static void close_file(struct db *db)
{
    sqlite3_close(link_of(db));
}

static bool revive(struct db *db, bool *ret_is_new, struct err *err)
{
    (void)db;
    (void)err;
    *ret_is_new = false;
    return true;
}

static void finish(struct db *db, void *handle)
{
    (void)db;
    struct sqlite_statement *statement = handle;
    sqlite3_finalize(statement->handle);
    free(statement);
}

/* Writes $12 as ?12: SQLite numbers "$" by first appearance, and looks each name up among all before it, which takes long where
   there are thousands. One more than the highest so far is what a bare ? means, and that is no name to look up at all ("Expressions",
   3. Parameters). Returns the highest number. */
static size_t add_numbered(struct buf *out, struct text sql)
{
    size_t highest = 0;
    bool is_quoted = false;
    while (sql.len) {
        is_quoted ^= sql.at[0] == '\'';
        bool is_param = !is_quoted && sql.at[0] == '$';
        buf_add_char(out, is_param ? '?' : sql.at[0]);
        sql = text_from(sql, 1);
        if (!is_param)
            continue;
        size_t number = 0, digits = 0;
        while (digits < sql.len && text_is_digit(sql.at[digits]) && number < SHRT_MAX)
            number = number * 10 + (size_t)(sql.at[digits++] - '0');
        if (number != highest + 1)
            buf_add(out, text_slice(sql, 0, digits));
        sql = text_from(sql, digits);
        highest = number > highest ? number : highest;
    }
    return highest;
}

static sqlite3_stmt *compile(struct db *db, const char *sql, size_t *ret_highest, struct err *err)
{
    struct buf words;
    const char *tail = "";
    sqlite3_stmt *handle = NULL;
    buf_init(&words, SIZE_MAX);
    *ret_highest = add_numbered(&words, text_of(sql));
    int code = sqlite3_prepare_v3(
        link_of(db), words.at ? words.at : "", -1, SQLITE_PREPARE_PERSISTENT, &handle, &tail);
    bool is_one = handle && text_trim(text_of(tail)).len == 0;
    buf_done(&words);
    if (code == SQLITE_OK && is_one)
        return handle;
    if (code != SQLITE_OK)
        fail(db, err);
    else
        err_set(err, ERR_SYSTEM, "database: not one statement: %s", sql);
    sqlite3_finalize(handle);
    return NULL;
}

static bool prepare(struct db *db, const char *sql, void **ret_statement, struct err *err)
{
    size_t highest;
    sqlite3_stmt *handle = compile(db, sql, &highest, err);
    if (!handle)
        return false;
    if ((size_t)sqlite3_bind_parameter_count(handle) != highest) {
        sqlite3_finalize(handle);
        return err_set(err, ERR_SYSTEM, "database: a parameter that is not $1, $2 …");
    }
    struct sqlite_statement *statement = calloc(1, sizeof *statement);
    if (!statement)
        err_panic("out of memory");
    *statement = (struct sqlite_statement){handle, highest};
    *ret_statement = statement;
    return true;
}

static int bind(sqlite3_stmt *handle, int at, const struct db_value *value)
{
    const char *bytes = value->text.len ? value->text.at : "";
    switch (value->kind) {
    case DB_KIND_NULL: return sqlite3_bind_null(handle, at);
    case DB_KIND_INT: return sqlite3_bind_int64(handle, at, value->number);
    case DB_KIND_REAL: return sqlite3_bind_double(handle, at, value->real);
    case DB_KIND_TEXT:
        return sqlite3_bind_text64(handle, at, bytes, value->text.len, SQLITE_STATIC, SQLITE_UTF8);
    case DB_KIND_BLOB:
        return sqlite3_bind_blob64(handle, at, bytes, value->text.len, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static bool bind_all(
    struct db *db, const struct sqlite_statement *statement, struct db_args args, struct err *err)
{
    if (args.count != statement->param_count)
        return err_set(err, ERR_SYSTEM, "database: %zu parameters for a statement of %zu",
            args.count, statement->param_count);
    for (size_t i = 0; i < args.count; i++)
        if (bind(statement->handle, (int)i + 1, &args.at[i]) != SQLITE_OK)
            return fail(db, err);
    return true;
}

static struct db_value cell_of(sqlite3_stmt *handle, int column, struct arena *arena)
{
    struct text bytes;
    switch (sqlite3_column_type(handle, column)) {
    case SQLITE_INTEGER: return DB_INT(sqlite3_column_int64(handle, column));
    case SQLITE_FLOAT: return DB_REAL(sqlite3_column_double(handle, column));
    case SQLITE_TEXT:
        bytes.at = (const char *)sqlite3_column_text(handle, column);
        bytes.len = (size_t)sqlite3_column_bytes(handle, column);
        return DB_TEXT(arena_text(arena, bytes));
    case SQLITE_BLOB:
        bytes.at = sqlite3_column_blob(handle, column);
        bytes.len = (size_t)sqlite3_column_bytes(handle, column);
        return DB_BLOB(arena_text(arena, bytes));
    default: return DB_NULL;
    }
}

static bool step_all(struct db *db, sqlite3_stmt *handle, struct db_result *result, struct err *err)
{
    int code, columns = sqlite3_column_count(handle);
    result->columns = (size_t)columns;
    while ((code = sqlite3_step(handle)) == SQLITE_ROW) {
        if (!result->arena)
            continue;
        for (int i = 0; i < columns; i++)
            *VEC_ADD(&result->cells) = cell_of(handle, i, result->arena);
        if (!arena_check(result->arena, err))
            return false;
    }
    result->changed = sqlite3_stmt_readonly(handle) ? 0 : sqlite3_changes64(link_of(db));
    return code == SQLITE_DONE || fail(db, err);
}

static bool run(
    struct db *db, void *handle, struct db_args args, struct db_result *result, struct err *err)
{
    struct sqlite_statement *statement = handle;
    bool is_fine =
        bind_all(db, statement, args, err) && step_all(db, statement->handle, result, err);
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle);
    return is_fine;
}

/* SQLite rolls back by itself on some errors, such as a full disk. */
static bool step(struct db *db, enum db_step step, struct err *err)
{
    static const char *const words[] = {
        [DB_BEGIN] = "BEGIN IMMEDIATE", [DB_COMMIT] = "COMMIT", [DB_ROLLBACK] = "ROLLBACK"};
    if (step == DB_ROLLBACK && sqlite3_get_autocommit(link_of(db)))
        return true;
    return script(db, words[step], err);
}

const struct db_driver db_sqlite_driver = {
    .engine = DB_SQLITE,
    .open = open_file,
    .close = close_file,
    .revive = revive,
    .prepare = prepare,
    .finish = finish,
    .run = run,
    .step = step,
    .script = script,
};
