/* SPDX-License-Identifier: Apache-2.0 */
/* Components whose release cycle nobody mends any more, by the packages that endoflife.date names.
   Example: match_eol_find(&ended, &count, index, sbom.components, sbom.component_count, now_us, arena, err) */
#ifndef MATCH_MATCH_EOL_H
#define MATCH_MATCH_EOL_H

#include "advisory/eol.h"
#include "sbom/sbom.h"

struct match_ended {
    uint32_t component;
    struct eol_cycle cycle;
    enum support_state state; /* extended or ended */
};

/* Finds the cycle of one component. *ret_is_there is false for what is no package, what the operating system brought, and what
   no cycle is known of. index may be NULL. Fails with a damaged index. */
MUST_USE bool match_eol_find_one(struct eol_cycle *ret_cycle, bool *ret_is_there,
    const struct advisory_index *index, const struct sbom_component *component, struct arena *arena,
    struct err *err);

/* Finds those that are out of support at a time, in their order. Texts live in arena and in the index. Fails with a damaged
   index or ERR_LIMIT. */
MUST_USE bool match_eol_find(struct match_ended **ret_ended, size_t *ret_count,
    const struct advisory_index *index, const struct sbom_component *components, size_t count,
    int64_t now_us, struct arena *arena, struct err *err);

#endif
