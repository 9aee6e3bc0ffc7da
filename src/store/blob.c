/* SPDX-License-Identifier: Apache-2.0 */
#include "store/blob.h"

#include <errno.h>
#include <unistd.h>

/* What a walk over chunks does with each; false stops it. */
typedef bool (*chunk_taker)(void *context, int64_t position, struct text chunk, struct err *err);

static struct db_value digest_value(const unsigned char digest[SHA256_SIZE])
{
    return DB_BLOB(((struct text){(const char *)digest, SHA256_SIZE}));
}

static bool fail_damaged(const unsigned char digest[SHA256_SIZE], struct err *err)
{
    char hex[SHA256_HEX_SIZE];
    return err_set(err, ERR_SYSTEM, "blob %s is damaged", sha256_print(digest, hex));
}

/* Reads up to a chunk at offset; short only at the end of the file. */
static bool read_chunk(int fd, char *at, int64_t offset, size_t *ret_len, struct err *err)
{
    size_t len = 0;
    while (len < BLOB_CHUNK_BYTES) {
        ssize_t got = pread(fd, at + len, BLOB_CHUNK_BYTES - len, offset + (int64_t)len);
        if (got == 0)
            break;
        if (got < 0 && errno != EINTR)
            return err_set_errno(err, "reading a file to store");
        len += got > 0 ? (size_t)got : 0;
    }
    *ret_len = len;
    return true;
}

static bool walk_file(int fd, chunk_taker take, void *context, struct err *err)
{
    char *chunk = malloc(BLOB_CHUNK_BYTES);
    if (!chunk)
        err_panic("out of memory");
    bool is_fine = true;
    size_t len = BLOB_CHUNK_BYTES;
    for (int64_t i = 0; is_fine && len == BLOB_CHUNK_BYTES; i++) {
        is_fine = read_chunk(fd, chunk, i * BLOB_CHUNK_BYTES, &len, err);
        if (is_fine && len)
            is_fine = take(context, i, (struct text){chunk, len}, err);
    }
    free(chunk);
    return is_fine;
}

struct hashing {
    struct sha256 *hash;
    int64_t size_bytes;
};

static bool hash_chunk(void *context, int64_t position, struct text chunk, struct err *err)
{
    (void)position;
    (void)err;
    struct hashing *hashing = context;
    sha256_add(hashing->hash, chunk);
    hashing->size_bytes += (int64_t)chunk.len;
    return true;
}

bool blob_digest_fd(
    int fd, unsigned char ret_digest[SHA256_SIZE], int64_t *ret_size_bytes, struct err *err)
{
    struct hashing hashing = {.hash = sha256_new()};
    bool is_fine = walk_file(fd, hash_chunk, &hashing, err);
    sha256_end(hashing.hash, is_fine ? ret_digest : NULL);
    if (is_fine && ret_size_bytes)
        *ret_size_bytes = hashing.size_bytes;
    return is_fine;
}

struct writing {
    struct db *db;
    const unsigned char *digest;
    struct hashing hashing;
};

static bool write_chunk(void *context, int64_t position, struct text chunk, struct err *err)
{
    struct writing *writing = context;
    return hash_chunk(&writing->hashing, position, chunk, err) &&
           db_run(writing->db,
               "INSERT INTO blob_chunk (digest, position, bytes) VALUES ($1, $2, $3)",
               DB_ARGS(digest_value(writing->digest), DB_INT(position), DB_BLOB(chunk)), NULL, err);
}

/* Returns in ret_is_new whether the chunks are still to be written. */
static bool claim(struct db *db, const unsigned char digest[SHA256_SIZE], int64_t now_us,
    bool *ret_is_new, struct err *err)
{
    int64_t changed;
    if (!db_in_transaction(db))
        err_panic("a blob is written outside of a transaction");
    if (!db_run(db,
            "INSERT INTO blob (digest, size_bytes, created_us) VALUES ($1, 0, $2) "
            "ON CONFLICT (digest) DO NOTHING",
            DB_ARGS(digest_value(digest), DB_INT(now_us)), &changed, err))
        return false;
    *ret_is_new = changed > 0;
    return true;
}

static bool end_writing(struct writing *writing, struct err *err)
{
    unsigned char found[SHA256_SIZE];
    sha256_end(writing->hashing.hash, found);
    if (memcmp(found, writing->digest, SHA256_SIZE) != 0)
        return err_set(err, ERR_CONFLICT, "the file changed while it was stored");
    return db_run(writing->db, "UPDATE blob SET size_bytes = $2 WHERE digest = $1",
        DB_ARGS(digest_value(writing->digest), DB_INT(writing->hashing.size_bytes)), NULL, err);
}

/* Where the bytes come from: a file, or memory when fd is -1. */
struct source {
    int fd;
    struct text bytes;
};

static bool walk_memory(struct text bytes, chunk_taker take, void *context, struct err *err)
{
    bool is_fine = true;
    for (size_t at = 0, i = 0; is_fine && at < bytes.len; at += BLOB_CHUNK_BYTES, i++)
        is_fine = take(context, (int64_t)i, text_slice(bytes, at, at + BLOB_CHUNK_BYTES), err);
    return is_fine;
}

