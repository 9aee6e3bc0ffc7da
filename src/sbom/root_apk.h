/* SPDX-License-Identifier: Apache-2.0 */
/* Alpine's database of installed packages: lib/apk/db/installed (apk-tools, "apk v2 installed database"). */
#ifndef SBOM_ROOT_APK_H
#define SBOM_ROOT_APK_H

#include "sbom/root_build.h"

/* Adds its packages, then what they depend on. */
MUST_USE bool root_apk_read(struct root_build *b, struct text text, struct err *err);

#endif
