/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_stored.h"

bool match_stored_write(struct db *db, int64_t sbom_id, struct text generation,
    const struct sbom_summary *summary, struct err *err)
{
    return db_run(db,
        "INSERT INTO sbom_summary (sbom_id, generation, checked, affected, not_covered, undecidable,"
        " os_ecosystem, os_label, support_end_us, extended_end_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (sbom_id) DO UPDATE SET"
        " generation = excluded.generation, checked = excluded.checked, affected = excluded.affected,"
        " not_covered = excluded.not_covered, undecidable = excluded.undecidable,"
        " os_ecosystem = excluded.os_ecosystem, os_label = excluded.os_label,"
        " support_end_us = excluded.support_end_us, extended_end_us = excluded.extended_end_us",
        DB_ARGS(DB_INT(sbom_id), DB_TEXT(generation), DB_INT(summary->checked),
            DB_INT(summary->affected), DB_INT(summary->not_covered), DB_INT(summary->undecidable),
            DB_TEXT(summary->os_ecosystem), DB_TEXT(summary->os_label),
            summary->has_support ? DB_INT(summary->support.end_us) : DB_NULL,
            DB_ID(summary->support.extended_end_us)),
        NULL, err);
}
