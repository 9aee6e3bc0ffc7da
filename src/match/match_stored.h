/* SPDX-License-Identifier: Apache-2.0 */
/* An SBOM that is in the database against an index: every component with its answer.
   Example: match_stored_read(&stored, db, index, sbom_id, arena, err); for (i < stored.sbom.component_count) stored.answers[i] */
#ifndef MATCH_MATCH_STORED_H
#define MATCH_MATCH_STORED_H

#include "match/match_kept.h"
#include "sbom/sbom_rows.h"

/* What is said of one component: the worst of its findings, or why there is none. */
struct match_stored_answer {
    enum match_answer answer;
    enum match_cause cause; /* why it is undecidable or not covered, or that it is owned */
    struct text
        reason; /* empty when it is affirmatively not affected; but for what the operating system owns */
    size_t finding_count;
};

struct match_stored {
    struct sbom sbom; /* only its components, by name */
    struct sbom_row_component *rows;
    struct match_result result;
    struct match_stored_answer *answers;
};

/* Reads the components alone. */
MUST_USE bool match_stored_read_components(struct match_stored *stored, struct db *db,
    int64_t sbom_id, struct arena *arena, struct err *err);

/* index may be NULL: then no package is covered. Texts live in arena and in the index. */
MUST_USE bool match_stored_read(struct match_stored *ret_stored, struct db *db,
    const struct advisory_index *index, int64_t sbom_id, struct arena *arena, struct err *err);

/* Counts components by the answers that are kept of package versions, matching those that have none, and keeps the counts
   for lists (sbom_row.summary). Must run inside a transaction. */
MUST_USE bool match_stored_summarise(
    struct db *db, const struct advisory_index *index, int64_t sbom_id, struct err *err);

/* Brings what the summaries of current SBOMs say of their operating systems up to the index, which may know other ends of
   support. Must run inside a transaction. */
MUST_USE bool match_stored_follow_systems(
    struct db *db, const struct advisory_index *index, struct err *err);

/* Writes a summary in the place of the former one. */
MUST_USE bool match_stored_write(struct db *db, int64_t sbom_id, struct text generation,
    const struct sbom_summary *summary, struct err *err);
/* Writes the groups that the summary is the sum of, in the place of former ones. */
MUST_USE bool match_stored_write_groups(struct db *db, int64_t sbom_id,
    const struct match_kept_group *groups, size_t count, struct err *err);

#endif
