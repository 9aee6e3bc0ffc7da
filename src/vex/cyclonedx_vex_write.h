/* SPDX-License-Identifier: Apache-2.0 */
/* Writes CycloneDX 1.5: the subject, the components, and their vulnerabilities with an analysis. Example: cyclonedx_vex_write(&out, &vex) */
#ifndef VEX_CYCLONEDX_VEX_WRITE_H
#define VEX_CYCLONEDX_VEX_WRITE_H

#include "vex/vex.h"

void cyclonedx_vex_write(struct buf *out, const struct vex *vex);

#endif
