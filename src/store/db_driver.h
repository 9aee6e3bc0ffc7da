/* SPDX-License-Identifier: Apache-2.0 */
/* What an engine has to do so that db.c can speak to it; nothing outside of store/ includes this.
   Example: db->driver->run(db, statement, args, &result, err). */
#ifndef STORE_DB_DRIVER_H
#define STORE_DB_DRIVER_H

#include "base/map.h"
#include "base/vec.h"
#include "store/db.h"

/* Where the rows of a statement go. */
struct db_result {
    struct arena *arena; /* NULL: rows are not wanted */
    struct {
        VEC(struct db_value);
    } cells;
    size_t columns;
    int64_t changed;
};

enum db_step { DB_BEGIN, DB_COMMIT, DB_ROLLBACK };

struct db_driver {
    enum db_engine engine;
    /* Opens db->link. */
    bool (*open)(struct db *db, const char *url, struct err *err);
    void (*close)(struct db *db);
    /* Makes sure, between transactions, that the connection lives. Statements prepared before are gone when
       ret_is_new is set. */
    bool (*revive)(struct db *db, bool *ret_is_new, struct err *err);
    bool (*prepare)(struct db *db, const char *sql, void **ret_statement, struct err *err);
    void (*finish)(struct db *db, void *statement);
    bool (*run)(struct db *db, void *statement, struct db_args args, struct db_result *result,
        struct err *err);
    bool (*step)(struct db *db, enum db_step step, struct err *err);
    /* Waits for what db_notify says; NULL: this engine tells nobody. */
    bool (*listen)(struct db *db, int timeout_ms, bool *ret_is_told, struct err *err);
    /* Runs the statements of a migration, whose types it may have to put into its own words. */
    bool (*script)(struct db *db, const char *sql, struct err *err);
};

struct db_statement {
    char *sql;
    void *handle;
};

struct db {
    const struct db_driver *driver;
    void *link;       /* the driver's own */
    struct map known; /* text of a statement → its index below */
    struct {
        VEC(struct db_statement);
    } statements;
    bool in_transaction;
    struct err failure; /* the first one of this transaction; ERR_NONE while all is well */
};

extern const struct db_driver db_sqlite_driver, db_postgres_driver;

#endif
