/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_diff.h"

#include "base/map.h"
#include "domain/ecosystem.h"

enum { BEFORE, AFTER, SIDES };

/* A component of one of the two, by the package that it is of. */
struct entry {
    uint32_t package, component;
};

struct differ {
    struct arena *arena;
    const struct sbom *sboms[SIDES];
    struct map keys; /* key → package */
    struct entry *entries[SIDES];
    size_t entry_counts[SIDES];
    struct sbom_diff_item *packages;
    size_t package_count;
};

struct text sbom_diff_ecosystem(struct text ecosystem)
{
    struct text rest = ecosystem;
    return text_cut(&rest, ':');
}

static struct text key_of(struct differ *d, const struct sbom_component *c)
{
    if (!c->ecosystem.len)
        return arena_format(d->arena, "\n%.*s\n%.*s", TEXT_ARG(c->type), TEXT_ARG(c->name));
    struct text ecosystem = sbom_diff_ecosystem(c->ecosystem);
    return arena_format(d->arena, "%.*s\n%.*s", TEXT_ARG(ecosystem), TEXT_ARG(c->package));
}

static void add_component(struct differ *d, int side, uint32_t i)
{
    const struct sbom_component *c = &d->sboms[side]->components[i];
    uint32_t package = (uint32_t)d->package_count;
    if (map_add(&d->keys, key_of(d, c), package, &package))
        d->packages[d->package_count++] =
            (struct sbom_diff_item){.ecosystem = sbom_diff_ecosystem(c->ecosystem),
                .name = c->ecosystem.len ? c->package : c->name};
    d->entries[side][d->entry_counts[side]++] = (struct entry){package, i};
}

/* Components of a package together, in the document's order of the packages' first ones. */
static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->package != y->package)
        return x->package < y->package ? -1 : 1;
    return (x->component > y->component) - (x->component < y->component);
}

static int compare_texts(const void *a, const void *b)
{
    return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

/* Fills a side from its entries, which begin at first; returns how many there were. */
static size_t fill_side(
    struct differ *d, int side, size_t first, uint32_t package, struct sbom_diff_side *ret_side)
{
    const struct entry *entries = d->entries[side] + first;
    size_t count = 0, kept = 0;
    while (first + count < d->entry_counts[side] && entries[count].package == package)
        count++;
    struct text *versions = arena_take_array(d->arena, count, sizeof *versions);
    if (!count || !versions)
        return count;
    const struct sbom_component *all = d->sboms[side]->components;
    for (size_t i = 0; i < count; i++)
        versions[i] = all[entries[i].component].version;
    qsort(versions, count, sizeof *versions, compare_texts);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !text_eq(versions[i], versions[kept - 1]))
            versions[kept++] = versions[i];
    const struct sbom_component *c = &all[entries->component];
    *ret_side = (struct sbom_diff_side){.versions = versions,
        .version_count = kept,
        .component = entries->component,
        .license = c->license,
        .scope = c->scope,
        .is_direct = c->is_direct};
    return count;
}

static bool has_same_versions(const struct sbom_diff_side *a, const struct sbom_diff_side *b)
{
    if (a->version_count != b->version_count)
        return false;
    for (size_t i = 0; i < a->version_count; i++)
        if (!text_eq(a->versions[i], b->versions[i]))
            return false;
    return true;
}

static bool has_same_words(const struct sbom_diff_side *a, const struct sbom_diff_side *b)
{
    return text_eq(a->license, b->license) && text_eq(a->scope, b->scope) &&
           a->is_direct == b->is_direct;
}

static enum sbom_diff_way find_way(const struct sbom_diff_item *item)
{
    const struct ecosystem *row = ecosystem_find(item->ecosystem);
    struct err ignored = {0};
    int order = 0;
    if (!row || !row->has_scheme || item->before.version_count != 1 ||
        item->after.version_count != 1 ||
        !version_compare(
            row->scheme, item->before.versions[0], item->after.versions[0], &order, &ignored))
        return SBOM_DIFF_NO_WAY;
    return order < 0 ? SBOM_DIFF_UP : order > 0 ? SBOM_DIFF_DOWN : SBOM_DIFF_NO_WAY;
}

/* Returns whether something changed. */
static bool judge(struct sbom_diff_item *item)
{
    if (!item->before.version_count)
        item->kind = SBOM_DIFF_ADDED;
    else if (!item->after.version_count)
        item->kind = SBOM_DIFF_REMOVED;
    else if (!has_same_versions(&item->before, &item->after))
        item->kind = SBOM_DIFF_CHANGED;
    else if (!has_same_words(&item->before, &item->after))
        item->kind = SBOM_DIFF_SAME;
    else
        return false;
    if (item->kind == SBOM_DIFF_CHANGED)
        item->way = find_way(item);
    return true;
}

static int compare_items(const void *a, const void *b)
{
    const struct sbom_diff_item *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int order = text_cmp(x->name, y->name);
    return order ? order : text_cmp(x->ecosystem, y->ecosystem);
}

static bool take_room(struct differ *d)
{
    size_t total = 0;
    for (int side = 0; side < SIDES; side++) {
        size_t count = d->sboms[side]->component_count;
        d->entries[side] = arena_take_array(d->arena, count, sizeof *d->entries[side]);
        if (!d->entries[side])
            return false;
        total += count;
    }
    d->packages = arena_take_array(d->arena, total, sizeof *d->packages);
    return d->packages;
}

static void sort_entries(struct differ *d)
{
    for (int side = 0; side < SIDES; side++) {
        const struct sbom *sbom = d->sboms[side];
        for (uint32_t i = 0; i < sbom->component_count; i++)
            if (sbom->components[i].is_package)
                add_component(d, side, i);
        qsort(d->entries[side], d->entry_counts[side], sizeof *d->entries[side], compare_entries);
    }
}

bool sbom_diff_find(struct sbom_diff *ret_diff, const struct sbom *before, const struct sbom *after,
    struct arena *arena, struct err *err)
{
    struct differ d = {.arena = arena, .sboms = {before, after}};
    struct sbom_diff diff = {0};
    size_t next[SIDES] = {0};
    if (!take_room(&d))
        return arena_check(arena, err);
    sort_entries(&d);
    diff.at = d.packages;
    for (uint32_t i = 0; i < d.package_count; i++) {
        struct sbom_diff_item item = d.packages[i];
        next[BEFORE] += fill_side(&d, BEFORE, next[BEFORE], i, &item.before);
        next[AFTER] += fill_side(&d, AFTER, next[AFTER], i, &item.after);
        if (!judge(&item)) {
            diff.unchanged_count++;
            continue;
        }
        diff.kind_counts[item.kind]++;
        diff.at[diff.count++] = item;
    }
    map_done(&d.keys);
    qsort(diff.at, diff.count, sizeof *diff.at, compare_items);
    *ret_diff = diff;
    return arena_check(arena, err);
}

const char *sbom_diff_kind_name(enum sbom_diff_kind kind)
{
    static const char *const names[SBOM_DIFF_KINDS] = {"added", "removed", "changed", "same"};
    return names[kind];
}

const char *sbom_diff_way_name(enum sbom_diff_way way)
{
    return way == SBOM_DIFF_UP ? "up" : way == SBOM_DIFF_DOWN ? "down" : "";
}
