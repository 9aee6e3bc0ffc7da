/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/alias_conflict.h"
#include "ticket/generation_change.h"
#include "ticket/ticket_scope.h"
#include "ticket/ticket_vulnerability.h"

struct sync {
    struct ticket_scope scope;
    struct ticket_part part;
    struct ticket_counts counts;
};

/* All package versions of the part's SBOM, matched. */
static bool read_components(struct ticket_scope *scope, struct err *err)
{
    struct sbom_component *components;
    struct ticket_use *uses;
    int64_t *version_ids;
    size_t count;
    struct match_result result;
    if (!ticket_rows_components(scope->db, scope->parts[0].sbom_id, scope->arena, &components,
            &uses, &version_ids, &count, err))
        return false;
    struct sbom sbom = {.components = components, .component_count = count};
    struct ticket_posting *postings = arena_take_array(scope->arena, count, sizeof *postings);
    for (size_t i = 0; postings && i < count; i++)
        postings[i] = (struct ticket_posting){.component = (uint32_t)i,
            .owner_ecosystem = components[i].owner_ecosystem,
            .owner_package = components[i].owner_package,
            .use = uses[i]};
    if (!arena_check(scope->arena, err) ||
        !match_sbom(&result, scope->index, &sbom, scope->arena, err))
        return false;
    struct ticket_found *found = ticket_found_of(&result, scope->arena);
    scope->components = components;
    scope->version_ids = version_ids;
    scope->component_count = scope->posting_count = count;
    scope->postings = postings;
    scope->found = found;
    scope->found_count = result.finding_count;
    return arena_check(scope->arena, err) &&
           ticket_vulnerability_find(
               scope->db, scope->index, found, result.finding_count, scope->why, scope->arena, err);
}

static bool run_sync(struct sync *sync, struct err *err)
{
    struct ticket_scope *scope = &sync->scope;
    struct ticket_writes writes = {0};
    bool is_ok = read_components(scope, err) &&
                 ticket_rows_of_part(scope->db, sync->part.part_id, scope->arena, &scope->tickets,
                     &scope->ticket_count, err) &&
                 ticket_scope_run(scope, &writes, &sync->counts, err) &&
                 ticket_writes_run(&writes, scope->db, err) &&
                 alias_conflict_follow(scope->db, scope->index, scope->found, scope->found_count,
                     scope->why, scope->arena, err);
    ticket_writes_done(&writes);
    return is_ok;
}

bool ticket_sync_part(struct db *db, const struct advisory_index *index, int64_t part_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct ticket_counts *ret_counts,
    struct err *err)
{
    struct sync sync = {.scope = {.db = db, .index = index, .why = why, .arena = arena}};
    if (!ticket_rows_part(db, part_id, arena, &sync.part, err))
        return false;
    sync.scope.parts = &sync.part;
    sync.scope.part_count = 1;
    if (sync.part.sbom_id != 0 &&
        (!run_sync(&sync, err) || !generation_change_note_part(db, part_id, err)))
        return false;
    *ret_counts = sync.counts;
    return true;
}
