/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_verify.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "store/blob.h"

enum { BLOBS_AT_ONCE = 100 };

struct verifying {
    struct db *db;
    db_verify_tell tell;
    void *context;
    struct db_verify_verdict verdict;
};

static void tell(struct verifying *v, struct text place, struct text what)
{
    v->verdict.problems++;
    v->tell(v->context, place, what);
}

/* -- what SQLite can be asked -- */

static bool verify_pages(struct verifying *v, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    if (!db_query(v->db, "PRAGMA integrity_check", DB_NO_ARGS, arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (!text_is(db_text(&rows, i, 0), "ok"))
            tell(v, TEXT("file"), db_text(&rows, i, 0));
    return true;
}

static bool verify_references(struct verifying *v, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    if (!db_query(v->db, "PRAGMA foreign_key_check", DB_NO_ARGS, arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        tell(v,
            arena_format(arena, "table %.*s, row %lld", TEXT_ARG(db_text(&rows, i, 0)),
                (long long)db_int(&rows, i, 1)),
            arena_format(arena, "refers to a row of %.*s that is not there",
                TEXT_ARG(db_text(&rows, i, 2))));
    return true;
}

/* -- blobs -- */

/* Reading a blob compares it with its digest. */
static bool verify_blob(struct verifying *v, struct text digest, int nowhere, struct err *err)
{
    unsigned char bytes[SHA256_SIZE];
    char hex[SHA256_HEX_SIZE];
    struct err why = {0};
    if (digest.len != SHA256_SIZE) {
        tell(v, TEXT("table blob"), TEXT("a digest is none"));
        return true;
    }
    memcpy(bytes, digest.at, SHA256_SIZE);
    v->verdict.blobs++;
    if (blob_read_fd(v->db, bytes, nowhere, &why))
        return true;
    if (why.code != ERR_SYSTEM)
        return err_set(err, why.code, "%s", why.text);
    tell(v, text_of(sha256_print(bytes, hex)), text_of(why.text));
    return true;
}

static bool verify_some_blobs(
    struct verifying *v, struct text *after, int nowhere, size_t *ret_count, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok =
        db_query(v->db, "SELECT digest FROM blob WHERE digest > $1 ORDER BY digest LIMIT $2",
            DB_ARGS(DB_BLOB(*after), DB_INT(BLOBS_AT_ONCE)), &arena, &rows, err);
    for (size_t i = 0; is_ok && i < rows.count; i++)
        is_ok = verify_blob(v, db_text(&rows, i, 0), nowhere, err);
    if (is_ok && rows.count) {
        struct text last = db_text(&rows, rows.count - 1, 0);
        after->len = last.len < SHA256_SIZE ? last.len : SHA256_SIZE;
        memcpy((char *)(uintptr_t)after->at, last.at, after->len);
    }
    *ret_count = is_ok ? rows.count : 0;
    arena_done(&arena);
    return is_ok;
}

static bool verify_blobs(struct verifying *v, struct err *err)
{
    char at[SHA256_SIZE] = "";
    struct text after = {at, 0};
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0)
        return err_set_errno(err, "/dev/null");
    size_t count = BLOBS_AT_ONCE;
    bool is_ok = true;
    while (is_ok && count == BLOBS_AT_ONCE)
        is_ok = verify_some_blobs(v, &after, nowhere, &count, err);
    close(nowhere);
    return is_ok;
}

bool db_verify(struct db *db, db_verify_tell told, void *context,
    struct db_verify_verdict *ret_verdict, struct err *err)
{
    struct verifying v = {.db = db, .tell = told, .context = context};
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_engine_of(db) != DB_SQLITE ||
                 (verify_pages(&v, &arena, err) && verify_references(&v, &arena, err));
    arena_done(&arena);
    is_ok = is_ok && verify_blobs(&v, err);
    if (is_ok)
        *ret_verdict = v.verdict;
    return is_ok;
}
