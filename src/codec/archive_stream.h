/* SPDX-License-Identifier: Apache-2.0 */
/* What a packed tar unpacks to, block by block, with its checksums checked to the very end: libarchive's own gzip filter
   passes over them, and no filter reads on behind the end of a tar.
   Example: stream = archive_stream_new(path); while ((len = archive_stream_read(stream, &block)) > 0) … */
#ifndef CODEC_ARCHIVE_STREAM_H
#define CODEC_ARCHIVE_STREAM_H

#include <sys/types.h>

#include "base/err.h"

struct archive_stream;

/* Returns a stream when the file is packed by gzip or zstd; NULL when it is neither, or cannot be opened. */
MUST_USE struct archive_stream *archive_stream_new(const char *path);
void archive_stream_free(struct archive_stream *stream);

/* Gives the next block, valid until the next call, and returns its length; 0 at the end, -1 when the file is damaged or cut
   off. */
ssize_t archive_stream_read(struct archive_stream *stream, const void **ret_block);

#endif
