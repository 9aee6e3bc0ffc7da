/* SPDX-License-Identifier: Apache-2.0 */
#include "match/scan_fleet.h"

#include "base/cmd.h"
#include "base/limits.h"
#include "match/match_name.h"
#include "match/signal.h"
#include "sbom/sbom_walk.h"

#define NO_FINDING UINT32_MAX

/* What one component of a package version adds to the counts of its SBOM. */
struct share {
    size_t by_severity[SEVERITY_CRITICAL + 1];
    size_t affected_count, kev_count, malicious_count;
    bool is_undecidable, is_not_covered, is_impostor;
};

void scan_fleet_done(struct scan_fleet *fleet)
{
    inventory_free(fleet->inventory);
    VEC_DONE(&fleet->rows);
    VEC_DONE(&fleet->owners);
    map_done(&fleet->owner_numbers);
    VEC_DONE(&fleet->owned);
    VEC_DONE(&fleet->passed);
    arena_done(&fleet->arena);
}

/* -- reading -- */

static void pass_over(
    struct scan_fleet *fleet, const char *path, struct text reason, bool is_broken)
{
    struct text front = text_of(path);
    if (text_starts(reason, front))
        reason = text_trim(text_from(reason, front.len + 1));
    *VEC_ADD(&fleet->passed) = (struct scan_fleet_passed){
        .path = path, .reason = arena_text(&fleet->arena, reason), .is_broken = is_broken};
    fleet->broken_count += is_broken;
}

/* The texts of oddities lie in the document, which goes before they are told. */
static void keep_oddities(struct scan_fleet *fleet, struct sbom *head)
{
    const struct sbom_oddity *from = head->oddities;
    head->oddities = arena_take_array(&fleet->arena, head->oddity_count, sizeof *head->oddities);
    if (!head->oddities)
        head->oddity_count = 0;
    for (size_t i = 0; i < head->oddity_count; i++)
        head->oddities[i] = (struct sbom_oddity){
            arena_text(&fleet->arena, from[i].place), arena_text(&fleet->arena, from[i].what)};
}

/* Returns what is told of an SBOM, without its components. */
static struct sbom head_of(struct scan_fleet *fleet, const struct sbom *sbom)
{
    struct sbom head = *sbom;
    struct text *kept[] = {
        &head.spec_version, &head.name, &head.version, &head.tool, &head.os_name, &head.os_version};
    for (size_t i = 0; i < LEN_OF(kept); i++)
        *kept[i] = arena_text(&fleet->arena, *kept[i]);
    head.purl = head.serial = (struct text){"", 0};
    head.components = NULL;
    head.edges = NULL;
    head.edge_count = 0;
    head.facts = NULL;
    head.fact_count = 0;
    keep_oddities(fleet, &head);
    return head;
}

/* The first is a bare name, so the line end is where they meet, whatever the second holds. */
static uint32_t owner_of(struct scan_fleet *fleet, const struct sbom_component *component)
{
    uint32_t number = (uint32_t)fleet->owners.len;
    struct text key =
        arena_join(&fleet->arena, component->ecosystem, "\n", component->owner_ecosystem);
    if (map_add(&fleet->owner_numbers, key, number, &number))
        *VEC_ADD(&fleet->owners) = (struct scan_fleet_owner){
            .ecosystem = arena_text(&fleet->arena, component->ecosystem),
            .owner = arena_text(&fleet->arena, component->owner_ecosystem),
        };
    return number;
}

/* The inventory leaves these out: what is judged through another is no package version of its own. */
static void add_owned(
    struct scan_fleet *fleet, uint32_t row, const struct sbom_component *component)
{
    uint32_t number = owner_of(fleet, component);
    struct scan_fleet_owner *owner = &fleet->owners.at[number];
    owner->count++;
    if (!owner->last || fleet->owned.at[owner->last - 1].row != row) {
        *VEC_ADD(&fleet->owned) = (struct scan_fleet_owned){.row = row, .owner = number};
        owner->last = fleet->owned.len;
    }
    fleet->owned.at[owner->last - 1].count++;
}

static bool add_sbom(
    struct scan_fleet *fleet, const char *path, const struct sbom *sbom, struct err *err)
{
    uint32_t number;
    if (!inventory_add(fleet->inventory, sbom, text_of(path), &number, err))
        return false;
    struct scan_fleet_row *row = VEC_ADD(&fleet->rows);
    row->scan.sbom_path = path;
    row->scan.sbom = head_of(fleet, sbom);
    row->worst = NO_FINDING;
    for (size_t i = 0; i < sbom->component_count; i++) {
        const struct sbom_component *component = &sbom->components[i];
        row->package_count += component->is_package;
        if (component->is_package && component->owner_package.len)
            add_owned(fleet, number, component);
    }
    return arena_check(&fleet->arena, err);
}

