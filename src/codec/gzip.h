/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes packed by gzip (RFC 1952), the same for the same bytes: no time and no name in them. To unpack see unpack.h.
   Example: gzip_print(&out, bytes) */
#ifndef CODEC_GZIP_H
#define CODEC_GZIP_H

#include "base/buf.h"

/* Adds bytes, packed, to out. */
void gzip_print(struct buf *out, struct text bytes);

#endif
