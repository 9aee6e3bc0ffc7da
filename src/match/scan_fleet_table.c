/* SPDX-License-Identifier: Apache-2.0 */
#include "match/scan_fleet.h"
#include "match/scan_grid.h"

enum { EXAMPLES = 3, WORST_SHOWN = 20, PASSED_SHOWN = 10 };

/* Those with the worst finding first; of equals those with most, then by path. */
static int compare_rows(const void *left, const void *right)
{
    const struct scan_fleet_row *a = *(const struct scan_fleet_row *const *)left;
    const struct scan_fleet_row *b = *(const struct scan_fleet_row *const *)right;
    if (a->worst != b->worst)
        return a->worst < b->worst ? -1 : 1;
    if (a->scan.affected_count != b->scan.affected_count)
        return a->scan.affected_count > b->scan.affected_count ? -1 : 1;
    return text_cmp(text_of(a->scan.sbom_path), text_of(b->scan.sbom_path));
}

static void set_row(struct scan_grid *grid, size_t at, const struct scan_fleet *fleet,
    const struct scan_fleet_row *row)
{
    const struct match_counts *answers = &row->scan.answers;
    struct text worst = TEXT("-");
    if (row->worst < fleet->affected_count)
        worst =
            scan_grid_severity(&fleet->result.findings[fleet->affected[row->worst]], &grid->arena);
    scan_grid_set(grid, at, 0, worst);
    scan_grid_set_count(grid, at, 1, row->scan.affected_count);
    scan_grid_set_count(grid, at, 2, row->scan.kev_count);
    scan_grid_set_count(grid, at, 3, row->scan.sbom.component_count);
    scan_grid_set_count(grid, at, 4, answers->affected);
    scan_grid_set_count(grid, at, 5, answers->undecidable);
    scan_grid_set_count(grid, at, 6, answers->not_covered);
    scan_grid_set_count(grid, at, 7, answers->not_affected);
    scan_grid_set_count(grid, at, 8, answers->owned + answers->no_package);
    scan_grid_set(grid, at, 9, text_of(row->scan.sbom_path));
}

static void print_rows(const struct scan_fleet *fleet, struct buf *out)
{
    static const char *const heads[] = {"WORST", "FINDINGS", "KEV", "COMPONENTS", "AFFECTED",
        "UNDECIDABLE", "NOT COVERED", "NOT AFFECTED", "OTHER", "SBOM"};
    struct scan_grid grid;
    scan_grid_init(&grid, heads, LEN_OF(heads), fleet->rows.len);
    const struct scan_fleet_row **order =
        arena_take_array(&grid.arena, fleet->rows.len, sizeof *order);
    for (size_t i = 0; i < fleet->rows.len; i++)
        order[i] = &fleet->rows.at[i];
    qsort(order, fleet->rows.len, sizeof *order, compare_rows);
    for (size_t i = 0; i < fleet->rows.len; i++)
        set_row(&grid, i + 1, fleet, order[i]);
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
}

static void set_finding(
    struct scan_grid *grid, size_t row, const struct scan_fleet *fleet, uint32_t number)
{
    const struct match_finding *finding = &fleet->result.findings[fleet->affected[number]];
    const struct sbom_component *package = &fleet->packages.components[finding->component];
    scan_grid_set(grid, row, 0, package->package);
    scan_grid_set(grid, row, 1, package->version);
    scan_grid_set(grid, row, 2, package->ecosystem);
    scan_grid_set(grid, row, 3, scan_grid_id(finding, false, &grid->arena));
    scan_grid_set(grid, row, 4, scan_grid_severity(finding, &grid->arena));
    scan_grid_set(grid, row, 5, finding->facts.is_kev ? TEXT("KEV") : TEXT("-"));
    scan_grid_set_count(
        grid, row, 6, inventory_occurrence_count(fleet->inventory, finding->component));
    scan_grid_set(grid, row, 7, finding->fixed_count ? finding->fixed[0] : TEXT("no fix known"));
}

static void print_worst(const struct scan_fleet *fleet, struct buf *out)
{
    static const char *const heads[] = {
        "PACKAGE", "INSTALLED", "ECOSYSTEM", "ID", "SEVERITY", "KEV", "TIMES", "FIXED IN"};
    size_t shown = fleet->affected_count < WORST_SHOWN ? fleet->affected_count : WORST_SHOWN;
    struct scan_grid grid;
    if (!shown)
        return;
    buf_add_char(out, '\n');
    scan_grid_init(&grid, heads, LEN_OF(heads), shown);
    for (uint32_t i = 0; i < shown; i++)
        set_finding(&grid, i + 1, fleet, i);
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
    if (fleet->affected_count > shown)
        buf_format(out, "… and %zu more; --json has all\n", fleet->affected_count - shown);
}

