/* SPDX-License-Identifier: Apache-2.0 */
/* One SQL text, two engines: SQLite (embedded) and PostgreSQL. A struct db is one connection, of one thread.
   Example: db_query(db, "SELECT name FROM team WHERE id = $1", DB_ARGS(DB_INT(id)), arena, &rows, err)

   The SQL that both understand alike:
   - types BIGINT, TEXT, DOUBLE PRECISION and BYTEA; flags are BIGINT 0 or 1, and no boolean is stored;
   - upsert, RETURNING, CTEs, window functions, FILTER, partial indexes and indexes on lower();
   - ORDER BY says NULLS FIRST or NULLS LAST where a column can be NULL; text sorts by its bytes;
   - LIKE tells capitals from small letters: compare lower() of both; lower() knows ASCII only;
   - a parameter that stands alone ($1 IS NULL) is cast first: CAST($1 AS BIGINT). */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/arena.h"
#include "base/err.h"

struct db;
struct db_pool;

enum db_engine { DB_SQLITE, DB_POSTGRES };
enum db_kind { DB_KIND_NULL, DB_KIND_INT, DB_KIND_REAL, DB_KIND_TEXT, DB_KIND_BLOB };

struct db_value {
    enum db_kind kind;
    int64_t number;
    double real;
    struct text text; /* TEXT and BLOB */
};

#define DB_NULL ((struct db_value){.kind = DB_KIND_NULL})
#define DB_INT(x) ((struct db_value){.kind = DB_KIND_INT, .number = (x)})
#define DB_REAL(x) ((struct db_value){.kind = DB_KIND_REAL, .real = (x)})
/* A text with a NUL byte or that is not UTF-8 is refused with ERR_SYNTAX, on both engines. */
#define DB_TEXT(t) ((struct db_value){.kind = DB_KIND_TEXT, .text = (t)})
#define DB_BLOB(t) ((struct db_value){.kind = DB_KIND_BLOB, .text = (t)})
/* NULL for the id 0, and for an empty text. */
#define DB_ID(x) ((x) ? DB_INT(x) : DB_NULL)
#define DB_TEXT_OR_NULL(t) ((t).len ? DB_TEXT(t) : DB_NULL)

struct db_args {
    const struct db_value *at;
    size_t count;
};
/* $1, $2 … in order. SQLite numbers parameters by first appearance, so they are bound by name. */
#define DB_ARGS(...)                                                                               \
    ((struct db_args){(const struct db_value[]){__VA_ARGS__},                                      \
        sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value)})
#define DB_NO_ARGS ((struct db_args){NULL, 0})

/* Rows read whole into an arena. */
struct db_rows {
    struct db_value *cells;
    size_t count, columns;
};
/* A cell as a number (0 for NULL) or a text or blob (empty for NULL). Texts end with a NUL behind their length. */
int64_t db_int(const struct db_rows *rows, size_t row, size_t column);
double db_real(const struct db_rows *rows, size_t row, size_t column);
struct text db_text(const struct db_rows *rows, size_t row, size_t column);
bool db_is_null(const struct db_rows *rows, size_t row, size_t column);

/* Opens "postgres://…", "postgresql://…", or a SQLite file by path (":memory:" too). Does not migrate. */
MUST_USE bool db_open(struct db **ret_db, const char *url, struct err *err);
void db_free(struct db *db);
enum db_engine db_engine_of(const struct db *db);
/* Returns whether url names a PostgreSQL database, not a file. */
bool db_is_postgres(const char *url);

/* Runs a statement and reads its rows. Fails with ERR_CONFLICT on a broken unique or foreign key, ERR_BUSY on a
   serialization failure or a locked file (db_transact repeats those), ERR_LIMIT when the rows do not fit the
   arena, ERR_SYSTEM else. */
MUST_USE bool db_query(struct db *db, const char *sql, struct db_args args, struct arena *arena,
    struct db_rows *ret_rows, struct err *err);
/* Runs a statement whose rows, if any, are not wanted; ret_changed (may be NULL) gets the number of rows it changed. */
MUST_USE bool db_run(
    struct db *db, const char *sql, struct db_args args, int64_t *ret_changed, struct err *err);

/* Runs work as one transaction; it may run several times (BEGIN IMMEDIATE on SQLite, SERIALIZABLE with retry on
   PostgreSQL), so it must only change the database and ret-values that it sets anew. Rolls back when it returns
   false. After a statement has failed, the transaction can only be rolled back, on both engines: ask before
   (ON CONFLICT, SELECT) instead of trying. Transactions do not nest. */
typedef bool (*db_work)(struct db *db, void *context, struct err *err);
MUST_USE bool db_transact(struct db *db, db_work work, void *context, struct err *err);
/* Runs work inside the caller's transaction, as one part of it: when it returns false, or a statement of it breaks a key, what it did
   is taken back and the rest of the transaction goes on. Any other failed statement ends the whole transaction as ever. */
MUST_USE bool db_attempt(struct db *db, db_work work, void *context, struct err *err);
bool db_in_transaction(const struct db *db);

/* Wakes whoever listens, on any server, when the transaction is done. PostgreSQL tells them; of SQLite, which is one server's, nobody hears. */
MUST_USE bool db_notify(struct db *db, struct err *err);
/* Waits until somebody notified, or for timeout_ms; ret_is_told is false when only time has passed, or this connection cannot listen. */
MUST_USE bool db_listen(struct db *db, int timeout_ms, bool *ret_is_told, struct err *err);

/* A pool of connections for the threads of a server, all opened at once. */
MUST_USE bool db_pool_new(struct db_pool **ret_pool, const char *url, size_t size, struct err *err);
/* All connections must have been given back. */
void db_pool_free(struct db_pool *pool);
/* Waits for a free connection. */
struct db *db_pool_take(struct db_pool *pool);
void db_pool_give(struct db_pool *pool, struct db *db);

#endif
