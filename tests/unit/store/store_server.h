/* SPDX-License-Identifier: Apache-2.0 */
/* The PostgreSQL server of the tests: a database that is migrated once, which each test has a copy of.
   Example: db = store_server_open(NULL); store_server_make_template(db, name); store_server_run(db, "CREATE DATABASE x TEMPLATE", name, "") */
#ifndef STORE_SERVER_H
#define STORE_SERVER_H

#include "unit_err.h"

#include <stdio.h>

#include "codec/sha256.h"
#include "store/migrate.h"

/* A time for tests: 2026-01-02T03:04:05Z. */
#define STORE_TEST_NOW_US INT64_C(1767323045000000)

/* Opens a database of the server of the tests; NULL: the one that its address names. */
static inline struct db *store_server_open(const char *database)
{
    struct db *db;
    const char *url = getenv("KENZEN_TEST_POSTGRES");
    char other[512];
    snprintf(other, sizeof other, "%s%sdbname=%s", url, strchr(url, '?') ? "&" : "?",
        database ? database : "");
    assert_ok(db_open(&db, database ? other : url, err));
    return db;
}

static inline void store_server_run(
    struct db *db, const char *before, const char *name, const char *after)
{
    char sql[256];
    snprintf(sql, sizeof sql, "%s %s %s", before, name, after);
    assert_ok(db_run(db, sql, DB_NO_ARGS, NULL, err));
}

/* The name tells of the migrations, so that those of another version are not taken. */
static inline void store_server_name_template(char name[64])
{
    struct sha256 *hash = sha256_new();
    unsigned char digest[SHA256_SIZE];
    char hex[SHA256_HEX_SIZE];
    for (size_t i = 0; i < migrate_file_count; i++)
        sha256_add(hash, text_of(migrate_files[i].sql));
    sha256_end(hash, digest);
    snprintf(name, 64, "kenzen_template_%.16s", sha256_print(digest, hex));
}

/* Whoever comes first makes it, and others wait; one that was not done goes by another name. */
static inline void store_server_make_template(struct db *server, const char *name)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    assert_ok(db_run(server, "SELECT pg_advisory_lock(7465737473)", DB_NO_ARGS, NULL, err));
    assert_ok(db_query(server, "SELECT 1 FROM pg_database WHERE datname = $1",
        DB_ARGS(DB_TEXT(text_of(name))), &arena, &rows, err));
    if (!rows.count) {
        store_server_run(server, "DROP DATABASE IF EXISTS", "kenzen_template", "WITH (FORCE)");
        store_server_run(server, "CREATE DATABASE", "kenzen_template", "TEMPLATE template0");
        struct db *db = store_server_open("kenzen_template");
        assert_ok(migrate_run(db, STORE_TEST_NOW_US, err));
        db_free(db);
        store_server_run(server, "ALTER DATABASE kenzen_template RENAME TO", name, "");
    }
    assert_ok(db_run(server, "SELECT pg_advisory_unlock(7465737473)", DB_NO_ARGS, NULL, err));
    arena_done(&arena);
}

#endif
