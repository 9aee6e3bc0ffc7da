/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db.h"

#include <time.h>

#include "base/clock.h"
#include "base/rand.h"
#include "store/db_driver.h"

enum {
    STATEMENTS_MAX = 512, /* far more than the program has; a guard against texts made in a loop */
    PAUSE_SHORTEST_US = 1000,
    PAUSE_LONGEST_US = 100000,
};
/* A transaction that lost every race for so long is given back to its caller. */
static const int64_t patience_us = 20 * CLOCK_SECOND_US;

static const struct db_value *cell(const struct db_rows *rows, size_t row, size_t column)
{
    if (row >= rows->count || column >= rows->columns)
        err_panic("a cell beyond the rows of a result");
    return &rows->cells[row * rows->columns + column];
}

int64_t db_int(const struct db_rows *rows, size_t row, size_t column)
{
    return cell(rows, row, column)->number;
}

double db_real(const struct db_rows *rows, size_t row, size_t column)
{
    const struct db_value *value = cell(rows, row, column);
    return value->kind == DB_KIND_INT ? (double)value->number : value->real;
}

struct text db_text(const struct db_rows *rows, size_t row, size_t column)
{
    const struct db_value *value = cell(rows, row, column);
    return value->text.at ? value->text : (struct text){"", 0};
}

bool db_is_null(const struct db_rows *rows, size_t row, size_t column)
{
    return cell(rows, row, column)->kind == DB_KIND_NULL;
}

bool db_is_postgres(const char *url)
{
    struct text t = text_of(url);
    return text_starts(t, TEXT("postgres://")) || text_starts(t, TEXT("postgresql://"));
}

bool db_open(struct db **ret_db, const char *url, struct err *err)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        err_panic("out of memory");
    db->driver = db_is_postgres(url) ? &db_postgres_driver : &db_sqlite_driver;
    if (!db->driver->open(db, url, err)) {
        db_free(db);
        return false;
    }
    *ret_db = db;
    return true;
}

static void forget_statements(struct db *db)
{
    for (size_t i = 0; i < db->statements.len; i++) {
        db->driver->finish(db, db->statements.at[i].handle);
        free(db->statements.at[i].sql);
    }
    VEC_DONE(&db->statements);
    map_done(&db->known);
    db->known = (struct map){0};
}

void db_free(struct db *db)
{
    if (!db)
        return;
    forget_statements(db);
    db->driver->close(db);
    free(db);
}

enum db_engine db_engine_of(const struct db *db)
{
    return db->driver->engine;
}

bool db_in_transaction(const struct db *db)
{
    return db->in_transaction;
}

/* PostgreSQL refuses such texts and SQLite keeps them: here neither gets them. */
static bool check_args(struct db_args args, struct err *err)
{
    for (size_t i = 0; i < args.count; i++) {
        struct text t = args.at[i].text;
        if (args.at[i].kind != DB_KIND_TEXT || t.len == 0)
            continue;
        if (memchr(t.at, '\0', t.len))
            return err_set(err, ERR_SYNTAX, "a text with a NUL byte cannot be stored");
        if (text_find_bad_utf8(t) >= 0)
            return err_set(err, ERR_SYNTAX, "a text that is not UTF-8 cannot be stored");
    }
    return true;
}

static bool prepare(struct db *db, const char *sql, void **ret_handle, struct err *err)
{
    uint32_t at;
    if (map_find(&db->known, text_of(sql), &at)) {
        *ret_handle = db->statements.at[at].handle;
        return true;
    }
    if (db->statements.len >= STATEMENTS_MAX)
        forget_statements(db);
    void *handle;
    if (!db->driver->prepare(db, sql, &handle, err))
        return false;
    char *copy = strdup(sql);
    if (!copy)
        err_panic("out of memory");
    *VEC_ADD(&db->statements) = (struct db_statement){copy, handle};
    map_add(&db->known, text_of(copy), (uint32_t)(db->statements.len - 1), NULL);
    *ret_handle = handle;
    return true;
}

/* Statements outlive a transaction, but not a connection that had to be made anew. */
static bool revive(struct db *db, struct err *err)
{
    bool is_new = false;
    if (!db->driver->revive(db, &is_new, err))
        return false;
    if (is_new)
        forget_statements(db);
    return true;
}

static bool run_prepared(
    struct db *db, const char *sql, struct db_args args, struct db_result *result, struct err *err)
{
    void *handle;
    if (!check_args(args, err) || (!db->in_transaction && !revive(db, err)))
        return false;
    return prepare(db, sql, &handle, err) && db->driver->run(db, handle, args, result, err);
}

static bool run(
    struct db *db, const char *sql, struct db_args args, struct db_result *result, struct err *err)
{
    if (db->in_transaction && db->failure.code != ERR_NONE)
        return err_set(err, db->failure.code, "%s", db->failure.text);
    struct err failure = {0};
    if (run_prepared(db, sql, args, result, &failure))
        return true;
    if (db->in_transaction)
        db->failure = failure;
    return err_set(err, failure.code, "%s", failure.text);
}

