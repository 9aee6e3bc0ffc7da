/* SPDX-License-Identifier: Apache-2.0 */
/* Which components are the same package version, so that each is matched once.
   Example: if (match_distinct_add(&distinct, components, i, &first)) …the first of its kind… else …as components[first] was… */
#ifndef MATCH_MATCH_DISTINCT_H
#define MATCH_MATCH_DISTINCT_H

#include "sbom/sbom.h"

struct match_distinct {
    struct match_distinct_slot *slots;
    size_t room; /* a power of two, or 0 */
    size_t len;
};

void match_distinct_done(struct match_distinct *distinct);

/* Returns whether components[at] is the first of its package version, and then gives it number; else stores the number that
   the first was given. components must be the same array each time. */
bool match_distinct_add(struct match_distinct *distinct, const struct sbom_component *components,
    uint32_t at, uint32_t number, uint32_t *ret_number);

#endif
