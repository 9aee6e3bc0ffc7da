/* SPDX-License-Identifier: Apache-2.0 */
/* OpenVEX 0.2.0 and 0.0.1 (openvex.dev). Example: if (openvex_is(root)) openvex_read(&build, root, err) */
#ifndef VEX_OPENVEX_H
#define VEX_OPENVEX_H

#include "vex/vex_build.h"

bool openvex_is(yyjson_val *root);
MUST_USE bool openvex_read(struct vex_build *build, yyjson_val *root, struct err *err);

#endif
