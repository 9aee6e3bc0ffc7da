/* SPDX-License-Identifier: Apache-2.0 */
/* A finding stands there once, whatever number of SBOMs has it: they name it by its place in the list. */
#include "base/limits.h"
#include "match/match_json.h"
#include "match/scan_fleet.h"

static void print_numbers(const struct scan_fleet *fleet, uint32_t number, struct buf *out)
{
    struct inventory_sbom sbom = inventory_sbom(fleet->inventory, number);
    json_print_member_open(out, "findings", '[');
    for (size_t i = 0; i < sbom.entry_count; i++) {
        uint32_t package = sbom.entries[i].package;
        if (sbom.entries[i].is_repeated)
            continue;
        for (uint32_t f = fleet->starts[package]; f < fleet->starts[package + 1]; f++)
            json_print_int(out, fleet->by_package[f]);
    }
    json_print_close(out, ']');
}

static void print_row(const struct scan_fleet *fleet, uint32_t number, struct buf *out)
{
    const struct scan_fleet_row *row = &fleet->rows.at[number];
    json_print_open(out, '{');
    scan_json_sbom(&row->scan, row->package_count, out);
    scan_json_system(&row->scan, out);
    scan_json_summary(&row->scan, out);
    if (row->worst < fleet->affected_count)
        json_print_member_z(out, "worst",
            cvss_severity_name(fleet->result.findings[fleet->affected[row->worst]].severity));
    else
        json_print_member_null(out, "worst");
    print_numbers(fleet, number, out);
    json_print_close(out, '}');
}

static void print_findings(const struct scan_fleet *fleet, struct buf *out)
{
    struct arena scratch;
    struct match_words_budget budget = {.steps = LIMIT_WORDS_STEPS};
    arena_init(&scratch, LIMIT_RECORD_ARENA);
    json_print_member_open(out, "findings", '[');
    for (size_t i = 0; i < fleet->affected_count; i++) {
        const struct match_finding *finding = &fleet->result.findings[fleet->affected[i]];
        const struct sbom_component *package = &fleet->packages.components[finding->component];
        json_print_open(out, '{');
        json_print_member_int(out, "times",
            (int64_t)inventory_occurrence_count(fleet->inventory, finding->component));
        match_json_finding(out, finding, package);
        match_json_sources(out, fleet->total.index, finding, package, &budget, &scratch);
        json_print_close(out, '}');
        arena_clear(&scratch);
    }
    json_print_close(out, ']');
    arena_done(&scratch);
}

static void print_unnamed(const struct scan_fleet *fleet, struct buf *out)
{
    json_print_member_open(out, "unnamed", '[');
    for (uint32_t i = 0; i < inventory_reason_count(fleet->inventory); i++) {
        struct inventory_reason reason = inventory_reason(fleet->inventory, i);
        json_print_open(out, '{');
        json_print_member(out, "reason", reason.text);
        json_print_member_int(out, "count", (int64_t)reason.count);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_owners(const struct scan_fleet *fleet, struct buf *out)
{
    json_print_member_open(out, "owned", '[');
    for (size_t i = 0; i < fleet->owners.len; i++) {
        const struct scan_fleet_owner *owner = &fleet->owners.at[i];
        json_print_open(out, '{');
        json_print_member(out, "ecosystem", owner->ecosystem);
        json_print_member(out, "owner", owner->owner);
        json_print_member_int(out, "count", (int64_t)owner->count);
        json_print_member_bool(out, "is_covered", owner->is_covered);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_passed(const struct scan_fleet *fleet, struct buf *out)
{
    json_print_member_open(out, "passed_over", '[');
    for (size_t i = 0; i < fleet->passed.len; i++) {
        const struct scan_fleet_passed *passed = &fleet->passed.at[i];
        json_print_open(out, '{');
        json_print_member_z(out, "path", passed->path);
        json_print_member(out, "reason", passed->reason);
        json_print_member_bool(out, "is_broken", passed->is_broken);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

void scan_fleet_json_print(const struct scan_fleet *fleet, struct buf *out)
{
    const struct match_result *result = &fleet->result;
    json_print_open(out, '{');
    json_print_member_z(out, "schema", "kenzen-fleet/1");
    scan_json_index(&fleet->total, out);
    scan_json_summary(&fleet->total, out);
    json_print_member_int(out, "distinct_packages", (int64_t)fleet->packages.component_count);
    json_print_member_open(out, "sboms", '[');
    for (uint32_t i = 0; i < fleet->rows.len; i++)
        print_row(fleet, i, out);
    json_print_close(out, ']');
    print_findings(fleet, out);
    match_json_gaps(out, "not_covered", result->not_covered, result->not_covered_count,
        fleet->packages.components, SIZE_MAX);
    print_unnamed(fleet, out);
    match_json_gaps(out, "undecidable", result->undecidable, result->undecidable_count,
        fleet->packages.components, SIZE_MAX);
    print_owners(fleet, out);
    scan_json_ended(&fleet->total, fleet->packages.components, out);
    print_passed(fleet, out);
    scan_json_failed(&fleet->total, out);
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}
