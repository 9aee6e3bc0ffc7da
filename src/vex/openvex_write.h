/* SPDX-License-Identifier: Apache-2.0 */
/* Writes OpenVEX 0.2.0 (openvex.dev). Example: openvex_write(&out, &vex) */
#ifndef VEX_OPENVEX_WRITE_H
#define VEX_OPENVEX_WRITE_H

#include "vex/vex.h"

void openvex_write(struct buf *out, const struct vex *vex);

#endif
