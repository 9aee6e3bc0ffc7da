/* SPDX-License-Identifier: Apache-2.0 */
/* An SBOM as one block of bytes that means the same anywhere: how a process that reads what strangers sent hands its result to
   one that trusts neither. Example: sbom_flat_write(&sbom, &out, err); …a sealed memfd… sbom_flat_read(&sbom, bytes, arena, err) */
#ifndef SBOM_SBOM_FLAT_H
#define SBOM_SBOM_FLAT_H

#include "sbom/sbom.h"

/* Adds the block to out, which must be empty. Fails with ERR_LIMIT when it does not fit. */
MUST_USE bool sbom_flat_write(const struct sbom *sbom, struct buf *out, struct err *err);

/* Reads a block back. Its texts borrow from bytes, which must not change; the rest lives in arena. Every count, offset and
   number is checked, and every text is UTF-8 without NUL: whatever the bytes are, the result is a sound struct sbom or
   ERR_SYNTAX (ERR_LIMIT when the arena is too small). */
MUST_USE bool sbom_flat_read(
    struct sbom *ret_sbom, struct text bytes, struct arena *arena, struct err *err);

#endif
