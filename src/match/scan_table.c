/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "base/limits.h"
#include "match/match_words.h"
#include "match/scan.h"
#include "match/scan_grid.h"
#include "sbom/sbom_print.h"

enum { COLUMNS = 9, THROUGH = 7, ALIASES = 8 };

static struct text join_texts(const struct text *texts, size_t count, struct arena *arena)
{
    struct buf joined;
    buf_init(&joined, SIZE_MAX);
    for (size_t i = 0; i < count; i++)
        buf_format(&joined, "%s%.*s", i ? ", " : "", TEXT_ARG(texts[i]));
    struct text kept = arena_text(arena, buf_text(&joined));
    buf_done(&joined);
    return kept;
}

static struct text kev_cell(const struct match_finding *finding, struct arena *arena)
{
    if (!finding->facts.is_kev)
        return TEXT("-");
    if (!finding->facts.kev_due_us)
        return TEXT("KEV");
    char due[CLOCK_TEXT_SIZE];
    clock_print(finding->facts.kev_due_us, due);
    return arena_format(arena, "KEV due %.10s", due);
}

static struct text epss_cell(const struct match_finding *finding, struct arena *arena)
{
    if (!finding->facts.has_epss)
        return TEXT("-");
    return arena_format(arena, "%.1f%%", finding->facts.epss_millionths / 1e4);
}

/* What the subject needs by itself, and what brings the component: there the version is raised. */
static struct text through_cell(const struct scan *scan, uint32_t component)
{
    uint32_t first = component;
    if (!sbom_graph_is_reached(&scan->paths, component))
        return TEXT("?");
    while (scan->paths.via[first] != SBOM_ROOT)
        first = scan->paths.via[first];
    return first == component ? TEXT("-") : scan->sbom.components[first].name;
}

static void set_finding(struct scan_grid *grid, size_t row, const struct scan *scan,
    const struct match_finding *finding, bool is_disputed)
{
    struct arena *arena = &grid->arena;
    const struct sbom_component *component = &scan->sbom.components[finding->component];
    scan_grid_set(grid, row, 0, component->name);
    scan_grid_set(grid, row, 1, component->version);
    scan_grid_set(grid, row, 2, scan_grid_id(finding, is_disputed, arena));
    scan_grid_set(grid, row, 3, scan_grid_severity(finding, arena));
    scan_grid_set(grid, row, 4, kev_cell(finding, arena));
    scan_grid_set(grid, row, 5, epss_cell(finding, arena));
    struct text fixed = join_texts(finding->fixed, finding->fixed_count, arena);
    scan_grid_set(grid, row, 6, fixed.len ? fixed : TEXT("no fix known"));
    scan_grid_set(grid, row, THROUGH, through_cell(scan, finding->component));
    scan_grid_set(grid, row, ALIASES, join_texts(finding->aliases, finding->alias_count, arena));
}

/* Whether the sources disagree on a finding; of an index that is damaged nothing is known. */
static bool is_disputed(const struct scan *scan, const struct match_finding *finding,
    struct match_words_budget *budget, struct arena *scratch)
{
    struct match_words words;
    const struct sbom_component *component = &scan->sbom.components[finding->component];
    arena_clear(scratch);
    return match_words_find(&words, scan->index, component, finding, budget, scratch, NULL) &&
           match_words_disagree(&words);
}

static void print_findings(const struct scan *scan, struct buf *out)
{
    static const char *const heads[COLUMNS] = {
        "PACKAGE", "INSTALLED", "ID", "SEVERITY", "KEV", "EPSS", "FIXED IN", "THROUGH", "ALIASES"};
    struct scan_grid grid;
    struct arena scratch;
    struct match_words_budget budget = {.steps = LIMIT_WORDS_STEPS};
    size_t row = 0, disputed_count = 0;
    scan_grid_init(&grid, heads, COLUMNS, scan->affected_count);
    arena_init(&scratch, LIMIT_RECORD_ARENA);
    for (size_t i = 0; i < scan->result.finding_count; i++) {
        const struct match_finding *finding = &scan->result.findings[i];
        if (finding->answer != MATCH_AFFECTED)
            continue;
        bool is_marked = is_disputed(scan, finding, &budget, &scratch);
        disputed_count += is_marked;
        set_finding(&grid, ++row, scan, finding, is_marked);
    }
    scan_grid_print(&grid, out);
    if (disputed_count)
        buf_format(
            out, "≠ %zu on which the sources disagree; kenzen explain tells how\n", disputed_count);
    arena_done(&scratch);
    scan_grid_done(&grid);
}

static void set_answer(struct scan_grid *grid, size_t row, const struct match_finding *finding,
    const struct sbom_component *component, const struct vex_answer *answer)
{
    struct buf words;
    buf_init(&words, SIZE_MAX);
    match_vex_print(answer, &words);
    scan_grid_set(grid, row, 0, component->name);
    scan_grid_set(grid, row, 1, component->version);
    scan_grid_set(grid, row, 2, finding->id);
    scan_grid_set(grid, row, 3, arena_text(&grid->arena, buf_text(&words)));
    buf_done(&words);
}

