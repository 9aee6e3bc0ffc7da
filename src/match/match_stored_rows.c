/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_stored.h"

bool match_stored_write(struct db *db, int64_t sbom_id, struct text generation,
    const struct sbom_summary *summary, struct err *err)
{
    return db_run(db,
        "INSERT INTO sbom_summary (sbom_id, generation, checked, affected, not_covered, undecidable)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (sbom_id) DO UPDATE SET"
        " generation = excluded.generation, checked = excluded.checked, affected = excluded.affected,"
        " not_covered = excluded.not_covered, undecidable = excluded.undecidable",
        DB_ARGS(DB_INT(sbom_id), DB_TEXT(generation), DB_INT(summary->checked),
            DB_INT(summary->affected), DB_INT(summary->not_covered), DB_INT(summary->undecidable)),
        NULL, err);
}
