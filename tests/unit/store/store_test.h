/* SPDX-License-Identifier: Apache-2.0 */
/* A fresh, migrated database for each test, on both engines. PostgreSQL's is a copy of one that is migrated once for all tests, on the
   server that KENZEN_TEST_POSTGRES names; without that, its tests are skipped.
   Example: static void test_x(void **state) { struct store_test *t = store_test(state); db_run(t->db, …); }
            int main(void) { const struct CMUnitTest tests[] = {STORE_TEST(test_x)}; return cmocka_run_group_tests(…); } */
#ifndef STORE_TEST_H
#define STORE_TEST_H

#include "unit_err.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/rand.h"
#include "store_server.h"

struct store_test {
    char url[512];     /* opens the database once more */
    char folder[64];   /* of the SQLite file */
    char database[64]; /* in PostgreSQL */
    struct db *db;     /* NULL: there is no PostgreSQL to test on */
    struct arena arena;
};

/* Of the template's form; without it, an empty one. */
static inline void store_test_make_database(struct store_test *t, bool is_migrated)
{
    char name[64] = "template0", source[80];
    const char *url = getenv("KENZEN_TEST_POSTGRES");
    struct db *server = store_server_open(NULL);
    if (is_migrated) {
        store_server_name_template(name);
        store_server_make_template(server, name);
    }
    snprintf(source, sizeof source, "TEMPLATE %s", name);
    snprintf(
        t->database, sizeof t->database, "kenzen_test_%lld", (long long)rand_id(clock_now_us()));
    snprintf(
        t->url, sizeof t->url, "%s%sdbname=%s", url, strchr(url, '?') ? "&" : "?", t->database);
    store_server_run(server, "CREATE DATABASE", t->database, source);
    db_free(server);
}

static inline void store_test_drop(const char *database)
{
    struct db *server = store_server_open(NULL);
    store_server_run(server, "DROP DATABASE IF EXISTS", database, "WITH (FORCE)");
    db_free(server);
}

static inline void store_test_make_folder(struct store_test *t)
{
    const char *place = getenv("TMPDIR");
    int len =
        snprintf(t->folder, sizeof t->folder, "%s/kenzen-test.XXXXXX", place ? place : "/tmp");
    assert_in_range(len, 1, sizeof t->folder - 1);
    assert_non_null(mkdtemp(t->folder));
    snprintf(t->url, sizeof t->url, "%s/kenzen.db", t->folder);
}

static inline int store_test_open(void **state, enum db_engine engine)
{
    struct store_test *t = calloc(1, sizeof *t);
    const char *url = getenv("KENZEN_TEST_POSTGRES");
    *state = t;
    arena_init(&t->arena, SIZE_MAX);
    if (engine == DB_POSTGRES && (!url || !url[0]))
        return 0;
    if (engine == DB_POSTGRES)
        store_test_make_database(t, true);
    else
        store_test_make_folder(t);
    assert_ok(db_open(&t->db, t->url, err));
    assert_ok(migrate_run(t->db, STORE_TEST_NOW_US, err));
    return 0;
}

static inline int store_test_open_sqlite(void **state)
{
    return store_test_open(state, DB_SQLITE);
}

static inline int store_test_open_postgres(void **state)
{
    return store_test_open(state, DB_POSTGRES);
}

static inline int store_test_close(void **state)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    struct store_test *t = *state;
    db_free(t->db);
    arena_done(&t->arena);
    if (t->database[0])
        store_test_drop(t->database);
    for (size_t i = 0; t->folder[0] && i < LEN_OF(suffixes); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/kenzen.db%s", t->folder, suffixes[i]);
        unlink(path);
    }
    if (t->folder[0])
        rmdir(t->folder);
    free(t);
    return 0;
}

/* Returns the test's database, or skips the test. */
static inline struct store_test *store_test(void **state)
{
    struct store_test *t = *state;
    if (!t->db)
        skip();
    return t;
}

/* Rows of a table of tests: one engine, or the same test on each. */
#define STORE_TEST_SQLITE(test)                                                                    \
    ((struct CMUnitTest){#test " on SQLite", test, store_test_open_sqlite, store_test_close, NULL})
#define STORE_TEST_POSTGRES(test)                                                                  \
    ((struct CMUnitTest){                                                                          \
        #test " on PostgreSQL", test, store_test_open_postgres, store_test_close, NULL})
#define STORE_TEST(test) STORE_TEST_SQLITE(test), STORE_TEST_POSTGRES(test)

/* Runs a statement; and one that gives a single number. */
static inline void store_test_run(struct store_test *t, const char *sql)
{
    assert_ok(db_run(t->db, sql, DB_NO_ARGS, NULL, err));
}

static inline int64_t store_test_number(struct store_test *t, const char *sql)
{
    struct db_rows rows;
    assert_ok(db_query(t->db, sql, DB_NO_ARGS, &t->arena, &rows, err));
    assert_int_equal(rows.count, 1);
    return db_int(&rows, 0, 0);
}

#endif
