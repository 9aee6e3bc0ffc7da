/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_diff.h"
#include "match/match_json.h"
#include "match/scan_grid.h"

/* -- for programs -- */

static void print_texts_json(
    struct buf *out, const char *key, const struct text *texts, size_t count)
{
    json_print_member_open(out, key, '[');
    for (size_t i = 0; i < count; i++)
        json_print_text(out, texts[i]);
    json_print_close(out, ']');
}

static void print_side_json(struct buf *out, const char *key, const struct sbom_diff_side *side)
{
    if (!side->version_count) {
        json_print_member_null(out, key);
        return;
    }
    json_print_member_open(out, key, '{');
    print_texts_json(out, "versions", side->versions, side->version_count);
    json_print_member_or_null(out, "license", side->license);
    json_print_member_or_null(out, "scope", side->scope);
    json_print_member_bool(out, "is_direct", side->is_direct);
    json_print_close(out, '}');
}

static void print_package_json(struct buf *out, const struct sbom_diff_item *item)
{
    json_print_open(out, '{');
    json_print_member_z(out, "kind", sbom_diff_kind_name(item->kind));
    json_print_member_or_null(out, "way", text_of(sbom_diff_way_name(item->way)));
    json_print_member_or_null(out, "ecosystem", item->ecosystem);
    json_print_member(out, "name", item->name);
    print_side_json(out, "before", &item->before);
    print_side_json(out, "after", &item->after);
    json_print_close(out, '}');
}

static void print_item_json(
    struct buf *out, const struct match_diff *diff, const struct match_diff_item *item)
{
    const struct match_diff_input *input = item->after_count ? &diff->after : &diff->before;
    json_print_open(out, '{');
    json_print_member_z(out, "kind", match_diff_kind_name(item->kind));
    print_texts_json(out, "versions_before", item->before, item->before_count);
    print_texts_json(out, "versions_after", item->after, item->after_count);
    json_print_member_z(out, "answer_before", match_answer_name(item->before_answer));
    json_print_member_z(out, "answer_after", match_answer_name(item->after_answer));
    json_print_member_open(out, "finding", '{');
    match_json_finding(out, item->finding, &input->sbom->components[item->finding->component]);
    json_print_close(out, '}');
    json_print_close(out, '}');
}

static void print_counts_json(struct buf *out, const struct match_diff *diff)
{
    json_print_member_open(out, "counts", '{');
    json_print_member_open(out, "packages", '{');
    for (int k = 0; k < SBOM_DIFF_KINDS; k++)
        json_print_member_int(out, sbom_diff_kind_name((enum sbom_diff_kind)k),
            (int64_t)diff->packages.kind_counts[k]);
    json_print_member_int(out, "unchanged", (int64_t)diff->packages.unchanged_count);
    json_print_close(out, '}');
    json_print_member_open(out, "vulnerabilities", '{');
    for (int k = 0; k < MATCH_DIFF_KINDS; k++)
        json_print_member_int(
            out, match_diff_kind_name((enum match_diff_kind)k), (int64_t)diff->kind_counts[k]);
    json_print_close(out, '}');
    json_print_close(out, '}');
}

void match_diff_print_json(struct buf *out, const struct match_diff *diff)
{
    json_print_member_bool(out, "is_matched", diff->is_matched);
    print_counts_json(out, diff);
    json_print_member_open(out, "packages", '[');
    for (size_t i = 0; i < diff->packages.count; i++)
        print_package_json(out, &diff->packages.at[i]);
    json_print_close(out, ']');
    json_print_member_open(out, "vulnerabilities", '[');
    for (size_t i = 0; i < diff->count; i++)
        print_item_json(out, diff, &diff->at[i]);
    json_print_close(out, ']');
}

/* -- for people -- */

static struct text join(const struct text *texts, size_t count, struct arena *arena)
{
    struct text all = {"", 0};
    for (size_t i = 0; i < count; i++)
        all = arena_join(arena, all, ", ", texts[i].len ? texts[i] : TEXT("(none)"));
    return all;
}

static const char *sign_of(enum sbom_diff_kind kind)
{
    static const char *const signs[SBOM_DIFF_KINDS] = {"+", "-", "~", "="};
    return signs[kind];
}

