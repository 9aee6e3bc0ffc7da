/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "codec/archive_stream.h"

enum { BLOCK_BYTES = 128 * 1024 };

struct archive_walk {
    struct archive *archive;
    struct archive_stream *stream; /* what a packed tar is read from, or NULL */
    struct buf path;
    struct archive_limits limits;
    size_t packed_bytes, entry_count, total_bytes;
    bool is_unread; /* the current file still has bytes that must be counted */
};

static const struct archive_limits usual_limits = {
    .entries = LIMIT_ARCHIVE_ENTRIES,
    .total_bytes = LIMIT_ARCHIVE_BYTES,
    .ratio = LIMIT_ARCHIVE_RATIO,
    .free_bytes = LIMIT_UNPACK_FREE_BYTES,
};

static bool fail_damaged(const struct archive_walk *walk, struct err *err)
{
    const char *why = archive_error_string(walk->archive);
    return err_set(
        err, ERR_SYNTAX, "%s: damaged archive: %s", walk->path.at, why ? why : "cannot be read");
}

static la_ssize_t read_block(struct archive *archive, void *data, const void **ret_block)
{
    struct archive_walk *walk = data;
    ssize_t len = archive_stream_read(walk->stream, ret_block);
    if (len < 0)
        archive_set_error(archive, EINVAL, "what it is packed in is damaged or cut off");
    return len < 0 ? ARCHIVE_FATAL : len;
}

static int open_reader(struct archive_walk *walk)
{
    archive_read_support_format_tar(walk->archive);
    walk->stream = archive_stream_new(walk->path.at);
    if (walk->stream)
        return archive_read_open(walk->archive, walk, NULL, read_block, NULL);
    /* Only the reader that goes by the central directory takes zip: what is cut off has none. Reading it as a stream
       would give the entries of half a file as if they were all. */
    archive_read_support_format_zip_seekable(walk->archive);
    return archive_read_open_filename(walk->archive, walk->path.at, BLOCK_BYTES);
}

static bool open_archive(struct archive_walk *walk, struct err *err)
{
    const char *path = walk->path.at;
    struct stat stat_of_file;
    if (stat(path, &stat_of_file) != 0)
        return errno == ENOENT ? err_set(err, ERR_NOT_FOUND, "%s: there is no such file", path)
                               : err_set_errno(err, "%s", path);
    walk->packed_bytes = (size_t)stat_of_file.st_size;
    walk->archive = archive_read_new();
    if (!walk->archive)
        err_panic("out of memory");
    if (open_reader(walk) == ARCHIVE_OK)
        return true;
    return err_set(err, ERR_SYNTAX, "%s: not a whole zip or tar archive", path);
}

bool archive_walk_new(struct archive_walk **ret_walk, const char *path,
    const struct archive_limits *limits, struct err *err)
{
    struct archive_walk *walk = calloc(1, sizeof *walk);
    if (!walk)
        err_panic("out of memory");
    walk->limits = limits ? *limits : usual_limits;
    buf_init(&walk->path, SIZE_MAX);
    buf_add_z(&walk->path, path);
    if (!open_archive(walk, err)) {
        archive_walk_free(walk);
        return false;
    }
    *ret_walk = walk;
    return true;
}

void archive_walk_free(struct archive_walk *walk)
{
    if (!walk)
        return;
    if (walk->archive)
        archive_read_free(walk->archive);
    archive_stream_free(walk->stream);
    buf_done(&walk->path);
    free(walk);
}

static bool count_bytes(struct archive_walk *walk, size_t len, struct err *err)
{
    walk->total_bytes += len;
    if (walk->total_bytes > walk->limits.total_bytes)
        return err_set(err, ERR_LIMIT, "%s: unpacks to more than %zu bytes", walk->path.at,
            walk->limits.total_bytes);
    if (walk->total_bytes > walk->limits.free_bytes &&
        (walk->total_bytes - walk->limits.free_bytes) / walk->limits.ratio > walk->packed_bytes)
        return err_set(err, ERR_LIMIT, "%s: unpacks to more than %zu times its size", walk->path.at,
            walk->limits.ratio);
    return true;
}

