/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/unpack.h"

#define ZLIB_CONST
#include <archive.h>
#include <limits.h>
#include <zlib.h>

#include "base/limits.h"

static const struct text gzip_magic = {"\x1f\x8b", 2};
static const struct text zstd_magic = {"\x28\xb5\x2f\xfd", 4};

enum {
    STEP_BYTES = 64 << 10,
    GZIP_WINDOW = 15 + 16 /* zlib's largest window, and gzip's header */
};

bool unpack_is_packed(struct text bytes)
{
    return text_starts(bytes, gzip_magic) || text_starts(bytes, zstd_magic);
}

static bool check_size(const struct buf *out, size_t before, size_t packed_bytes, struct err *err)
{
    size_t unpacked = out->len - before;
    if (out->is_over)
        return err_set(err, ERR_LIMIT, "unpacks to more than %zu bytes", out->max_bytes);
    if (unpacked > LIMIT_UNPACK_FREE_BYTES && unpacked / LIMIT_ARCHIVE_RATIO >= packed_bytes)
        return err_set(err, ERR_LIMIT,
            "unpacks to more than %zu times its size; that is no document but a bomb",
            LIMIT_ARCHIVE_RATIO);
    return true;
}

static bool fail_gzip(int status, struct err *err)
{
    if (status == Z_BUF_ERROR)
        return err_set(err, ERR_SYNTAX, "the gzip file is cut off");
    return err_set(err, ERR_SYNTAX, "the gzip file is damaged");
}

/* Unpacks what of a member fits into one step. Returns zlib's status: Z_BUF_ERROR when there is no more input. */
static int inflate_step(z_stream *stream, struct buf *out, struct text bytes, size_t *at)
{
    char step[STEP_BYTES];
    size_t left = bytes.len - *at;
    stream->next_in = (const Bytef *)bytes.at + *at;
    stream->avail_in = left > UINT_MAX ? UINT_MAX : (uInt)left;
    stream->next_out = (Bytef *)step;
    stream->avail_out = sizeof step;
    uInt given = stream->avail_in;
    int status = inflate(stream, Z_NO_FLUSH);
    *at += given - stream->avail_in;
    buf_add(out, (struct text){step, sizeof step - stream->avail_out});
    return status;
}

static bool read_members(z_stream *stream, struct buf *out, struct text bytes, struct err *err)
{
    size_t before = out->len;
    size_t at = 0;
    for (;;) {
        int status = inflate_step(stream, out, bytes, &at);
        if (!check_size(out, before, bytes.len, err))
            return false;
        if (status == Z_OK)
            continue;
        if (status != Z_STREAM_END)
            return fail_gzip(status, err);
        if (at == bytes.len)
            return true;
        if (!text_starts(text_from(bytes, at), gzip_magic))
            return err_set(err, ERR_SYNTAX, "something follows the end of the gzip file");
        inflateReset(stream);
    }
}

/* By zlib and not by libarchive, whose gzip filter leaves the checksum unchecked. */
static bool read_gzip(struct buf *out, struct text bytes, struct err *err)
{
    z_stream stream = {0};
    if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
        err_panic("out of memory");
    bool is_read = read_members(&stream, out, bytes, err);
    inflateEnd(&stream);
    return is_read;
}

static bool read_blocks(
    struct archive *archive, struct buf *out, struct text bytes, struct err *err)
{
    size_t before = out->len;
    struct archive_entry *entry;
    int status = archive_read_next_header(archive, &entry);
    while (status == ARCHIVE_OK) {
        char step[STEP_BYTES];
        la_ssize_t len = archive_read_data(archive, step, sizeof step);
        if (len == 0)
            return true;
        if (len < 0)
            break;
        buf_add(out, (struct text){step, (size_t)len});
        if (!check_size(out, before, bytes.len, err))
            return false;
    }
    return status == ARCHIVE_EOF || err_set(err, ERR_SYNTAX, "the zstd file is damaged or cut off");
}

static bool read_zstd(struct buf *out, struct text bytes, struct err *err)
{
    struct archive *archive = archive_read_new();
    if (!archive)
        err_panic("out of memory");
    archive_read_support_filter_zstd(archive);
    archive_read_support_format_raw(archive);
    archive_read_support_format_empty(archive);
    bool is_read;
    if (archive_read_open_memory(archive, bytes.at, bytes.len) == ARCHIVE_OK)
        is_read = read_blocks(archive, out, bytes, err);
    else
        is_read = err_set(err, ERR_SYNTAX, "the zstd file is damaged or cut off");
    archive_read_free(archive);
    return is_read;
}

bool unpack_read(struct buf *out, struct text bytes, struct err *err)
{
    if (text_starts(bytes, gzip_magic))
        return read_gzip(out, bytes, err);
    if (text_starts(bytes, zstd_magic))
        return read_zstd(out, bytes, err);
    return err_set(err, ERR_SYNTAX, "is neither a gzip nor a zstd file");
}