/* The findings that VEX documents silence, or those about which their authors disagree. */
static void print_vex(
    const struct scan *scan, const char *title, bool is_silenced, size_t count, struct buf *out)
{
    static const char *const heads[] = {"PACKAGE", "INSTALLED", "ID", "VEX"};
    struct scan_grid grid;
    size_t row = 0;
    if (!count)
        return;
    buf_format(out, "\n%s: %zu finding%s\n", title, count, count == 1 ? "" : "s");
    scan_grid_init(&grid, heads, LEN_OF(heads), count);
    for (size_t i = 0; i < scan->result.finding_count; i++) {
        const struct match_finding *finding = &scan->result.findings[i];
        const struct vex_answer *answer = &scan->vex.answers[i];
        if (is_silenced ? answer->is_silenced : answer->is_contradicted)
            set_answer(&grid, ++row, finding, &scan->sbom.components[finding->component], answer);
    }
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
}

enum { EXAMPLES = 3 };

static void print_gaps(const char *title, const struct match_gap *gaps, size_t count, size_t total,
    const struct sbom_component *components, struct buf *out)
{
    if (count == 0)
        return;
    buf_format(out, "\n%s: %zu component%s\n", title, total, total == 1 ? "" : "s");
    for (size_t i = 0; i < count; i++) {
        buf_format(out, "  %6zu  ", gaps[i].count);
        buf_add_plain(out, gaps[i].what);
        buf_add_z(out, ": ");
        buf_add_plain(out, gaps[i].reason);
        for (size_t c = 0; c < gaps[i].count && c < EXAMPLES; c++) {
            buf_add_z(out, c ? ", " : " (");
            buf_add_plain(out, components[gaps[i].components[c]].name);
        }
        buf_add_z(out, gaps[i].count > EXAMPLES ? ", …)\n" : ")\n");
    }
}

static void print_head(const struct scan *scan, struct buf *out)
{
    const struct sbom *sbom = &scan->sbom;
    buf_add_plain(out, text_of(scan->sbom_path));
    buf_format(out, ": %s%s", sbom_format_name(sbom->format), sbom->spec_version.len ? " " : "");
    buf_add_plain(out, sbom->spec_version);
    if (sbom->name.len) {
        buf_add_z(out, " of ");
        buf_add_plain(out, sbom->name);
        buf_add_z(out, sbom->version.len ? " " : "");
        buf_add_plain(out, sbom->version);
    }
    buf_format(
        out, ", %zu component%s\n", sbom->component_count, sbom->component_count == 1 ? "" : "s");
}

static void print_support(const struct scan *scan, struct buf *out)
{
    static const char *const words[] = {
        [SUPPORT_GOES_ON] = "is supported until",
        [SUPPORT_EXTENDED] = "is out of support, but for extended support, since",
        [SUPPORT_ENDED] = "is out of support since",
    };
    enum support_state state = scan_support(scan);
    int64_t end_us = support_end_us(&scan->system.cycle.support);
    char date[CLOCK_TEXT_SIZE];
    if (!scan->system.has_cycle || (state == SUPPORT_GOES_ON && end_us == 0))
        return;
    buf_add_plain(out, scan->system.label);
    if (end_us)
        buf_format(out, " %s %.10s (endoflife.date)\n", words[state], clock_print(end_us, date));
    else
        buf_add_z(out, " is out of support (endoflife.date)\n");
}

enum { ENDED_SHOWN = 20 };

void scan_table_ended(
    const struct scan *scan, const struct sbom_component *components, struct buf *out)
{
    size_t count = scan->ended_component_count, shown = count < ENDED_SHOWN ? count : ENDED_SHOWN;
    char date[CLOCK_TEXT_SIZE];
    if (count)
        buf_format(out, "\nOut of support: %zu component%s (endoflife.date)\n", count,
            count == 1 ? "" : "s");
    for (size_t i = 0; i < shown; i++) {
        const struct match_ended *one = &scan->ended[i];
        const struct sbom_component *component = &components[one->component];
        int64_t end_us = support_end_us(&one->cycle.support);
        buf_add_z(out, "  ");
        buf_add_plain(out, component->name.len ? component->name : component->package);
        buf_add_char(out, ' ');
        buf_add_plain(out, component->version);
        buf_add_z(out, ": ");
        buf_add_plain(out, one->cycle.label);
        buf_add_char(out, ' ');
        buf_add_plain(out, one->cycle.name);
        if (end_us)
            buf_format(out, ", since %.10s", clock_print(end_us, date));
        buf_add_z(out, one->state == SUPPORT_EXTENDED ? ", but for extended support\n" : "\n");
    }
    if (count > shown)
        buf_format(out, "  … and %zu more; --json has all\n", count - shown);
}

/* Adds a line when there is something to count. */
static void print_note(struct buf *out, size_t count, const char *one, const char *many)
{
    if (count)
        buf_format(out, "  %6zu  %s\n", count, count == 1 ? one : many);
}

