/* SPDX-License-Identifier: Apache-2.0 */
/* What is run against what is known: of each ecosystem, how much there is and which source covers it.
   Example: coverage_read(&coverage, db, &who, index, arena, err); for (i < coverage.count) coverage.at[i].is_covered */
#ifndef MATCH_COVERAGE_H
#define MATCH_COVERAGE_H

#include "account/team.h"
#include "match/match.h"

struct coverage_source {
    struct text name;
    size_t record_count;
};

/* Components of current SBOMs by what is known of them; together they are all. */
struct coverage_answers {
    int64_t affected, undecidable, not_covered, not_affected;
    int64_t owned;       /* judged through the operating system */
    int64_t not_matched; /* of SBOMs that are not matched yet */
    int64_t no_package;  /* of an ecosystem: none */
};

/* Why components are undecidable or not covered, the most components first. */
struct coverage_cause {
    enum match_answer answer;
    enum match_cause cause;
    int64_t component_count, service_count;
};

struct coverage_ecosystem {
    struct text name; /* OSV's, with release; empty: what names none */
    /* In the current SBOMs that one sees. What a package of the operating system brought is judged through it. */
    int64_t component_count, owned_count, sbom_count, service_count;
    struct coverage_answers answers;
    struct coverage_cause *causes;
    size_t cause_count;
    int64_t undecidable_version_count; /* distinct package versions */
    int64_t undecidable_service_count;
    bool is_covered;
    struct text reason; /* why not; or empty */
    struct text
        to_pull; /* what "kenzen advisory pull" takes to cover it; empty when nobody publishes it there */
    struct coverage_source *sources;
    size_t source_count;
};

struct coverage {
    struct coverage_ecosystem *at; /* those that are run, the largest first */
    size_t count;
    struct coverage_ecosystem *unused; /* those that are covered, but not run, by name */
    size_t unused_count;
    int64_t sbom_count, matched_count, component_count; /* of SBOMs; in all of them */
    struct coverage_answers answers;
};

/* index may be NULL: then nothing is covered. Texts live in arena and in the index. */
MUST_USE bool coverage_read(struct coverage *ret_coverage, struct db *db,
    const struct api_principal *who, const struct advisory_index *index, struct arena *arena,
    struct err *err);

/* -- in the database: coverage_rows.c -- */

/* Fills the counts of what is run, and nothing that the index says. */
MUST_USE bool coverage_rows_read(struct coverage *ret_coverage, struct db *db,
    const struct api_principal *who, struct arena *arena, struct err *err);

#endif
