/* SPDX-License-Identifier: Apache-2.0 */
/* The records that speak of one component, joined into one finding for each flaw.
   Example: for each record: match_group_add(&groups, &advisory, &verdict, arena); then match_group_finish(…) */
#ifndef MATCH_MATCH_GROUP_H
#define MATCH_MATCH_GROUP_H

#include "base/map.h"
#include "base/vec.h"
#include "match/match_record.h"

/* A record that says affected, or names a fix, and the name whose versions it speaks of. */
struct match_voucher {
    const struct advisory *advisory;
    struct text package;
    struct text fixed; /* or empty */
};

struct match_group {
    struct match_finding
        finding; /* id, severity, texts; the lists are below until it is finished */
    bool is_cve;
    uint32_t joined_to; /* its own number, or that of the group that has taken it in */
    struct {
        VEC(struct text);
    } ids, records,
        unsure; /* ids: every id of the joined records; unsure: those that are undecidable */
    struct {
        VEC(struct match_voucher);
    } vouchers;
};

struct match_groups {
    const struct ecosystem *ecosystem;
    const struct advisory_index *index;
    const struct sbom_component *component;
    struct arena *scratch;
    struct map by_cve, by_id; /* to the number of the group */
    VEC(struct match_group);
};

/* scratch is for what is needed while it is finished. */
void match_group_init(struct match_groups *groups, const struct ecosystem *ecosystem,
    const struct advisory_index *index, const struct sbom_component *component,
    struct arena *scratch);
void match_group_done(struct match_groups *groups);

/* Adds a record that names package and whose verdict is affected or undecidable, under its keys: to the group of each of
   its CVEs; without a CVE to the groups that share an id with it, which become one unless they hold different CVEs, else to
   a group of its own. Records with a CVE must come first. advisory must stay until the groups are finished. */
void match_group_add(struct match_groups *groups, const struct advisory *advisory,
    const struct match_keys *keys, struct text package, const struct match_verdict *verdict,
    struct arena *arena);

/* Drops the groups that others have taken in, and moves each group's lists into arena: aliases sorted without the id, fixed
   versions smallest first, without those that another record of the group still holds for affected, facts of its CVE, severity from the CVE where no record gives one. */
void match_group_finish(struct match_groups *groups, struct arena *arena);

#endif
