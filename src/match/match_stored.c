/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_stored.h"

#include "base/limits.h"
#include "match/match_kept.h"
#include "match/match_system.h"

bool match_stored_read_components(struct match_stored *stored, struct db *db, int64_t sbom_id,
    struct arena *arena, struct err *err)
{
    const struct sbom_components_query all = {.sbom_id = sbom_id,
        .words = {"", 0},
        .after_name = {"", 0},
        .after_position = -1,
        .limit = LIMIT_SBOM_COMPONENTS};
    size_t count;
    if (!sbom_rows_components(db, &all, arena, &stored->rows, &count, err))
        return false;
    struct sbom_component *components = arena_take_array(arena, count, sizeof *components);
    for (size_t i = 0; components && i < count; i++) {
        const struct sbom_row_component *row = &stored->rows[i];
        components[i] = (struct sbom_component){.name = row->name,
            .version = row->version,
            .purl = row->purl,
            .type = row->type,
            .license = row->license,
            .scope = row->scope,
            .is_direct = row->is_direct,
            .ecosystem = row->ecosystem,
            .package = row->package,
            .source_package = row->source_package,
            .source_version = row->source_version,
            .arch = row->arch,
            .module = row->module,
            .owner_ecosystem = row->owner_ecosystem,
            .owner_package = row->owner_package,
            .oddity = row->oddity,
            .is_package = row->is_package};
    }
    stored->sbom.components = components;
    stored->sbom.component_count = count;
    return arena_check(arena, err);
}

/* Affirmatively not affected in itself: what there is to say is said of its owner. */
static void answer_owned(struct match_stored *stored, struct arena *arena)
{
    for (size_t i = 0; i < stored->result.owned_count; i++) {
        const struct match_gap *gap = &stored->result.owned[i];
        for (size_t c = 0; c < gap->count; c++) {
            struct match_stored_answer *answer = &stored->answers[gap->components[c]];
            answer->cause = MATCH_CAUSE_OWNED;
            answer->reason = arena_format(arena,
                "owned by the operating system's package %.*s, and judged through it",
                TEXT_ARG(stored->rows[gap->components[c]].owner_package));
        }
    }
}

static void answer_gaps(struct match_stored *stored)
{
    const struct match_result *result = &stored->result;
    for (size_t i = 0; i < result->not_covered_count; i++) {
        const struct match_gap *gap = &result->not_covered[i];
        for (size_t c = 0; c < gap->count; c++) {
            stored->answers[gap->components[c]].answer = MATCH_NOT_COVERED;
            stored->answers[gap->components[c]].reason = gap->reason;
            stored->answers[gap->components[c]].cause = gap->cause;
        }
    }
}

/* A finding that is sure outweighs one that is not; the worst comes first. */
static void answer_findings(struct match_stored *stored)
{
    for (size_t i = 0; i < stored->result.finding_count; i++) {
        const struct match_finding *finding = &stored->result.findings[i];
        struct match_stored_answer *answer = &stored->answers[finding->component];
        bool is_first = answer->finding_count++ == 0;
        bool is_surer = answer->answer == MATCH_UNDECIDABLE && finding->answer == MATCH_AFFECTED;
        bool is_mendable = answer->answer == finding->answer && finding->cause < answer->cause;
        if (!is_first && !is_surer && !is_mendable)
            continue;
        answer->cause = finding->cause;
        answer->answer = finding->answer;
        answer->reason = finding->reason;
    }
}

static bool answer_all(struct match_stored *stored, const struct advisory_index *index,
    struct arena *arena, struct err *err)
{
    if (!match_sbom(&stored->result, index, &stored->sbom, arena, err))
        return false;
    answer_gaps(stored);
    answer_owned(stored, arena);
    answer_findings(stored);
    return true;
}

bool match_stored_read(struct match_stored *ret_stored, struct db *db,
    const struct advisory_index *index, int64_t sbom_id, struct arena *arena, struct err *err)
{
    struct match_stored stored = {0};
    if (!match_stored_read_components(&stored, db, sbom_id, arena, err))
        return false;
    stored.answers = arena_take_array(arena, stored.sbom.component_count, sizeof *stored.answers);
    if (!stored.answers)
        return arena_check(arena, err);
    for (size_t i = 0; i < stored.sbom.component_count; i++) {
        bool is_package = stored.rows[i].is_package;
        stored.answers[i].answer = is_package && !index ? MATCH_NOT_COVERED : MATCH_NOT_AFFECTED;
        stored.answers[i].reason = !is_package ? TEXT("no package: there is nothing to match")
                                   : index     ? TEXT("")
                                               : TEXT("there is no advisory index yet");
    }
    if (index && !answer_all(&stored, index, arena, err))
        return false;
    *ret_stored = stored;
    return true;
}

/* Matches those package versions of an SBOM that were never matched, each alone: most were, with another SBOM. */
static bool keep_missing(struct db *db, const struct advisory_index *index, int64_t sbom_id,
    struct arena *arena, struct err *err)
{
    struct sbom_component *components;
    int64_t *ids;
    size_t count;
    if (!match_kept_missing(db, sbom_id, arena, &components, &ids, &count, err))
        return false;
    struct match_kept_row *rows = arena_take_array(arena, count, sizeof *rows);
    for (size_t i = 0; rows && i < count; i++) {
        struct match_result result;
        if (!match_component(&result, index, &components[i], arena, err))
            return false;
        struct match_kept kept = match_kept_make(&result, arena);
        rows[i] = (struct match_kept_row){
            ids[i], match_kept_answer(&kept), kept.cause, match_kept_pack(&kept, arena)};
    }
    return arena_check(arena, err) && match_kept_write(db, rows, count, err);
}

static bool add_system(struct sbom_summary *summary, struct db *db,
    const struct advisory_index *index, int64_t sbom_id, struct arena *arena, struct err *err)
{
    struct sbom_row row;
    struct match_system system;
    if (!sbom_rows_find(db, sbom_id, arena, &row, err) ||
        !match_system_find(&system, index, row.os_name, row.os_version, arena, err))
        return false;
    summary->os_ecosystem = system.ecosystem;
    summary->os_label = system.label;
    summary->has_support = system.has_cycle;
    summary->support = system.cycle.support;
    return true;
}

bool match_stored_summarise(
    struct db *db, const struct advisory_index *index, int64_t sbom_id, struct err *err)
{
    struct arena arena;
    struct sbom_summary summary = {0};
    struct match_kept_group *groups;
    size_t count = 0;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_done = keep_missing(db, index, sbom_id, &arena, err) &&
                   match_kept_count(db, index, sbom_id, &arena, &groups, &count, err) &&
                   add_system(&summary, db, index, sbom_id, &arena, err);
    for (size_t i = 0; is_done && i < count; i++)
        match_kept_add(&summary, &groups[i]);
    is_done = is_done &&
              match_stored_write(db, sbom_id, advisory_index_digest(index), &summary, err) &&
              match_stored_write_groups(db, sbom_id, groups, count, err);
    arena_done(&arena);
    return is_done;
}
