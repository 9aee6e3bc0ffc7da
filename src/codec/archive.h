/* SPDX-License-Identifier: Apache-2.0 */
/* The files in a zip or tar archive (tar also packed by gzip or zstd), one at a time into memory, never to disk.
   Example: archive_walk_new(&walk, "all.zip", NULL, err); while (archive_walk_next(walk, &is_there, &item, err) && is_there)
   archive_walk_read(walk, &buf, &is_whole, err); archive_walk_free(walk); */
#ifndef CODEC_ARCHIVE_H
#define CODEC_ARCHIVE_H

#include "base/buf.h"
#include "base/err.h"

struct archive_walk;

struct archive_limits {
    size_t entries;
    size_t total_bytes; /* of all entries unpacked */
    size_t ratio;       /* of that to the size of the archive file, */
    size_t free_bytes;  /* beyond this */
};

/* One regular file. One whose name or kind could do harm if it were unpacked, or that is encrypted, has a refusal: why it
   is not to be had. Folders are passed over. */
struct archive_item {
    struct text name; /* as the archive has it; valid until the next one */
    const char *refusal;
};

/* Opens an archive; limits NULL means those of base/limits.h. Fails with ERR_NOT_FOUND, ERR_SYSTEM, or ERR_SYNTAX when it
   is none or damaged. */
MUST_USE bool archive_walk_new(struct archive_walk **ret_walk, const char *path,
    const struct archive_limits *limits, struct err *err);
void archive_walk_free(struct archive_walk *walk);

/* Goes to the next file; *ret_is_there is false behind the last. Fails with ERR_SYNTAX when the archive is damaged and
   ERR_LIMIT when it is a bomb; nothing more can be had then. */
MUST_USE bool archive_walk_next(
    struct archive_walk *walk, bool *ret_is_there, struct archive_item *ret_item, struct err *err);

/* Adds the file's bytes to out. *ret_is_whole is false when they do not fit or cannot be unpacked, which spoils this file
   alone. Fails as archive_walk_next. Checksums of zip entries are checked. */
MUST_USE bool archive_walk_read(
    struct archive_walk *walk, struct buf *out, bool *ret_is_whole, struct err *err);

#endif
