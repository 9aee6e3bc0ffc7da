/* SPDX-License-Identifier: Apache-2.0 */
#include "match/coverage.h"

/* $1 and $2 are the one who asks. */
#define SEEN                                                                                       \
    " JOIN part p ON p.id = b.part_id JOIN service s ON s.id = p.service_id"                       \
    " WHERE b.is_current = 1 AND s.deleted_us IS NULL AND " TEAM_SEES("s.team_id", "$1", "$2")

static bool read_totals(struct coverage *coverage, struct db *db, const struct api_principal *who,
    struct arena *arena, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT count(*), count(y.sbom_id), CAST(sum(b.component_count) AS BIGINT)"
            " FROM sbom b LEFT JOIN sbom_summary y ON y.sbom_id = b.id" SEEN,
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_SERVICE_READ)), arena, &rows, err))
        return false;
    coverage->sbom_count = db_int(&rows, 0, 0);
    coverage->matched_count = db_int(&rows, 0, 1);
    coverage->component_count = db_int(&rows, 0, 2);
    return true;
}

static bool read_ecosystems(struct coverage *coverage, struct db *db,
    const struct api_principal *who, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT e.ecosystem, CAST(sum(e.component_count) AS BIGINT) AS components,"
            " CAST(sum(e.owned_count) AS BIGINT), count(*), count(DISTINCT s.id)"
            " FROM sbom_ecosystem e JOIN sbom b ON b.id = e.sbom_id" SEEN
            " GROUP BY e.ecosystem ORDER BY components DESC, e.ecosystem",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_SERVICE_READ)), arena, &rows, err))
        return false;
    coverage->at = arena_take_array(arena, rows.count, sizeof *coverage->at);
    for (size_t i = 0; coverage->at && i < rows.count; i++)
        coverage->at[i] = (struct coverage_ecosystem){.name = db_text(&rows, i, 0),
            .component_count = db_int(&rows, i, 1),
            .owned_count = db_int(&rows, i, 2),
            .sbom_count = db_int(&rows, i, 3),
            .service_count = db_int(&rows, i, 4)};
    coverage->count = coverage->at ? rows.count : 0;
    return arena_check(arena, err);
}

/* -- answers -- */

static struct coverage_ecosystem *find_ecosystem(struct coverage *coverage, struct text name)
{
    for (size_t i = 0; i < coverage->count; i++)
        if (text_eq(coverage->at[i].name, name))
            return &coverage->at[i];
    return NULL;
}

static int64_t *count_of(
    struct coverage_answers *answers, enum match_answer answer, enum match_cause cause)
{
    if (cause == MATCH_CAUSE_OWNED)
        return &answers->owned;
    switch (answer) {
    case MATCH_AFFECTED: return &answers->affected;
    case MATCH_UNDECIDABLE: return &answers->undecidable;
    case MATCH_NOT_COVERED: return &answers->not_covered;
    case MATCH_NOT_AFFECTED: break;
    }
    return &answers->not_affected;
}

/* A row: ecosystem, answer, cause, components, services. */
static void take_answer(struct coverage_ecosystem *one, const struct db_rows *rows, size_t row)
{
    enum match_answer answer = (enum match_answer)db_int(rows, row, 1);
    enum match_cause cause = (enum match_cause)db_int(rows, row, 2);
    int64_t count = db_int(rows, row, 3);
    *count_of(&one->answers, answer, cause) += count;
    if ((answer == MATCH_UNDECIDABLE || answer == MATCH_NOT_COVERED) && one->causes)
        one->causes[one->cause_count++] =
            (struct coverage_cause){answer, cause, count, db_int(rows, row, 4)};
}

static bool read_answers(struct coverage *coverage, struct db *db, const struct api_principal *who,
    struct arena *arena, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT a.ecosystem, a.answer, a.cause,"
            " CAST(sum(a.component_count) AS BIGINT) AS components, count(DISTINCT s.id)"
            " FROM sbom_answer a JOIN sbom b ON b.id = a.sbom_id" SEEN " AND a.component_count > 0"
            " GROUP BY a.ecosystem, a.answer, a.cause ORDER BY components DESC, a.answer, a.cause",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_SERVICE_READ)), arena, &rows, err))
        return false;
    for (size_t i = 0; i < coverage->count; i++)
        coverage->at[i].causes =
            arena_take_array(arena, MATCH_CAUSE_COUNT, sizeof *coverage->at[i].causes);
    for (size_t i = 0; i < rows.count; i++) {
        struct coverage_ecosystem *one = find_ecosystem(coverage, db_text(&rows, i, 0));
        if (one && one->cause_count < MATCH_CAUSE_COUNT)
            take_answer(one, &rows, i);
    }
    return arena_check(arena, err);
}

/* -- undecidable -- */

_Static_assert(MATCH_UNDECIDABLE == 2, "an index of the database rests on it");

/* Only package versions that are undecidable are looked at, and each only until one place is found. */
static bool read_undecidable_versions(struct coverage *coverage, struct db *db,
    const struct api_principal *who, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT v.ecosystem, count(*) FROM package_answer k"
            " JOIN package_version v ON v.id = k.package_version_id"
            " WHERE k.answer = 2 AND EXISTS (SELECT 1 FROM occurrence o"
            " JOIN sbom b ON b.id = o.sbom_id" SEEN " AND o.package_version_id = v.id"
            " AND o.is_package = 1 AND o.owner_package = '') GROUP BY v.ecosystem",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_SERVICE_READ)), arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct coverage_ecosystem *one = find_ecosystem(coverage, db_text(&rows, i, 0));
        if (one)
            one->undecidable_version_count = db_int(&rows, i, 1);
    }
    return true;
}

static bool read_undecidable_services(struct coverage *coverage, struct db *db,
    const struct api_principal *who, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT a.ecosystem, count(DISTINCT s.id) FROM sbom_answer a"
            " JOIN sbom b ON b.id = a.sbom_id" SEEN
            " AND a.answer = 2 AND a.component_count > 0 GROUP BY a.ecosystem",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_SERVICE_READ)), arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct coverage_ecosystem *one = find_ecosystem(coverage, db_text(&rows, i, 0));
        if (one)
            one->undecidable_service_count = db_int(&rows, i, 1);
    }
    return true;
}

/* -- what is left -- */

static void add_up(struct coverage *coverage)
{
    struct coverage_answers *sum = &coverage->answers;
    int64_t package_count = 0;
    for (size_t i = 0; i < coverage->count; i++) {
        struct coverage_ecosystem *one = &coverage->at[i];
        struct coverage_answers *own = &one->answers;
        own->not_matched = one->component_count - own->affected - own->undecidable -
                           own->not_covered - own->not_affected - own->owned;
        package_count += one->component_count;
        sum->affected += own->affected;
        sum->undecidable += own->undecidable;
        sum->not_covered += own->not_covered;
        sum->not_affected += own->not_affected;
        sum->owned += own->owned;
        sum->not_matched += own->not_matched;
    }
    sum->no_package = coverage->component_count - package_count;
}

bool coverage_rows_read(struct coverage *ret_coverage, struct db *db,
    const struct api_principal *who, struct arena *arena, struct err *err)
{
    struct coverage coverage = {0};
    if (!read_totals(&coverage, db, who, arena, err) ||
        !read_ecosystems(&coverage, db, who, arena, err) ||
        !read_answers(&coverage, db, who, arena, err) ||
        !read_undecidable_versions(&coverage, db, who, arena, err) ||
        !read_undecidable_services(&coverage, db, who, arena, err))
        return false;
    add_up(&coverage);
    *ret_coverage = coverage;
    return true;
}
