/* SPDX-License-Identifier: Apache-2.0 */
/* What a package version was found to have, as it is kept: enough to tell, with a later index, which findings came, went or
   became others. Example: now = match_kept_make(&result, arena); packed = match_kept_pack(&now, arena) */
#ifndef MATCH_MATCH_KEPT_H
#define MATCH_MATCH_KEPT_H

#include "match/match.h"
#include "sbom/sbom_rows.h"
#include "store/db.h"

enum { MATCH_KEPT_DIGEST = 16 };

/* One finding of it. */
struct match_kept_line {
    struct text id, package;
    enum match_answer answer;
    struct text digest; /* of all that is said of it */
    uint32_t finding;   /* its place in the result; of no meaning when it was read back */
};

struct match_kept {
    bool is_covered;
    enum match_cause cause;        /* as that of the answer; of no meaning when it was read back */
    struct match_kept_line *lines; /* by id, then package */
    size_t line_count;
};

/* Orders lines by id, then package. */
int match_kept_compare(const struct match_kept_line *a, const struct match_kept_line *b);

/* Returns what is to be kept of a result of match_component; lives in arena, texts in result. */
struct match_kept match_kept_make(const struct match_result *result, struct arena *arena);

/* The answer as an SBOM's summary counts it: the surest of its findings. */
enum match_answer match_kept_answer(const struct match_kept *kept);

/* The bytes that are stored, and back; nothing is left of bytes that cannot be read. */
struct text match_kept_pack(const struct match_kept *kept, struct arena *arena);
struct match_kept match_kept_unpack(
    struct text bytes, enum match_answer answer, struct arena *arena);

/* -- in the database -- */

struct match_kept_row {
    int64_t package_version_id;
    enum match_answer answer;
    enum match_cause cause;
    struct text findings; /* packed */
};
/* The rows of package versions, by id; one that was never matched has none. */
MUST_USE bool match_kept_read(struct db *db, const int64_t *ids, size_t count, struct arena *arena,
    struct match_kept_row **ret_rows, size_t *ret_count, struct err *err);
/* Writes rows in the place of former ones. */
MUST_USE bool match_kept_write(
    struct db *db, const struct match_kept_row *rows, size_t count, struct err *err);
/* The package versions of an SBOM that were never matched, as components, and their ids. */
MUST_USE bool match_kept_missing(struct db *db, int64_t sbom_id, struct arena *arena,
    struct sbom_component **ret_components, int64_t **ret_ids, size_t *ret_count, struct err *err);

/* Components of an SBOM of one ecosystem that have one answer by one cause. */
struct match_kept_group {
    struct text ecosystem;
    enum match_answer answer;
    enum match_cause cause;
    int64_t count;
};
/* Counts the components of an SBOM by what is kept of them. No two groups are of the same kind. */
MUST_USE bool match_kept_count(struct db *db, const struct advisory_index *index, int64_t sbom_id,
    struct arena *arena, struct match_kept_group **ret_groups, size_t *ret_count, struct err *err);
/* Adds to a summary, or takes away where the count is negative. */
void match_kept_add(struct sbom_summary *summary, const struct match_kept_group *group);
/* Orders groups by ecosystem, answer, cause. */
int match_kept_compare_groups(const struct match_kept_group *a, const struct match_kept_group *b);

#endif