static bool write_source(struct db *db, struct source source,
    const unsigned char digest[SHA256_SIZE], int64_t now_us, struct err *err)
{
    bool is_new;
    if (!claim(db, digest, now_us, &is_new, err))
        return false;
    if (!is_new)
        return true;
    struct writing writing = {db, digest, {.hash = sha256_new()}};
    bool is_fine = source.fd >= 0 ? walk_file(source.fd, write_chunk, &writing, err)
                                  : walk_memory(source.bytes, write_chunk, &writing, err);
    if (is_fine)
        return end_writing(&writing, err);
    sha256_end(writing.hashing.hash, NULL);
    return false;
}

bool blob_write_fd(
    struct db *db, int fd, const unsigned char digest[SHA256_SIZE], int64_t now_us, struct err *err)
{
    return write_source(db, (struct source){.fd = fd}, digest, now_us, err);
}

bool blob_write(struct db *db, struct text bytes, int64_t now_us,
    unsigned char ret_digest[SHA256_SIZE], struct err *err)
{
    unsigned char digest[SHA256_SIZE];
    sha256_of(bytes, digest);
    if (!write_source(db, (struct source){.fd = -1, .bytes = bytes}, digest, now_us, err))
        return false;
    memcpy(ret_digest, digest, SHA256_SIZE);
    return true;
}

bool blob_find(struct db *db, const unsigned char digest[SHA256_SIZE], int64_t *ret_size_bytes,
    struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_read = db_query(db, "SELECT size_bytes FROM blob WHERE digest = $1",
        DB_ARGS(digest_value(digest)), &arena, &rows, err);
    bool is_there = is_read && rows.count == 1;
    if (is_there)
        *ret_size_bytes = db_int(&rows, 0, 0);
    arena_done(&arena);
    char hex[SHA256_HEX_SIZE];
    if (is_read && !is_there)
        return err_set(err, ERR_NOT_FOUND, "there is no blob %s", sha256_print(digest, hex));
    return is_there;
}

/* Reads the chunks one by one, so that a large blob needs the memory of one, and checks that they are what was stored. */
static bool walk_chunks(struct db *db, const unsigned char digest[SHA256_SIZE], int64_t size_bytes,
    chunk_taker take, void *context, struct err *err)
{
    struct arena arena;
    struct hashing hashing = {.hash = sha256_new()};
    bool is_fine = true;
    arena_init(&arena, SIZE_MAX);
    for (int64_t i = 0; is_fine && i * BLOB_CHUNK_BYTES < size_bytes; i++) {
        struct db_rows rows;
        is_fine = db_query(db, "SELECT bytes FROM blob_chunk WHERE digest = $1 AND position = $2",
            DB_ARGS(digest_value(digest), DB_INT(i)), &arena, &rows, err);
        if (is_fine && rows.count == 1)
            is_fine = hash_chunk(&hashing, i, db_text(&rows, 0, 0), err) &&
                      take(context, i, db_text(&rows, 0, 0), err);
        arena_done(&arena);
    }
    unsigned char found[SHA256_SIZE];
    sha256_end(hashing.hash, found);
    return is_fine && (memcmp(found, digest, SHA256_SIZE) == 0 || fail_damaged(digest, err));
}

struct reading {
    char *at;
    size_t room;
};

static bool keep_chunk(void *context, int64_t position, struct text chunk, struct err *err)
{
    (void)position;
    struct reading *reading = context;
    if (chunk.len > reading->room)
        return err_set(err, ERR_SYSTEM, "a blob is longer than it was");
    memcpy(reading->at, chunk.at, chunk.len);
    reading->at += chunk.len;
    reading->room -= chunk.len;
    return true;
}

bool blob_read(struct db *db, const unsigned char digest[SHA256_SIZE], struct arena *arena,
    struct text *ret_bytes, struct err *err)
{
    int64_t size_bytes;
    if (!blob_find(db, digest, &size_bytes, err))
        return false;
    char *bytes = arena_take(arena, (size_t)size_bytes + 1);
    if (!bytes)
        return arena_check(arena, err);
    struct reading reading = {bytes, (size_t)size_bytes};
    if (!walk_chunks(db, digest, size_bytes, keep_chunk, &reading, err))
        return false;
    *ret_bytes = (struct text){bytes, (size_t)size_bytes};
    return true;
}

static bool write_to_fd(void *context, int64_t position, struct text chunk, struct err *err)
{
    (void)position;
    int fd = *(int *)context;
    for (size_t at = 0; at < chunk.len;) {
        ssize_t put = write(fd, chunk.at + at, chunk.len - at);
        if (put < 0 && errno != EINTR)
            return err_set_errno(err, "writing a stored file");
        at += put > 0 ? (size_t)put : 0;
    }
    return true;
}

bool blob_read_fd(struct db *db, const unsigned char digest[SHA256_SIZE], int fd, struct err *err)
{
    int64_t size_bytes;
    return blob_find(db, digest, &size_bytes, err) &&
           walk_chunks(db, digest, size_bytes, write_to_fd, &fd, err);
}