static void print_gap(const struct scan_fleet *fleet, const struct match_gap *gap, struct buf *out)
{
    buf_format(out, "  %6zu  ", scan_fleet_gap_count(fleet, gap));
    buf_add_plain(out, gap->what);
    buf_add_z(out, ": ");
    buf_add_plain(out, gap->reason);
    for (size_t i = 0; i < gap->count && i < EXAMPLES; i++) {
        buf_add_z(out, i ? ", " : " (");
        buf_add_plain(out, fleet->packages.components[gap->components[i]].package);
    }
    buf_add_z(out, gap->count > EXAMPLES ? ", …)\n" : ")\n");
}

static void print_owner(const struct scan_fleet_owner *owner, const char *end, struct buf *out)
{
    buf_format(out, "  %6zu  ", owner->count);
    buf_add_plain(out, owner->ecosystem);
    buf_add_z(out, ": owned by packages of ");
    buf_add_plain(out, owner->owner);
    buf_format(out, ", %s\n", end);
}

static void print_gaps(const struct scan_fleet *fleet, struct buf *out)
{
    const struct match_result *result = &fleet->result;
    const struct scan *total = &fleet->total;
    if (total->not_covered_count)
        buf_format(out, "\nNot covered: %zu component%s\n", total->not_covered_count,
            total->not_covered_count == 1 ? "" : "s");
    for (size_t i = 0; i < result->not_covered_count; i++)
        print_gap(fleet, &result->not_covered[i], out);
    for (uint32_t i = 0; i < inventory_reason_count(fleet->inventory); i++) {
        struct inventory_reason reason = inventory_reason(fleet->inventory, i);
        buf_format(out, "  %6zu  no ecosystem: ", reason.count);
        buf_add_plain(out, reason.text);
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; i < fleet->owners.len; i++)
        if (!fleet->owners.at[i].is_covered)
            print_owner(&fleet->owners.at[i], "for which no advisory source is imported", out);
    if (total->undecidable_count)
        buf_format(out, "\nUndecidable: %zu component%s\n", total->undecidable_count,
            total->undecidable_count == 1 ? "" : "s");
    for (size_t i = 0; i < result->undecidable_count; i++)
        print_gap(fleet, &result->undecidable[i], out);
    if (total->ended_count)
        buf_format(out, "\nOut of support: the operating system of %zu SBOM%s (endoflife.date)\n",
            total->ended_count, total->ended_count == 1 ? "" : "s");
    scan_table_ended(total, fleet->packages.components, out);
    if (total->owned_count)
        buf_format(out, "\nJudged through the operating system: %zu component%s\n",
            total->owned_count, total->owned_count == 1 ? "" : "s");
    for (size_t i = 0; i < fleet->owners.len; i++)
        if (fleet->owners.at[i].is_covered)
            print_owner(&fleet->owners.at[i], "which are judged instead", out);
}

static void print_passed(const struct scan_fleet *fleet, bool is_broken, struct buf *out)
{
    size_t count = is_broken ? fleet->broken_count : fleet->passed.len - fleet->broken_count;
    size_t shown = 0;
    if (!count)
        return;
    buf_format(out, "\n%s: %zu\n", is_broken ? "Could not be read" : "No SBOM, passed over", count);
    for (size_t i = 0; i < fleet->passed.len && shown < PASSED_SHOWN; i++) {
        const struct scan_fleet_passed *passed = &fleet->passed.at[i];
        if (passed->is_broken != is_broken)
            continue;
        shown++;
        buf_add_z(out, "  ");
        buf_add_plain(out, text_of(passed->path));
        buf_add_z(out, ": ");
        buf_add_plain(out, passed->reason);
        buf_add_char(out, '\n');
    }
    if (count > shown)
        buf_format(out, "  … and %zu more\n", count - shown);
}

void scan_fleet_table_print(const struct scan_fleet *fleet, struct buf *out)
{
    print_rows(fleet, out);
    print_worst(fleet, out);
    print_gaps(fleet, out);
    print_passed(fleet, false, out);
    print_passed(fleet, true, out);
    buf_format(out, "\n%zu SBOM%s, %zu distinct package version%s.", fleet->rows.len,
        fleet->rows.len == 1 ? "" : "s", fleet->packages.component_count,
        fleet->packages.component_count == 1 ? "" : "s");
    scan_table_summary(&fleet->total, out);
}
