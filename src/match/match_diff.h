/* SPDX-License-Identifier: Apache-2.0 */
/* What changed from one SBOM to another: packages, and the vulnerabilities that came, went or became others.
   Example: match_diff_find(&diff, &before, &after, arena, err); match_diff_print_json(&out, &diff) */
#ifndef MATCH_MATCH_DIFF_H
#define MATCH_MATCH_DIFF_H

#include "match/match.h"
#include "sbom/sbom_diff.h"

enum match_diff_kind {
    MATCH_DIFF_NEW,
    MATCH_DIFF_GONE,
    MATCH_DIFF_CHANGED, /* in other versions of the package, or decidable where it was not */
    MATCH_DIFF_SAME,    /* as it was: counted, not told */
    MATCH_DIFF_KINDS
};

/* A vulnerability of a package, in whatever versions. The finding is the one after, of what is gone the one before. */
struct match_diff_item {
    enum match_diff_kind kind;
    const struct match_finding *finding;
    struct text ecosystem;
    /* The versions that have it, each once, in byte order, and the surest answer on each side: */
    struct text *before, *after;
    size_t before_count, after_count;
    enum match_answer before_answer, after_answer;
};

/* An SBOM with what was found in it. */
struct match_diff_input {
    const struct sbom *sbom;
    const struct match_result *result;
};

struct match_diff {
    struct match_diff_input before, after;
    struct sbom_diff packages;
    struct match_diff_item *at; /* new, then changed, then gone; each worst first */
    size_t count;
    size_t kind_counts[MATCH_DIFF_KINDS];
    bool is_matched; /* for whoever finds it to say: false when no advisories were looked at */
};

/* Both were matched with the same index. Fails only with ERR_LIMIT, when arena is spent. */
MUST_USE bool match_diff_find(struct match_diff *ret_diff, const struct match_diff_input *before,
    const struct match_diff_input *after, struct arena *arena, struct err *err);

const char *match_diff_kind_name(enum match_diff_kind kind); /* "new" … */

/* Adds the members "packages", "vulnerabilities" and "counts" (docs/api.yaml, SbomDiff). */
void match_diff_print_json(struct buf *out, const struct match_diff *diff);
/* The same as tables for people. */
void match_diff_print(struct buf *out, const struct match_diff *diff);

#endif
