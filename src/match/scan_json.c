/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "match/match_json.h"
#include "match/scan.h"
#include "sbom/sbom_print.h"
#include "vex/vex_json.h"

void scan_json_sbom(const struct scan *scan, size_t package_count, struct buf *out)
{
    const struct sbom *sbom = &scan->sbom;
    json_print_member_open(out, "sbom", '{');
    json_print_member_z(out, "path", scan->sbom_path);
    json_print_member_z(out, "format", sbom_format_name(sbom->format));
    json_print_member_or_null(out, "spec_version", sbom->spec_version);
    json_print_member_or_null(out, "name", sbom->name);
    json_print_member_or_null(out, "version", sbom->version);
    json_print_member_or_null(out, "tool", sbom->tool);
    json_print_member_time(out, "created_at", sbom->created_us);
    json_print_member_int(out, "components", (int64_t)sbom->component_count);
    json_print_member_int(out, "packages", (int64_t)package_count);
    json_print_member_int(out, "odd", (int64_t)sbom->odd_count);
    json_print_member_int(out, "skipped", (int64_t)sbom->skipped_count);
    json_print_member_int(out, "duplicate_refs", (int64_t)sbom->duplicate_ref_count);
    json_print_member_int(out, "dangling_refs", (int64_t)sbom->dangling_ref_count);
    json_print_member_int(out, "ignored", (int64_t)sbom->ignored_count);
    sbom_print_oddities_json(out, sbom);
    json_print_close(out, '}');
}

static void print_cycle(const struct eol_cycle *cycle, enum support_state state, struct buf *out)
{
    json_print_member_z(out, "state", support_state_name(state));
    json_print_member(out, "product", cycle->product);
    json_print_member(out, "cycle", cycle->name);
    json_print_member_time(out, "support_ends_at", support_end_us(&cycle->support));
    json_print_member_time(out, "extended_ends_at", cycle->support.extended_end_us);
}

static void print_support(const struct scan *scan, struct buf *out)
{
    const struct eol_cycle *cycle = &scan->system.cycle;
    if (!scan->system.has_cycle) {
        json_print_member_null(out, "eol");
        return;
    }
    json_print_member_open(out, "eol", '{');
    print_cycle(cycle, scan_support(scan), out);
    json_print_close(out, '}');
}

