/* SPDX-License-Identifier: Apache-2.0 */
/* One document packed by gzip or zstd, unpacked within limits. For archives of many files see archive.h.
   Example: if (unpack_is_packed(bytes)) { buf_init(&out, LIMIT_SBOM_BYTES); unpack_read(&out, bytes, err); … } */
#ifndef CODEC_UNPACK_H
#define CODEC_UNPACK_H

#include "base/buf.h"
#include "base/err.h"

/* Returns whether bytes begin as a gzip member (RFC 1952, section 2.3.1) or a zstd frame (RFC 8878, section 3.1.1) does. */
bool unpack_is_packed(struct text bytes);

/* Adds what bytes unpack to (several members or frames in a row are one document) to out, all of it checked against its
   checksums. Fails with ERR_SYNTAX when it is damaged, cut off or followed by something else, and with ERR_LIMIT when it does
   not fit into out or is a bomb: more than LIMIT_ARCHIVE_RATIO times its packed size, beyond LIMIT_UNPACK_FREE_BYTES. */
MUST_USE bool unpack_read(struct buf *out, struct text bytes, struct err *err);

#endif
