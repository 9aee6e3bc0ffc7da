/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a new SBOM is too unlike the current one to take its place without a person's word: what is missing would close
   tickets. Example: reason = sbom_hold_reason(&before, &after, arena); if (reason.len) … */
#ifndef SBOM_SBOM_HOLD_H
#define SBOM_SBOM_HOLD_H

#include "base/arena.h"

struct sbom_hold_facts {
    struct text name, version; /* of the subject; may be empty */
    int64_t component_count;
};

/* Returns why, in a sentence, or an empty text. Another subject counts when both SBOMs name one; the tag, digest or version
   at the end of a name is no difference ("shop:1.2" and "shop:1.3", "shop-1.2"). */
struct text sbom_hold_reason(
    const struct sbom_hold_facts *before, const struct sbom_hold_facts *after, struct arena *arena);

#endif
