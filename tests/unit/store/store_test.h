/* SPDX-License-Identifier: Apache-2.0 */
/* A fresh, migrated database for each test, on both engines. PostgreSQL's is a schema of its own in the database that
   KENZEN_TEST_POSTGRES names; without that, its tests are skipped.
   Example: static void test_x(void **state) { struct store_test *t = store_test(state); db_run(t->db, …); }
            int main(void) { const struct CMUnitTest tests[] = {STORE_TEST(test_x)}; return cmocka_run_group_tests(…); } */
#ifndef STORE_TEST_H
#define STORE_TEST_H

#include "unit_err.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/rand.h"
#include "store/migrate.h"

/* A time for tests: 2026-01-02T03:04:05Z. */
#define STORE_TEST_NOW_US INT64_C(1767323045000000)

struct store_test {
    char url[512];   /* opens the database once more */
    char folder[64]; /* of the SQLite file */
    char schema[64]; /* in PostgreSQL */
    struct db *db;   /* NULL: there is no PostgreSQL to test on */
    struct arena arena;
};

static inline void store_test_drop(const char *schema)
{
    struct db *db;
    char sql[128];
    assert_ok(db_open(&db, getenv("KENZEN_TEST_POSTGRES"), err));
    snprintf(sql, sizeof sql, "DROP SCHEMA IF EXISTS %s CASCADE", schema);
    assert_ok(db_run(db, sql, DB_NO_ARGS, NULL, err));
    db_free(db);
}

static inline void store_test_make_schema(struct store_test *t, const char *url)
{
    struct db *db;
    char sql[128];
    snprintf(t->schema, sizeof t->schema, "kenzen_test_%lld", (long long)rand_id(clock_now_us()));
    snprintf(t->url, sizeof t->url, "%s%soptions=-csearch_path%%3D%s", url,
        strchr(url, '?') ? "&" : "?", t->schema);
    assert_ok(db_open(&db, url, err));
    snprintf(sql, sizeof sql, "CREATE SCHEMA %s", t->schema);
    assert_ok(db_run(db, sql, DB_NO_ARGS, NULL, err));
    db_free(db);
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
        store_test_make_schema(t, url);
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
    if (t->schema[0])
        store_test_drop(t->schema);
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