/* What follows the end of a tar is nothing to us but the checksum over all of it. */
static bool end_stream(struct archive_walk *walk, struct err *err)
{
    const void *block;
    ssize_t len;
    while (walk->stream && (len = archive_stream_read(walk->stream, &block)) != 0) {
        if (len < 0)
            return err_set(err, ERR_SYNTAX,
                "%s: damaged archive: what it is packed in is damaged or cut off", walk->path.at);
        if (!count_bytes(walk, (size_t)len, err))
            return false;
    }
    return true;
}

bool archive_walk_read(
    struct archive_walk *walk, struct buf *out, bool *ret_is_whole, struct err *err)
{
    bool is_whole = true;
    size_t start = out ? out->len : 0, at = 0;
    walk->is_unread = false;
    for (;;) {
        const void *block;
        size_t len;
        la_int64_t offset;
        int result = archive_read_data_block(walk->archive, &block, &len, &offset);
        if (result == ARCHIVE_EOF)
            break;
        if (result == ARCHIVE_FAILED) {
            is_whole = false;
            break;
        }
        if (result != ARCHIVE_OK)
            return fail_damaged(walk, err);
        if (!count_bytes(walk, len, err))
            return false;
        /* A sparse file has holes, which no advisory has and a bomb may. */
        is_whole &= offset == (la_int64_t)at;
        at += len;
        if (out && is_whole)
            buf_add(out, (struct text){block, len});
        is_whole &= !out || !out->is_over;
    }
    if (out && !is_whole) {
        out->is_over = false;
        buf_cut(out, start);
    }
    *ret_is_whole = is_whole;
    return true;
}

static bool climbs(struct text name)
{
    while (name.at) {
        size_t end = 0;
        while (end < name.len && name.at[end] != '/' && name.at[end] != '\\')
            end++;
        if (text_is(text_slice(name, 0, end), ".."))
            return true;
        name = end < name.len ? text_from(name, end + 1) : (struct text){0};
    }
    return false;
}

static const char *check_entry(struct archive_entry *entry, struct text name)
{
    if (name.len == 0)
        return "it has no name that can be read";
    if (name.at[0] == '/' || name.at[0] == '\\' || (name.len > 1 && name.at[1] == ':'))
        return "its path is absolute";
    if (climbs(name))
        return "its path climbs out of the archive";
    if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) == AE_IFLNK)
        return "it is a link";
    if (archive_entry_filetype(entry) != AE_IFREG)
        return "it is no regular file";
    return archive_entry_is_encrypted(entry) ? "it is encrypted" : NULL;
}

bool archive_walk_next(
    struct archive_walk *walk, bool *ret_is_there, struct archive_item *ret_item, struct err *err)
{
    struct archive_entry *entry;
    do {
        /* What is skipped is unpacked all the same by some formats, so it counts. */
        bool is_whole;
        if (walk->is_unread && !archive_walk_read(walk, NULL, &is_whole, err))
            return false;
        int result = archive_read_next_header(walk->archive, &entry);
        if (result == ARCHIVE_EOF) {
            *ret_is_there = false;
            return end_stream(walk, err);
        }
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            return fail_damaged(walk, err);
        walk->is_unread = archive_entry_filetype(entry) == AE_IFREG;
        if (++walk->entry_count > walk->limits.entries)
            return err_set(err, ERR_LIMIT, "%s: has more than %zu entries", walk->path.at,
                walk->limits.entries);
    } while (archive_entry_filetype(entry) == AE_IFDIR);
    const char *name = archive_entry_pathname(entry);
    struct text known = text_of(name ? name : archive_entry_pathname_utf8(entry));
    *ret_item = (struct archive_item){known, check_entry(entry, known)};
    *ret_is_there = true;
    return true;
}
