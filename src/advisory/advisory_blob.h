/* SPDX-License-Identifier: Apache-2.0 */
/* One record as the index keeps it: a run of bytes without pointers, which reads back without parsing.
   Example: advisory_blob_write(&buf, &advisory, err); … advisory_blob_read(&again, buf_text(&buf), 0, SIZE_MAX, arena, err) */
#ifndef ADVISORY_ADVISORY_BLOB_H
#define ADVISORY_ADVISORY_BLOB_H

#include "advisory/advisory.h"
#include "base/buf.h"

/* Writes the record to out, which is emptied first. Its packages are put in the order of ecosystem and name, so that those
   of one package stand together. The same record gives the same bytes in every process. Fails with ERR_LIMIT over
   LIMIT_ADVISORY_BYTES. */
MUST_USE bool advisory_blob_write(
    struct buf *out, const struct advisory *advisory, struct err *err);

/* Reads it back with count of its packages from the one numbered first on. Arrays go to arena; texts lie in blob. Whatever
   the bytes are, nothing outside of them is read: fails with ERR_SYNTAX when they are no record, ERR_LIMIT when the arena
   is full. */
MUST_USE bool advisory_blob_read(struct advisory *ret_advisory, struct text blob, size_t first,
    size_t count, struct arena *arena, struct err *err);

/* Gives its id; false when the bytes are no record. */
MUST_USE bool advisory_blob_id(struct text blob, struct text *ret_id);

#endif
