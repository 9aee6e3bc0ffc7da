/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/archive_stream.h"

#include <archive.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { BLOCK_BYTES = 128 * 1024 };

struct archive_stream {
    gzFile gzip; /* one of the two */
    struct archive *zstd;
    char block[BLOCK_BYTES];
};

enum packing { PACKED_NOT, PACKED_GZIP, PACKED_ZSTD };

static enum packing packing_of(const char *path)
{
    char start[4] = {0};
    FILE *file = fopen(path, "rb");
    if (!file)
        return PACKED_NOT;
    size_t len = fread(start, 1, sizeof start, file);
    fclose(file);
    if (len == sizeof start && memcmp(start, "\x28\xb5\x2f\xfd", len) == 0)
        return PACKED_ZSTD;
    return len >= 2 && memcmp(start, "\x1f\x8b", 2) == 0 ? PACKED_GZIP : PACKED_NOT;
}

static bool open_zstd(struct archive_stream *stream, const char *path)
{
    struct archive_entry *entry;
    stream->zstd = archive_read_new();
    if (!stream->zstd)
        err_panic("out of memory");
    archive_read_support_filter_zstd(stream->zstd);
    archive_read_support_format_raw(stream->zstd);
    return archive_read_open_filename(stream->zstd, path, BLOCK_BYTES) == ARCHIVE_OK &&
           archive_read_next_header(stream->zstd, &entry) == ARCHIVE_OK;
}

struct archive_stream *archive_stream_new(const char *path)
{
    enum packing packing = packing_of(path);
    if (packing == PACKED_NOT)
        return NULL;
    struct archive_stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        err_panic("out of memory");
    bool is_open = packing == PACKED_ZSTD ? open_zstd(stream, path)
                                          : (stream->gzip = gzopen(path, "rb")) != NULL;
    if (is_open)
        return stream;
    archive_stream_free(stream);
    return NULL;
}

void archive_stream_free(struct archive_stream *stream)
{
    if (!stream)
        return;
    if (stream->gzip)
        gzclose(stream->gzip);
    if (stream->zstd)
        archive_read_free(stream->zstd);
    free(stream);
}

/* gzread gives what it has of a file that is cut off, and tells only when asked. */
static ssize_t read_gzip(struct archive_stream *stream)
{
    int status, len = gzread(stream->gzip, stream->block, sizeof stream->block);
    (void)gzerror(stream->gzip, &status);
    return status == Z_OK || status == Z_STREAM_END ? len : -1;
}

ssize_t archive_stream_read(struct archive_stream *stream, const void **ret_block)
{
    *ret_block = stream->block;
    if (stream->gzip)
        return read_gzip(stream);
    la_ssize_t len = archive_read_data(stream->zstd, stream->block, sizeof stream->block);
    return len < 0 ? -1 : len;
}
