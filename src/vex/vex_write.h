/* SPDX-License-Identifier: Apache-2.0 */
/* Statements as a VEX document of each format. What is written is read back as the same statements by the readers beside.
   Example: vex_write(&out, VEX_OPENVEX, &vex, err) */
#ifndef VEX_VEX_WRITE_H
#define VEX_VEX_WRITE_H

#include "vex/vex.h"

/* Adds a document of a format. vex gives its id (an IRI), version (a number), author and times. Fails with ERR_CONFLICT for
   CycloneDX when the statements are of several products with components in them: a BOM is of one. */
MUST_USE bool vex_write(
    struct buf *out, enum vex_format format, const struct vex *vex, struct err *err);

/* The media type of a format, and how its files end: ".openvex.json". */
const char *vex_write_type(enum vex_format format);
const char *vex_write_ending(enum vex_format format);

/* Returns whether an id is a CVE's, as formats that have a member for it want it. */
bool vex_write_is_cve(struct text id);

#endif
