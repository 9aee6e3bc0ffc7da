/* SPDX-License-Identifier: Apache-2.0 */
/* A VEX document as flat bytes: out of the confined worker, and each statement into the database.
   Example: vex_flat_write(&vex, &out); vex_flat_read(&vex, bytes, arena, err) */
#ifndef VEX_VEX_FLAT_H
#define VEX_VEX_FLAT_H

#include "vex/vex.h"

void vex_flat_write(const struct vex *vex, struct buf *out);
/* Writes one statement with its products alone. */
void vex_flat_write_statement(
    const struct vex *vex, const struct vex_statement *statement, struct buf *out);

/* Reads them back; texts borrow from bytes. Every number and length is checked: the writer may have been taken over. Fails with
   ERR_SYNTAX or ERR_LIMIT. */
MUST_USE bool vex_flat_read(
    struct vex *ret_vex, struct text bytes, struct arena *arena, struct err *err);

#endif