void scan_json_ended(
    const struct scan *scan, const struct sbom_component *components, struct buf *out)
{
    json_print_member_open(out, "out_of_support", '[');
    for (size_t i = 0; i < scan->ended_component_count; i++) {
        const struct match_ended *one = &scan->ended[i];
        json_print_open(out, '{');
        match_json_component(out, &components[one->component]);
        print_cycle(&one->cycle, one->state, out);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

void scan_json_system(const struct scan *scan, struct buf *out)
{
    const struct match_system *system = &scan->system;
    if (!system->name.len) {
        json_print_member_null(out, "operating_system");
        return;
    }
    json_print_member_open(out, "operating_system", '{');
    json_print_member(out, "name", system->name);
    json_print_member_or_null(out, "release", system->release);
    json_print_member_or_null(out, "ecosystem", system->ecosystem);
    json_print_member(out, "label", system->label);
    print_support(scan, out);
    json_print_close(out, '}');
}

void scan_json_index(const struct scan *scan, struct buf *out)
{
    json_print_member_open(out, "index", '{');
    json_print_member_z(out, "path", scan->index_path);
    json_print_member(out, "digest", advisory_index_digest(scan->index));
    json_print_member_open(out, "sources", '[');
    for (size_t i = 0; i < advisory_index_source_count(scan->index); i++) {
        struct advisory_source source = advisory_index_source(scan->index, i);
        json_print_open(out, '{');
        json_print_member(out, "name", source.name);
        json_print_member_int(out, "records", (int64_t)source.record_count);
        json_print_member_time(out, "imported_at", source.imported_us);
        json_print_member_time(out, "newest_at", source.newest_us);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}

void scan_json_summary(const struct scan *scan, struct buf *out)
{
    json_print_member_open(out, "summary", '{');
    json_print_member_int(out, "components", (int64_t)scan->sbom.component_count);
    json_print_member_int(out, "checked", (int64_t)scan->result.checked_count);
    json_print_member_int(out, "findings", (int64_t)scan->affected_count);
    json_print_member_open(out, "by_severity", '{');
    for (int s = SEVERITY_CRITICAL; s >= SEVERITY_UNKNOWN; s--)
        json_print_member_int(
            out, cvss_severity_name((enum severity)s), (int64_t)scan->by_severity[s]);
    json_print_close(out, '}');
    json_print_member_int(out, "kev", (int64_t)scan->kev_count);
    json_print_member_int(out, "malicious", (int64_t)scan->malicious_count);
    json_print_member_int(out, "impostors", (int64_t)scan->impostor_count);
    json_print_member_int(out, "not_affected_by_vex", (int64_t)scan->vex.silenced_count);
    json_print_member_int(out, "vex_contradictions", (int64_t)scan->vex.contradicted_count);
    json_print_member_int(out, "vex_elsewhere", (int64_t)scan->vex.elsewhere_count);
    json_print_member_int(out, "not_covered", (int64_t)scan->not_covered_count);
    json_print_member_int(out, "undecidable", (int64_t)scan->undecidable_count);
    json_print_member_int(out, "owned", (int64_t)scan->owned_count);
    match_count_json(out, &scan->answers);
    json_print_close(out, '}');
}

void scan_json_failed(const struct scan *scan, struct buf *out)
{
    json_print_member_open(out, "failed_on", '[');
    struct text rest = scan->failed;
    while (rest.len)
        json_print_text(out, text_cut(&rest, ','));
    json_print_close(out, ']');
}

static size_t count_packages(const struct sbom *sbom)
{
    size_t count = 0;
    for (size_t i = 0; i < sbom->component_count; i++)
        count += sbom->components[i].is_package;
    return count;
}

/* Only VEX makes a finding of what is not affected. */
static void print_findings(
    const struct scan *scan, const char *key, enum match_answer answer, struct buf *out)
{
    struct arena scratch;
    struct match_words_budget budget = {.steps = LIMIT_WORDS_STEPS};
    arena_init(&scratch, LIMIT_RECORD_ARENA);
    json_print_member_open(out, key, '[');
    for (size_t i = 0; i < scan->result.finding_count; i++) {
        const struct match_finding *finding = &scan->result.findings[i];
        const struct sbom_component *component = &scan->sbom.components[finding->component];
        if (finding->answer != answer)
            continue;
        json_print_open(out, '{');
        match_json_finding(out, finding, component);
        json_print_member_bool(out, "is_direct", component->is_direct);
        sbom_print_path_json(out, &scan->sbom, &scan->paths, finding->component);
        match_json_sources(out, scan->index, finding, component, &budget, &scratch);
        vex_json_answer(out, scan->vex.answers ? &scan->vex.answers[i] : NULL);
        json_print_close(out, '}');
        arena_clear(&scratch);
    }
    json_print_close(out, ']');
    arena_done(&scratch);
}

void scan_json_print(const struct scan *scan, struct buf *out)
{
    const struct match_result *result = &scan->result;
    json_print_open(out, '{');
    json_print_member_z(out, "schema", "kenzen-scan/1");
    scan_json_sbom(scan, count_packages(&scan->sbom), out);
    scan_json_system(scan, out);
    scan_json_index(scan, out);
    scan_json_summary(scan, out);
    print_findings(scan, "findings", MATCH_AFFECTED, out);
    print_findings(scan, "not_affected_by_vex", MATCH_NOT_AFFECTED, out);
    match_json_gaps(out, "not_covered", result->not_covered, result->not_covered_count,
        scan->sbom.components, SIZE_MAX);
    match_json_gaps(out, "undecidable", result->undecidable, result->undecidable_count,
        scan->sbom.components, SIZE_MAX);
    match_json_gaps(
        out, "owned", result->owned, result->owned_count, scan->sbom.components, SIZE_MAX);
    scan_json_ended(scan, scan->sbom.components, out);
    scan_json_failed(scan, out);
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}
