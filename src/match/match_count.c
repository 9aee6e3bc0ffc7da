/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_count.h"

#include <stdlib.h>

/* What is known of one component; of several the greatest counts. */
enum known { NOT_AFFECTED, NO_PACKAGE, OWNED, NOT_COVERED, UNDECIDABLE, AFFECTED };

static void note(unsigned char *known, enum known now)
{
    if (*known < now)
        *known = (unsigned char)now;
}

static void note_gaps(
    unsigned char *known, const struct match_gap *gaps, size_t count, enum known now)
{
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < gaps[i].count; c++)
            note(&known[gaps[i].components[c]], now);
}

static void note_all(
    unsigned char *known, const struct match_result *result, const struct sbom *sbom)
{
    for (size_t i = 0; i < sbom->component_count; i++)
        note(&known[i], sbom->components[i].is_package ? NOT_AFFECTED : NO_PACKAGE);
    note_gaps(known, result->owned, result->owned_count, OWNED);
    note_gaps(known, result->not_covered, result->not_covered_count, NOT_COVERED);
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct match_finding *finding = &result->findings[i];
        if (finding->answer != MATCH_NOT_AFFECTED) /* by VEX */
            note(&known[finding->component],
                finding->answer == MATCH_AFFECTED ? AFFECTED : UNDECIDABLE);
    }
}

void match_count(
    struct match_counts *counts, const struct match_result *result, const struct sbom *sbom)
{
    size_t sums[AFFECTED + 1] = {0};
    unsigned char *known = calloc(sbom->component_count + 1, sizeof *known);
    if (!known)
        err_panic("out of memory");
    note_all(known, result, sbom);
    for (size_t i = 0; i < sbom->component_count; i++)
        sums[known[i]]++;
    free(known);
    *counts = (struct match_counts){.affected = sums[AFFECTED],
        .undecidable = sums[UNDECIDABLE],
        .not_covered = sums[NOT_COVERED],
        .not_affected = sums[NOT_AFFECTED],
        .owned = sums[OWNED],
        .no_package = sums[NO_PACKAGE]};
}

void match_count_add(struct match_counts *to, const struct match_counts *more)
{
    to->affected += more->affected;
    to->undecidable += more->undecidable;
    to->not_covered += more->not_covered;
    to->not_affected += more->not_affected;
    to->owned += more->owned;
    to->no_package += more->no_package;
}

void match_count_json(struct buf *out, const struct match_counts *counts)
{
    json_print_member_open(out, "answers", '{');
    json_print_member_int(out, "affected", (int64_t)counts->affected);
    json_print_member_int(out, "undecidable", (int64_t)counts->undecidable);
    json_print_member_int(out, "not_covered", (int64_t)counts->not_covered);
    json_print_member_int(out, "not_affected", (int64_t)counts->not_affected);
    json_print_member_int(out, "owned", (int64_t)counts->owned);
    json_print_member_int(out, "no_package", (int64_t)counts->no_package);
    json_print_close(out, '}');
}
