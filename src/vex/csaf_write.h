/* SPDX-License-Identifier: Apache-2.0 */
/* Writes CSAF 2.0, profile 5 (VEX). Example: csaf_write(&out, &vex) */
#ifndef VEX_CSAF_WRITE_H
#define VEX_CSAF_WRITE_H

#include "vex/vex.h"

void csaf_write(struct buf *out, const struct vex *vex);

#endif
