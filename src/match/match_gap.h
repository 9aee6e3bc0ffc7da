/* SPDX-License-Identifier: Apache-2.0 */
/* Components without an answer, gathered by cause.
   Example: match_gap_add(&gaps, TEXT("Debian:12"), MATCH_CAUSE_NO_SOURCE, TEXT("no advisory source for it is imported"), component, arena); */
#ifndef MATCH_MATCH_GAP_H
#define MATCH_MATCH_GAP_H

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"
#include "match/match.h"

struct match_gap_builder {
    struct text what, reason;
    enum match_cause cause;
    struct {
        VEC(uint32_t);
    } components;
};

struct match_gaps {
    struct map by_key;
    struct buf key; /* of the cause that is looked for */
    VEC(struct match_gap_builder);
};

void match_gap_init(struct match_gaps *gaps);
void match_gap_done(struct match_gaps *gaps);

/* Returns the number of the gap with that cause. Its texts must outlive gaps; arena too. */
uint32_t match_gap_number(struct match_gaps *gaps, struct text what, enum match_cause cause,
    struct text reason, struct arena *arena);
/* Puts a component into a gap; twice in a row counts once. */
void match_gap_put(struct match_gaps *gaps, uint32_t number, uint32_t component);
/* Both at once. */
void match_gap_add(struct match_gaps *gaps, struct text what, enum match_cause cause,
    struct text reason, uint32_t component, struct arena *arena);

/* Moves the gaps to arena; none when it is full. */
void match_gap_finish(const struct match_gaps *gaps, struct match_gap **ret_gaps, size_t *ret_count,
    struct arena *arena);

#endif