static struct text note_of(const struct sbom_diff_item *item, struct arena *arena)
{
    struct text note = text_of(item->way == SBOM_DIFF_DOWN ? "downgrade" : "");
    bool has_both = item->before.version_count && item->after.version_count;
    if (has_both && !text_eq(item->before.license, item->after.license))
        note = arena_join(arena, note, "; ",
            arena_format(arena, "licence %.*s, was %.*s",
                TEXT_ARG(item->after.license.len ? item->after.license : TEXT("none")),
                TEXT_ARG(item->before.license.len ? item->before.license : TEXT("none"))));
    if (has_both && item->before.is_direct != item->after.is_direct)
        note = arena_join(arena, note, "; ",
            item->after.is_direct ? TEXT("now direct") : TEXT("no longer direct"));
    if (has_both && !text_eq(item->before.scope, item->after.scope))
        note = arena_join(arena, note, "; ",
            arena_format(arena, "scope %.*s",
                TEXT_ARG(item->after.scope.len ? item->after.scope : TEXT("not said"))));
    return note;
}

static void print_packages(struct buf *out, const struct match_diff *diff)
{
    static const char *const heads[] = {"", "PACKAGE", "ECOSYSTEM", "BEFORE", "AFTER", "NOTE"};
    struct scan_grid grid;
    if (!diff->packages.count)
        return;
    scan_grid_init(&grid, heads, LEN_OF(heads), diff->packages.count);
    for (size_t i = 0; i < diff->packages.count; i++) {
        const struct sbom_diff_item *item = &diff->packages.at[i];
        const struct sbom_diff_side *before = &item->before, *after = &item->after;
        scan_grid_set(&grid, i + 1, 0, text_of(sign_of(item->kind)));
        scan_grid_set(&grid, i + 1, 1, item->name);
        scan_grid_set(&grid, i + 1, 2, item->ecosystem);
        scan_grid_set(&grid, i + 1, 3, join(before->versions, before->version_count, &grid.arena));
        scan_grid_set(&grid, i + 1, 4, join(after->versions, after->version_count, &grid.arena));
        scan_grid_set(&grid, i + 1, 5, note_of(item, &grid.arena));
    }
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
    buf_add_char(out, '\n');
}

static void print_items(struct buf *out, const struct match_diff *diff)
{
    static const char *const heads[] = {"", "ID", "SEVERITY", "PACKAGE", "BEFORE", "AFTER"};
    struct scan_grid grid;
    if (!diff->count)
        return;
    scan_grid_init(&grid, heads, LEN_OF(heads), diff->count);
    for (size_t i = 0; i < diff->count; i++) {
        const struct match_diff_item *item = &diff->at[i];
        bool is_unsure =
            (item->after_count ? item->after_answer : item->before_answer) == MATCH_UNDECIDABLE;
        scan_grid_set(&grid, i + 1, 0,
            arena_format(&grid.arena, "%s%s", match_diff_kind_name(item->kind),
                is_unsure ? " (undecidable)" : ""));
        scan_grid_set(&grid, i + 1, 1, item->finding->id);
        scan_grid_set(&grid, i + 1, 2, scan_grid_severity(item->finding, &grid.arena));
        scan_grid_set(&grid, i + 1, 3, item->finding->package);
        scan_grid_set(&grid, i + 1, 4, join(item->before, item->before_count, &grid.arena));
        scan_grid_set(&grid, i + 1, 5, join(item->after, item->after_count, &grid.arena));
    }
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
    buf_add_char(out, '\n');
}

void match_diff_print(struct buf *out, const struct match_diff *diff)
{
    const size_t *p = diff->packages.kind_counts, *v = diff->kind_counts;
    print_packages(out, diff);
    print_items(out, diff);
    buf_format(out,
        "Packages: %zu added, %zu removed, %zu changed, %zu told otherwise, %zu unchanged\n",
        p[SBOM_DIFF_ADDED], p[SBOM_DIFF_REMOVED], p[SBOM_DIFF_CHANGED], p[SBOM_DIFF_SAME],
        diff->packages.unchanged_count);
    if (!diff->is_matched) {
        buf_add_z(out, "Vulnerabilities: not looked at.\n");
        return;
    }
    buf_format(out, "Vulnerabilities: %zu new, %zu gone, %zu changed, %zu as before\n",
        v[MATCH_DIFF_NEW], v[MATCH_DIFF_GONE], v[MATCH_DIFF_CHANGED], v[MATCH_DIFF_SAME]);
}
