/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_stored.h"
#include "match/match_system.h"
#include "store/db_batch.h"

bool match_stored_write(struct db *db, int64_t sbom_id, struct text generation,
    const struct sbom_summary *summary, struct err *err)
{
    return db_run(db,
        "INSERT INTO sbom_summary (sbom_id, generation, checked, affected, not_covered, undecidable,"
        " owned, os_ecosystem, os_label, support_end_us, extended_end_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (sbom_id) DO UPDATE SET"
        " generation = excluded.generation, checked = excluded.checked, affected = excluded.affected,"
        " not_covered = excluded.not_covered, undecidable = excluded.undecidable,"
        " owned = excluded.owned, os_ecosystem = excluded.os_ecosystem, os_label = excluded.os_label,"
        " support_end_us = excluded.support_end_us, extended_end_us = excluded.extended_end_us",
        DB_ARGS(DB_INT(sbom_id), DB_TEXT(generation), DB_INT(summary->checked),
            DB_INT(summary->affected), DB_INT(summary->not_covered), DB_INT(summary->undecidable),
            DB_INT(summary->owned), DB_TEXT(summary->os_ecosystem), DB_TEXT(summary->os_label),
            summary->has_support ? DB_INT(summary->support.end_us) : DB_NULL,
            DB_ID(summary->support.extended_end_us)),
        NULL, err);
}

bool match_stored_write_groups(struct db *db, int64_t sbom_id,
    const struct match_kept_group *groups, size_t count, struct err *err)
{
    struct db_batch batch;
    bool is_ok = db_run(
        db, "DELETE FROM sbom_answer WHERE sbom_id = $1", DB_ARGS(DB_INT(sbom_id)), NULL, err);
    db_batch_init(&batch, db,
        "INSERT INTO sbom_answer (sbom_id, ecosystem, answer, cause, component_count) VALUES", 5,
        "");
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct db_value row[] = {DB_INT(sbom_id), DB_TEXT(groups[i].ecosystem),
            DB_INT(groups[i].answer), DB_INT(groups[i].cause), DB_INT(groups[i].count)};
        is_ok = db_batch_add(&batch, row, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

/* No end is -1 and no extended one 0 here, since NULL compares with nothing. */
static bool write_system(struct db *db, const struct match_system *system, struct err *err)
{
    const struct support *support = &system->cycle.support;
    return db_run(db,
        "UPDATE sbom_summary SET os_ecosystem = $3, os_label = $4,"
        " support_end_us = NULLIF(CAST($5 AS BIGINT), -1),"
        " extended_end_us = NULLIF(CAST($6 AS BIGINT), 0)"
        " WHERE sbom_id IN (SELECT id FROM sbom WHERE is_current = 1 AND os_name = $1"
        " AND os_version = $2) AND (os_ecosystem <> $3 OR os_label <> $4"
        " OR COALESCE(support_end_us, -1) <> CAST($5 AS BIGINT)"
        " OR COALESCE(extended_end_us, 0) <> CAST($6 AS BIGINT))",
        DB_ARGS(DB_TEXT(system->name), DB_TEXT(system->release), DB_TEXT(system->ecosystem),
            DB_TEXT(system->label), DB_INT(system->has_cycle ? support->end_us : -1),
            DB_INT(system->has_cycle ? support->extended_end_us : 0)),
        NULL, err);
}

/* What the summaries of SBOMs with that system say, from the columns of follow_systems on; -1: no end. */
static bool says_the_same(const struct match_system *system, const struct db_rows *rows, size_t row)
{
    const struct support *support = &system->cycle.support;
    return text_eq(db_text(rows, row, 2), system->ecosystem) &&
           text_eq(db_text(rows, row, 3), system->label) &&
           db_int(rows, row, 4) == (system->has_cycle ? support->end_us : -1) &&
           db_int(rows, row, 5) == (system->has_cycle ? support->extended_end_us : 0);
}

bool match_stored_follow_systems(struct db *db, const struct advisory_index *index, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "SELECT DISTINCT b.os_name, b.os_version, y.os_ecosystem, y.os_label,"
        " COALESCE(y.support_end_us, -1), COALESCE(y.extended_end_us, 0)"
        " FROM sbom b JOIN sbom_summary y ON y.sbom_id = b.id WHERE b.is_current = 1",
        DB_NO_ARGS, &arena, &rows, err);
    for (size_t i = 0; is_ok && i < rows.count; i++) {
        struct match_system system;
        is_ok = match_system_find(
            &system, index, db_text(&rows, i, 0), db_text(&rows, i, 1), &arena, err);
        system.name = db_text(&rows, i, 0);
        system.release = db_text(&rows, i, 1);
        is_ok = is_ok && (says_the_same(&system, &rows, i) || write_system(db, &system, err));
    }
    arena_done(&arena);
    return is_ok;
}
