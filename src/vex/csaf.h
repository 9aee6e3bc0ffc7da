/* SPDX-License-Identifier: Apache-2.0 */
/* CSAF 2.0 (OASIS) of any profile that says the status of products. Example: if (csaf_is(root)) csaf_read(&build, root, err) */
#ifndef VEX_CSAF_H
#define VEX_CSAF_H

#include "vex/vex_build.h"

bool csaf_is(yyjson_val *root);
MUST_USE bool csaf_read(struct vex_build *build, yyjson_val *root, struct err *err);

#endif
