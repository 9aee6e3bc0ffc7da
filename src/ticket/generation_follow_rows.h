/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of what follows a generation: lists in, rows out, each in few statements.
   Example: generation_follow_rows_versions(db, names, count, arena, &versions, err) */
#ifndef TICKET_GENERATION_FOLLOW_ROWS_H
#define TICKET_GENERATION_FOLLOW_ROWS_H

#include "match/match_kept.h"
#include "ticket/ticket_rows.h"

struct generation_versions {
    struct sbom_component *components; /* by id */
    int64_t *ids;
    size_t count;
};
/* All package versions of these names, or built from source packages of these names. */
MUST_USE bool generation_follow_rows_versions(struct db *db, const struct text *names, size_t count,
    struct arena *arena, struct generation_versions *ret_versions, struct err *err);

/* A package version in a current SBOM. */
struct generation_posting {
    int64_t version_id, part_id, sbom_id;
    int64_t
        judged_count; /* components that are packages, and that no package of the operating system owns */
    struct text owner_ecosystem, owner_package; /* as struct ticket_posting says */
    struct ticket_use use;
};
/* By version, then part; ids in rising order. */
MUST_USE bool generation_follow_rows_postings(struct db *db, const int64_t *version_ids,
    size_t count, struct arena *arena, struct generation_posting **ret_postings, size_t *ret_count,
    struct err *err);

/* Tickets at work whose answer is not known, of packages of these names. */
MUST_USE bool generation_follow_rows_marked(struct db *db, const struct text *names, size_t count,
    struct arena *arena, struct ticket **ret_tickets, size_t *ret_count, struct err *err);
/* All tickets of vulnerabilities but duplicates, each once. */
MUST_USE bool generation_follow_rows_tickets(struct db *db, const int64_t *vulnerability_ids,
    size_t count, struct arena *arena, struct ticket **ret_tickets, size_t *ret_count,
    struct err *err);

/* So many more, or fewer, of one kind in an SBOM. */
struct generation_summary_change {
    int64_t sbom_id;
    struct match_kept_group by;
};
/* Adds to the summaries of SBOMs that have one; changes are by SBOM, each kind once. */
MUST_USE bool generation_follow_rows_summaries(struct db *db,
    struct generation_summary_change *changes, size_t count, struct text generation,
    struct err *err);
/* Current SBOMs that have no summary yet. */
MUST_USE bool generation_follow_rows_unsummarised(struct db *db, size_t limit, struct arena *arena,
    int64_t **ret_sbom_ids, size_t *ret_count, struct err *err);

#endif
