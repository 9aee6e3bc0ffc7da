/* SPDX-License-Identifier: Apache-2.0 */
/* Where the aliases of records would make one vulnerability of two that have different CVEs. Those stay two, and somebody should
   look at the records: one of them says something that is not so.
   Example: advisory_conflict_find(&conflicts, index, TEXT("CVE-2018-25027"), arena, err); conflicts.at[0].other_cve */
#ifndef ADVISORY_ADVISORY_CONFLICT_H
#define ADVISORY_ADVISORY_CONFLICT_H

#include "advisory/advisory_index.h"

struct advisory_conflict {
    struct text cve, other_cve; /* in the order of their bytes */
    struct text name;           /* what both are called: an alias, or the record that names both */
    struct text record, source; /* joins the name to cve */
    struct text other_record, other_source; /* joins it to other_cve; may be the same record */
};

struct advisory_conflicts {
    struct advisory_conflict *at; /* by cve, other_cve, name; each once */
    size_t count;
    bool is_cut; /* there may be more: the records name more than is followed */
};

/* Follows the aliases from an id, a CVE or any other, through the records that are not withdrawn and no notices. Texts live in
   arena. The answer for two CVEs is the same from either. Fails with ERR_SYNTAX when the index is damaged, ERR_LIMIT when the
   arena is full. */
MUST_USE bool advisory_conflict_find(struct advisory_conflicts *ret_conflicts,
    const struct advisory_index *index, struct text id, struct arena *arena, struct err *err);

/* Orders by cve, other_cve, name. */
int advisory_conflict_compare(const struct advisory_conflict *a, const struct advisory_conflict *b);

/* What it says, in one sentence: "RUSTSEC-2018-0021 (osv/crates.io) calls CVE-2018-25027 and CVE-2018-25028 one". Lives in arena. */
struct text advisory_conflict_print(const struct advisory_conflict *conflict, struct arena *arena);

#endif
