/* SPDX-License-Identifier: Apache-2.0 */
/* Whether one CPE name covers another: NISTIR 7696 in the small, for names as VEX and SBOMs write them.
   Example: vex_cpe_covers(TEXT("cpe:/o:redhat:enterprise_linux:9"), TEXT("cpe:2.3:o:redhat:enterprise_linux:9:*:…")) */
#ifndef VEX_VEX_CPE_H
#define VEX_VEX_CPE_H

#include "base/text.h"

/* Returns whether each attribute that wanted gives is the same in got, which may say more. An empty one, "*" and one left out
   give nothing; part, vendor and product must be given. URI bindings (2.2) and formatted strings (2.3) are read. */
bool vex_cpe_covers(struct text wanted, struct text got);
/* Returns whether it gives a version. */
bool vex_cpe_has_version(struct text cpe);

#endif