/* What is strange about a component that was checked all the same; of the others the gaps tell. */
static void print_strange(const struct sbom *sbom, struct buf *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < sbom->component_count; i++) {
        const struct sbom_component *component = &sbom->components[i];
        if (!component->oddity.len || !component->ecosystem.len || shown++ >= EXAMPLES)
            continue;
        buf_add_z(out, "       1  ");
        buf_add_plain(out, component->name);
        buf_add_z(out, ": ");
        buf_add_plain(out, component->oddity);
        buf_add_char(out, '\n');
    }
    if (shown > EXAMPLES)
        buf_format(out, "  %6zu  more such components\n", shown - EXAMPLES);
}

static size_t count_groups(const struct sbom *sbom)
{
    size_t count = 0;
    for (size_t i = 0; i < sbom->component_count; i++)
        count += !sbom->components[i].is_package;
    return count;
}

static void print_notes(const struct scan *scan, struct buf *out)
{
    const struct sbom *sbom = &scan->sbom;
    size_t before = out->len;
    buf_add_z(out, "\nOf the SBOM:\n");
    size_t title_end = out->len;
    if (!sbom->component_count)
        buf_add_z(out, "          it lists no components, so nothing was checked\n");
    print_note(out, count_groups(sbom),
        "component is no package, but holds some (an operating system, a lock file)",
        "components are no packages, but hold some (an operating system, a lock file)");
    print_note(out, sbom->skipped_count,
        "entry that is no package (a file, a service, a link) was passed over",
        "entries that are no packages (files, services, links) were passed over");
    print_note(out, sbom->duplicate_ref_count, "reference is given to more than one component",
        "references are given to more than one component");
    print_note(out, sbom->dangling_ref_count, "dependency is on or of what it does not list",
        "dependencies are on or of what it does not list");
    print_note(out, sbom->ignored_count, "member is not as the standard wants it",
        "members are not as the standard wants them");
    sbom_print_oddities(out, sbom, "          ", EXAMPLES);
    print_strange(sbom, out);
    if (out->len == title_end)
        buf_cut(out, before);
}

/* What adds up to all components; what every SBOM may lack is left out where there is none. */
static void print_answers(const struct scan *scan, struct buf *out)
{
    const struct match_counts *answers = &scan->answers;
    buf_format(out,
        ". %zu of %zu components checked: %zu affected, %zu undecidable, %zu not affected; "
        "%zu not covered",
        scan->result.checked_count, scan->sbom.component_count, answers->affected,
        answers->undecidable, answers->not_affected, answers->not_covered);
    if (answers->owned)
        buf_format(out, ", %zu judged through the operating system", answers->owned);
    if (answers->no_package)
        buf_format(out, ", %zu no package", answers->no_package);
    buf_add_z(out, ".\n");
}

void scan_table_summary(const struct scan *scan, struct buf *out)
{
    buf_format(out, "\n%zu finding%s", scan->affected_count, scan->affected_count == 1 ? "" : "s");
    const char *before = ": ";
    for (int s = SEVERITY_CRITICAL; s >= SEVERITY_UNKNOWN; s--) {
        if (scan->by_severity[s] == 0)
            continue;
        buf_format(
            out, "%s%zu %s", before, scan->by_severity[s], cvss_severity_name((enum severity)s));
        before = ", ";
    }
    if (scan->kev_count)
        buf_format(out, "; %zu known to be exploited", scan->kev_count);
    if (scan->malicious_count)
        buf_format(out, "; %zu malicious", scan->malicious_count);
    if (scan->vex.silenced_count)
        buf_format(out, "; not affected by VEX: %zu", scan->vex.silenced_count);
    print_answers(scan, out);
    if (scan->impostor_count)
        buf_format(out,
            "%zu component%s with a name like that of a popular package: kenzen sbom signals\n",
            scan->impostor_count, scan->impostor_count == 1 ? "" : "s");
    if (scan->failed.len)
        buf_format(out, "Fails on: %.*s\n", TEXT_ARG(scan->failed));
}

void scan_table_print(const struct scan *scan, struct buf *out)
{
    const struct match_result *result = &scan->result;
    print_head(scan, out);
    print_support(scan, out);
    if (scan->affected_count) {
        buf_add_char(out, '\n');
        print_findings(scan, out);
    }
    print_vex(scan, "Not affected by VEX", true, scan->vex.silenced_count, out);
    print_vex(scan, "Left standing, since authors of VEX disagree", false,
        scan->vex.contradicted_count, out);
    if (scan->vex.elsewhere_count)
        buf_format(out, "\nVEX speaks of %zu finding%s only in products that are not this one.\n",
            scan->vex.elsewhere_count, scan->vex.elsewhere_count == 1 ? "" : "s");
    print_gaps("Not covered", result->not_covered, result->not_covered_count,
        scan->not_covered_count, scan->sbom.components, out);
    print_gaps("Undecidable", result->undecidable, result->undecidable_count,
        scan->undecidable_count, scan->sbom.components, out);
    print_gaps("Judged through the operating system", result->owned, result->owned_count,
        scan->owned_count, scan->sbom.components, out);
    scan_table_ended(scan, scan->sbom.components, out);
    print_notes(scan, out);
    scan_table_summary(scan, out);
}