static bool read_one(struct scan_fleet *fleet, const struct sbom_walk_file *file, struct err *err)
{
    struct arena arena;
    struct sbom sbom;
    struct err why = {0};
    bool is_fine = true;
    if (file->refusal) {
        pass_over(fleet, file->path, text_of(file->refusal), false);
        return true;
    }
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    if (sbom_read_file(&sbom, file->path, &arena, &why))
        is_fine = add_sbom(fleet, file->path, &sbom, err);
    else if (file->is_named)
        is_fine = err_set(err, why.code, "%s", why.text);
    else
        pass_over(fleet, file->path, text_of(why.text), why.code != ERR_UNSUPPORTED);
    arena_done(&arena);
    return is_fine;
}

static bool fail_empty(const struct scan_fleet *fleet, const char *path, struct err *err)
{
    if (!fleet->passed.len)
        return err_set(err, ERR_NOT_FOUND, "%s: there is no SBOM", path);
    const struct scan_fleet_passed *passed = &fleet->passed.at[0];
    return err_set(err, ERR_NOT_FOUND, "%s: there is no SBOM that can be read: %s: %.*s", path,
        passed->path, TEXT_ARG(passed->reason));
}

bool scan_fleet_read(
    struct scan_fleet *fleet, const char *const *paths, size_t count, struct err *err)
{
    struct sbom_walk walk = {0};
    *fleet = (struct scan_fleet){.inventory = inventory_new(LIMIT_SCAN_MEMORY)};
    arena_init(&fleet->arena, LIMIT_SCAN_MEMORY);
    arena_keep_memory();
    bool is_fine = sbom_walk_find(&walk, paths, count, &fleet->arena, err);
    for (size_t i = 0; i < walk.len && is_fine; i++) {
        cmd_progress("reading SBOMs", i, walk.len);
        is_fine = read_one(fleet, &walk.at[i], err);
    }
    cmd_progress_end();
    sbom_walk_done(&walk);
    return is_fine && (fleet->rows.len || fail_empty(fleet, paths[0], err));
}

/* -- matching -- */

static bool make_packages(struct scan_fleet *fleet, struct err *err)
{
    size_t count = inventory_package_count(fleet->inventory);
    struct sbom_component *components = arena_take_array(&fleet->arena, count, sizeof *components);
    for (size_t i = 0; components && i < count; i++)
        components[i] = inventory_component(fleet->inventory, (uint32_t)i);
    fleet->packages = (struct sbom){.components = components, .component_count = count};
    return arena_check(&fleet->arena, err);
}

/* Orders the findings by package version; within one, worst first. */
static bool order_findings(struct scan_fleet *fleet, struct err *err)
{
    const struct match_result *result = &fleet->result;
    size_t count = fleet->packages.component_count;
    fleet->affected =
        arena_take_array(&fleet->arena, result->finding_count, sizeof *fleet->affected);
    fleet->by_package =
        arena_take_array(&fleet->arena, result->finding_count, sizeof *fleet->by_package);
    fleet->starts = arena_take_array(&fleet->arena, count + 2, sizeof *fleet->starts);
    if (!arena_check(&fleet->arena, err))
        return false;
    for (size_t i = 0; i < result->finding_count; i++)
        if (result->findings[i].answer == MATCH_AFFECTED) {
            fleet->affected[fleet->affected_count++] = (uint32_t)i;
            fleet->starts[result->findings[i].component + 2]++;
        }
    for (size_t i = 2; i <= count; i++)
        fleet->starts[i] += fleet->starts[i - 1];
    /* starts[p + 1] moves from the beginning of p's findings to their end, which is where p + 1 begins. */
    for (uint32_t i = 0; i < fleet->affected_count; i++) {
        uint32_t package = result->findings[fleet->affected[i]].component;
        fleet->by_package[fleet->starts[package + 1]++] = i;
    }
    return true;
}

static void note_gaps(
    struct share *shares, const struct match_gap *gaps, size_t count, bool is_undecidable)
{
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < gaps[i].count; c++) {
            struct share *share = &shares[gaps[i].components[c]];
            share->is_undecidable |= is_undecidable;
            share->is_not_covered |= !is_undecidable;
        }
}

static void fill_shares(const struct scan_fleet *fleet, struct share *shares)
{
    const struct match_result *result = &fleet->result;
    for (size_t i = 0; i < fleet->affected_count; i++) {
        const struct match_finding *finding = &result->findings[fleet->affected[i]];
        struct share *share = &shares[finding->component];
        share->affected_count++;
        share->kev_count += finding->facts.is_kev;
        share->malicious_count += finding->kind == ADVISORY_MALICIOUS;
        share->by_severity[finding->severity]++;
    }
    note_gaps(shares, result->not_covered, result->not_covered_count, false);
    note_gaps(shares, result->undecidable, result->undecidable_count, true);
}

static void count_answer(struct match_counts *answers, const struct share *share)
{
    if (share->affected_count)
        answers->affected++;
    else if (share->is_undecidable)
        answers->undecidable++;
    else if (share->is_not_covered)
        answers->not_covered++;
    else
        answers->not_affected++;
}