/* Moves the cells, which grew as the rows came, into the arena. */
static bool keep_rows(struct db_result *result, struct db_rows *ret_rows, struct err *err)
{
    size_t count = result->cells.len;
    struct db_value *cells = arena_take_array(result->arena, count, sizeof *cells);
    if (cells && count)
        memcpy(cells, result->cells.at, count * sizeof *cells);
    if (!arena_check(result->arena, err))
        return false;
    size_t rows = result->columns ? count / result->columns : 0;
    *ret_rows = (struct db_rows){cells, rows, result->columns};
    return true;
}

bool db_query(struct db *db, const char *sql, struct db_args args, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    struct db_result result = {.arena = arena};
    bool is_fine = run(db, sql, args, &result, err) && keep_rows(&result, ret_rows, err);
    VEC_DONE(&result.cells);
    return is_fine;
}

bool db_run(
    struct db *db, const char *sql, struct db_args args, int64_t *ret_changed, struct err *err)
{
    struct db_result result = {.arena = NULL};
    if (!run(db, sql, args, &result, err))
        return false;
    if (ret_changed)
        *ret_changed = result.changed;
    return true;
}

bool db_notify(struct db *db, struct err *err)
{
    return db->driver->engine != DB_POSTGRES ||
           db_run(db, "SELECT pg_notify('kenzen', '')", DB_NO_ARGS, NULL, err);
}

bool db_listen(struct db *db, int timeout_ms, bool *ret_is_told, struct err *err)
{
    const struct timespec pause = {
        .tv_sec = timeout_ms / 1000, .tv_nsec = timeout_ms % 1000 * INT64_C(1000000)};
    *ret_is_told = false;
    if (db->driver->listen)
        return db->driver->listen(db, timeout_ms, ret_is_told, err);
    nanosleep(&pause, NULL);
    return true;
}

/* What failed first decides, whatever the work made of it: it may be what a repetition mends. */
static bool work_once(struct db *db, db_work work, void *context, struct err *err)
{
    bool is_done = work(db, context, err);
    if (db->failure.code == ERR_NONE || (!is_done && db->failure.code != ERR_BUSY))
        return is_done;
    return err_set(err, db->failure.code, "%s", db->failure.text);
}

static bool transact_once(struct db *db, db_work work, void *context, struct err *err)
{
    if (!revive(db, err) || !db->driver->step(db, DB_BEGIN, err))
        return false;
    db->in_transaction = true;
    db->failure = (struct err){0};
    bool is_done = work_once(db, work, context, err) && db->driver->step(db, DB_COMMIT, err);
    if (!is_done)
        db->driver->step(db, DB_ROLLBACK, NULL);
    db->in_transaction = false;
    return is_done;
}

/* Those who collided part by chance, further each time. */
static void pause_before(unsigned try)
{
    int64_t longest = (int64_t)PAUSE_SHORTEST_US << (try < 7 ? try : 7);
    if (longest > PAUSE_LONGEST_US)
        longest = PAUSE_LONGEST_US;
    uint32_t chance;
    rand_bytes(&chance, sizeof chance);
    struct timespec pause = {.tv_nsec = (long)(chance % (uint32_t)longest) * 1000};
    nanosleep(&pause, NULL);
}

bool db_transact(struct db *db, db_work work, void *context, struct err *err)
{
    if (db->in_transaction)
        err_panic("a transaction inside a transaction");
    int64_t deadline = clock_steady_us() + patience_us;
    struct err failure = {0};
    for (unsigned try = 1; !transact_once(db, work, context, &failure); try++) {
        if (failure.code != ERR_BUSY || clock_steady_us() > deadline)
            return err_set(err, failure.code, "%s", failure.text);
        pause_before(try);
        failure = (struct err){0};
    }
    return true;
}

/* ERR_BUSY and what is broken beneath us are of the whole transaction. */
static bool take_back(struct db *db, struct err *err)
{
    if (db->failure.code != ERR_NONE && db->failure.code != ERR_CONFLICT)
        return err_set(err, db->failure.code, "%s", db->failure.text);
    db->failure = (struct err){0};
    return db_run(db, "ROLLBACK TO SAVEPOINT attempt", DB_NO_ARGS, NULL, err) &&
           db_run(db, "RELEASE SAVEPOINT attempt", DB_NO_ARGS, NULL, err);
}

bool db_attempt(struct db *db, db_work work, void *context, struct err *err)
{
    struct err why = {0}, broken = {0};
    if (!db->in_transaction)
        err_panic("an attempt outside of a transaction");
    if (!db_run(db, "SAVEPOINT attempt", DB_NO_ARGS, NULL, err))
        return false;
    bool is_done = work(db, context, &why);
    if (is_done && db->failure.code == ERR_NONE)
        return db_run(db, "RELEASE SAVEPOINT attempt", DB_NO_ARGS, NULL, err);
    if (is_done)
        why = db->failure;
    const struct err *told = take_back(db, &broken) ? &why : &broken;
    return err_set(err, told->code, "%s", told->text);
}
