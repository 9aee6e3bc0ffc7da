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
            "SELECT count(*), count(y.sbom_id), CAST(sum(b.component_count) AS BIGINT),"
            " CAST(sum(y.checked) AS BIGINT), CAST(sum(y.affected) AS BIGINT),"
            " CAST(sum(y.not_covered) AS BIGINT), CAST(sum(y.undecidable) AS BIGINT)"
            " FROM sbom b LEFT JOIN sbom_summary y ON y.sbom_id = b.id" SEEN,
            DB_ARGS(TEAM_SEES_ARGS(who)), arena, &rows, err))
        return false;
    coverage->sbom_count = db_int(&rows, 0, 0);
    coverage->matched_count = db_int(&rows, 0, 1);
    coverage->component_count = db_int(&rows, 0, 2);
    coverage->checked = db_int(&rows, 0, 3);
    coverage->affected = db_int(&rows, 0, 4);
    coverage->not_covered = db_int(&rows, 0, 5);
    coverage->undecidable = db_int(&rows, 0, 6);
    return true;
}

bool coverage_rows_read(struct coverage *ret_coverage, struct db *db,
    const struct api_principal *who, struct arena *arena, struct err *err)
{
    struct coverage coverage = {0};
    struct db_rows rows;
    if (!read_totals(&coverage, db, who, arena, err) ||
        !db_query(db,
            "SELECT e.ecosystem, CAST(sum(e.component_count) AS BIGINT) AS components,"
            " CAST(sum(e.owned_count) AS BIGINT), count(*), count(DISTINCT s.id)"
            " FROM sbom_ecosystem e JOIN sbom b ON b.id = e.sbom_id" SEEN
            " GROUP BY e.ecosystem ORDER BY components DESC, e.ecosystem",
            DB_ARGS(TEAM_SEES_ARGS(who)), arena, &rows, err))
        return false;
    coverage.at = arena_take_array(arena, rows.count, sizeof *coverage.at);
    for (size_t i = 0; coverage.at && i < rows.count; i++)
        coverage.at[i] = (struct coverage_ecosystem){.name = db_text(&rows, i, 0),
            .component_count = db_int(&rows, i, 1),
            .owned_count = db_int(&rows, i, 2),
            .sbom_count = db_int(&rows, i, 3),
            .service_count = db_int(&rows, i, 4)};
    coverage.count = rows.count;
    *ret_coverage = coverage;
    return arena_check(arena, err);
}