static void add_share(struct scan *scan, const struct share *share)
{
    for (size_t s = 0; s < LEN_OF(share->by_severity); s++)
        scan->by_severity[s] += share->by_severity[s];
    scan->affected_count += share->affected_count;
    scan->kev_count += share->kev_count;
    scan->malicious_count += share->malicious_count;
    scan->impostor_count += share->is_impostor;
    count_answer(&scan->answers, share);
    scan->undecidable_count += share->is_undecidable;
    scan->not_covered_count += share->is_not_covered;
    scan->result.checked_count += !share->is_not_covered;
}

static void count_row(struct scan_fleet *fleet, struct scan_fleet_row *row, uint32_t number,
    const struct share *shares)
{
    struct inventory_sbom sbom = inventory_sbom(fleet->inventory, number);
    for (size_t i = 0; i < sbom.entry_count; i++) {
        uint32_t package = sbom.entries[i].package, first = fleet->starts[package];
        add_share(&row->scan, &shares[package]);
        if (fleet->starts[package + 1] > first && fleet->by_package[first] < row->worst)
            row->worst = fleet->by_package[first];
    }
    row->scan.not_covered_count += sbom.unnamed_count;
    row->scan.answers.not_covered += sbom.unnamed_count;
    row->scan.answers.no_package = row->scan.sbom.component_count - row->package_count;
}

static void count_owned(struct scan_fleet *fleet)
{
    struct arena scratch;
    arena_init(&scratch, SIZE_MAX);
    for (size_t i = 0; i < fleet->owners.len; i++) {
        struct scan_fleet_owner *owner = &fleet->owners.at[i];
        const struct ecosystem *row = ecosystem_find(owner->owner);
        owner->is_covered =
            row && match_name_is_covered(fleet->total.index, row, owner->owner, &scratch);
    }
    arena_done(&scratch);
    for (size_t i = 0; i < fleet->owned.len; i++) {
        const struct scan_fleet_owned *owned = &fleet->owned.at[i];
        struct scan *scan = &fleet->rows.at[owned->row].scan;
        bool is_covered = fleet->owners.at[owned->owner].is_covered;
        *(is_covered ? &scan->owned_count : &scan->not_covered_count) += owned->count;
        *(is_covered ? &scan->answers.owned : &scan->answers.not_covered) += owned->count;
    }
}

static void add_total(struct scan *total, const struct scan *scan)
{
    for (size_t s = 0; s < LEN_OF(scan->by_severity); s++)
        total->by_severity[s] += scan->by_severity[s];
    total->sbom.component_count += scan->sbom.component_count;
    total->affected_count += scan->affected_count;
    total->kev_count += scan->kev_count;
    total->malicious_count += scan->malicious_count;
    total->impostor_count += scan->impostor_count;
    total->undecidable_count += scan->undecidable_count;
    total->not_covered_count += scan->not_covered_count;
    total->owned_count += scan->owned_count;
    match_count_add(&total->answers, &scan->answers);
    total->ended_count += scan->ended_count;
    total->result.checked_count += scan->result.checked_count;
}

static bool count_all(struct scan_fleet *fleet, struct err *err)
{
    size_t count = fleet->packages.component_count;
    struct share *shares = arena_take_array(&fleet->arena, count, sizeof *shares);
    if (!shares)
        return arena_check(&fleet->arena, err);
    struct signals signals;
    if (!signal_find_impostors(&signals, &fleet->packages, fleet->total.index, &fleet->arena, err))
        return false;
    for (size_t i = 0; i < signals.count; i++)
        shares[signals.at[i].component].is_impostor = true;
    fill_shares(fleet, shares);
    count_owned(fleet);
    for (size_t i = 0; i < fleet->rows.len; i++) {
        count_row(fleet, &fleet->rows.at[i], (uint32_t)i, shares);
        add_total(&fleet->total, &fleet->rows.at[i].scan);
    }
    return true;
}

static bool find_systems(
    struct scan_fleet *fleet, const struct advisory_index *index, struct err *err)
{
    for (size_t i = 0; i < fleet->rows.len; i++) {
        struct scan *scan = &fleet->rows.at[i].scan;
        scan->now_us = fleet->total.now_us;
        if (!match_system_find(&scan->system, index, scan->sbom.os_name, scan->sbom.os_version,
                &fleet->arena, err))
            return false;
        scan->ended_count = scan_support(scan) != SUPPORT_GOES_ON;
    }
    struct scan *total = &fleet->total;
    return match_eol_find(&total->ended, &total->ended_component_count, index,
        fleet->packages.components, fleet->packages.component_count, total->now_us, &fleet->arena,
        err);
}

bool scan_fleet_match(
    struct scan_fleet *fleet, const struct advisory_index *index, int64_t now_us, struct err *err)
{
    fleet->total.now_us = now_us;
    fleet->total.index = index;
    return make_packages(fleet, err) &&
           match_sbom(&fleet->result, index, &fleet->packages, &fleet->arena, err) &&
           order_findings(fleet, err) && find_systems(fleet, index, err) && count_all(fleet, err);
}

size_t scan_fleet_gap_count(const struct scan_fleet *fleet, const struct match_gap *gap)
{
    size_t count = 0;
    for (size_t i = 0; i < gap->count; i++)
        count += inventory_occurrence_count(fleet->inventory, gap->components[i]);
    return count;
}
