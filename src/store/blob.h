/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes kept in the database under their SHA-256, in chunks, each content once: originals of SBOMs, index segments.
   Example: blob_write_fd(db, fd, digest, now_us, err) inside a transaction; blob_read(db, digest, arena, &bytes, err). */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include "codec/sha256.h"
#include "store/db.h"

enum { BLOB_CHUNK_BYTES = 256 << 10 };

/* Hashes the whole file at fd without moving its offset. ret_size_bytes may be NULL. */
MUST_USE bool blob_digest_fd(
    int fd, unsigned char ret_digest[SHA256_SIZE], int64_t *ret_size_bytes, struct err *err);

/* Stores a file that must be as it was when digest was taken; one that is there already is not written again. Must run
   inside a transaction. Memory does not grow with the file. */
MUST_USE bool blob_write_fd(struct db *db, int fd, const unsigned char digest[SHA256_SIZE],
    int64_t now_us, struct err *err);
/* Stores bytes and gives their digest. Must run inside a transaction. */
MUST_USE bool blob_write(struct db *db, struct text bytes, int64_t now_us,
    unsigned char ret_digest[SHA256_SIZE], struct err *err);

/* Fails with ERR_NOT_FOUND when there is no such blob; ret_size_bytes gets its size. */
MUST_USE bool blob_find(struct db *db, const unsigned char digest[SHA256_SIZE],
    int64_t *ret_size_bytes, struct err *err);
/* Reads a blob into arena; ERR_NOT_FOUND, ERR_LIMIT when it does not fit, ERR_SYSTEM when it is damaged. */
MUST_USE bool blob_read(struct db *db, const unsigned char digest[SHA256_SIZE], struct arena *arena,
    struct text *ret_bytes, struct err *err);
/* Writes a blob to fd from its offset on, chunk by chunk. On ERR_SYSTEM part of it may have been written. */
MUST_USE bool blob_read_fd(
    struct db *db, const unsigned char digest[SHA256_SIZE], int fd, struct err *err);

#endif
