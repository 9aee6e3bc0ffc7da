/* SPDX-License-Identifier: Apache-2.0 */
/* Components by what is known of them: each is counted once, so that the counts add up to all.
   Example: match_count(&counts, &result, &sbom); counts.affected + counts.undecidable + … == sbom.component_count */
#ifndef MATCH_MATCH_COUNT_H
#define MATCH_MATCH_COUNT_H

#include "codec/json.h"
#include "match/match.h"

struct match_counts {
    size_t affected;
    size_t undecidable; /* without those that are affected by something else */
    size_t not_covered, not_affected;
    size_t owned;      /* judged through the operating system */
    size_t no_package; /* there is nothing to match */
};

/* result is of that SBOM. */
void match_count(
    struct match_counts *counts, const struct match_result *result, const struct sbom *sbom);

void match_count_add(struct match_counts *to, const struct match_counts *more);

/* Adds the member "answers" to an object that is open. */
void match_count_json(struct buf *out, const struct match_counts *counts);

#endif
