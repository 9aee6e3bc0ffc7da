/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/gzip.h"

#define ZLIB_CONST
#include <limits.h>
#include <zlib.h>

#include "base/err.h"

enum { WINDOW = 15 + 16, MEMORY = 8 }; /* zlib's largest window with gzip's header; zlib's usual */

void gzip_print(struct buf *out, struct text bytes)
{
    z_stream stream = {0};
    if (bytes.len > UINT_MAX / 2 || deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, WINDOW,
                                        MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        err_panic("gzip");
    uLong most = deflateBound(&stream, (uLong)bytes.len);
    size_t before = out->len;
    char *room = buf_grow(out, most);
    if (room) {
        stream.next_in = (const Bytef *)bytes.at;
        stream.avail_in = (uInt)bytes.len;
        stream.next_out = (Bytef *)room;
        stream.avail_out = (uInt)most;
        if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
            err_panic("gzip");
        buf_cut(out, before + most - stream.avail_out);
    }
    deflateEnd(&stream);
}
