/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_diff.h"

#include "base/map.h"

enum { BEFORE, AFTER, SIDES };

struct entry {
    uint32_t item, finding;
};

struct differ {
    struct arena *arena;
    const struct match_diff_input *inputs[SIDES];
    struct map keys;
    struct entry *entries[SIDES];
    struct match_diff_item *items;
    size_t item_count;
};

static const struct sbom_component *component_of(
    const struct match_diff_input *input, const struct match_finding *finding)
{
    return &input->sbom->components[finding->component];
}

/* Joined records go by one id on both sides, since both were matched with the same index. */
static void add_finding(struct differ *d, int side, uint32_t i)
{
    const struct match_finding *finding = &d->inputs[side]->result->findings[i];
    struct text ecosystem = sbom_diff_ecosystem(component_of(d->inputs[side], finding)->ecosystem);
    struct text key = arena_format(d->arena, "%.*s\n%.*s\n%.*s", TEXT_ARG(ecosystem),
        TEXT_ARG(finding->package), TEXT_ARG(finding->id));
    uint32_t item = (uint32_t)d->item_count;
    if (map_add(&d->keys, key, item, &item))
        d->items[d->item_count++] = (struct match_diff_item){.ecosystem = ecosystem};
    d->entries[side][i] = (struct entry){item, i};
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    return (x->finding > y->finding) - (x->finding < y->finding);
}

static int compare_texts(const void *a, const void *b)
{
    return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

struct side {
    struct text *versions;
    size_t count;
    enum match_answer answer;
    const struct match_finding *finding;
};

/* Reads the entries of an item, which begin at *next. */
static struct side read_side(struct differ *d, int side, size_t *next, uint32_t item)
{
    const struct match_diff_input *input = d->inputs[side];
    size_t first = *next, count = 0, kept = 0;
    while (first + count < input->result->finding_count &&
           d->entries[side][first + count].item == item)
        count++;
    *next += count;
    struct side read = {.answer = MATCH_NOT_AFFECTED,
        .versions = arena_take_array(d->arena, count, sizeof *read.versions)};
    if (!read.versions)
        return read;
    for (size_t i = 0; i < count; i++) {
        const struct match_finding *finding =
            &input->result->findings[d->entries[side][first + i].finding];
        read.versions[i] = component_of(input, finding)->version;
        if (!read.finding || (finding->answer == MATCH_AFFECTED && read.answer != MATCH_AFFECTED)) {
            read.finding = finding;
            read.answer = finding->answer;
        }
    }
    qsort(read.versions, count, sizeof *read.versions, compare_texts);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !text_eq(read.versions[i], read.versions[kept - 1]))
            read.versions[kept++] = read.versions[i];
    read.count = kept;
    return read;
}

static bool is_same(const struct side *a, const struct side *b)
{
    if (a->count != b->count || a->answer != b->answer)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!text_eq(a->versions[i], b->versions[i]))
            return false;
    return true;
}

static void fill(struct match_diff_item *item, const struct side *before, const struct side *after)
{
    item->finding = after->finding ? after->finding : before->finding;
    item->before = before->versions;
    item->before_count = before->count;
    item->before_answer = before->answer;
    item->after = after->versions;
    item->after_count = after->count;
    item->after_answer = after->answer;
    item->kind = !before->finding         ? MATCH_DIFF_NEW
                 : !after->finding        ? MATCH_DIFF_GONE
                 : is_same(before, after) ? MATCH_DIFF_SAME
                                          : MATCH_DIFF_CHANGED;
}

/* What is new is what one came for; what is gone is good news, and can wait. */
static int rank_of(enum match_diff_kind kind)
{
    return kind == MATCH_DIFF_NEW ? 0 : kind == MATCH_DIFF_CHANGED ? 1 : 2;
}

static int compare_items(const void *a, const void *b)
{
    const struct match_diff_item *x = a, *y = b;
    if (x->kind != y->kind)
        return rank_of(x->kind) - rank_of(y->kind);
    int order = match_compare(x->finding, y->finding);
    return order ? order : text_cmp(x->finding->package, y->finding->package);
}

static bool take_room(struct differ *d)
{
    size_t total = 0;
    for (int side = 0; side < SIDES; side++) {
        size_t count = d->inputs[side]->result->finding_count;
        d->entries[side] = arena_take_array(d->arena, count, sizeof *d->entries[side]);
        if (!d->entries[side])
            return false;
        total += count;
    }
    d->items = arena_take_array(d->arena, total, sizeof *d->items);
    return d->items;
}

static void find_items(struct differ *d, struct match_diff *diff)
{
    size_t next[SIDES] = {0};
    for (int side = 0; side < SIDES; side++) {
        size_t count = d->inputs[side]->result->finding_count;
        for (uint32_t i = 0; i < count; i++)
            add_finding(d, side, i);
        qsort(d->entries[side], count, sizeof *d->entries[side], compare_entries);
    }
    diff->at = d->items;
    for (uint32_t i = 0; i < d->item_count; i++) {
        struct match_diff_item item = d->items[i];
        struct side before = read_side(d, BEFORE, &next[BEFORE], i);
        struct side after = read_side(d, AFTER, &next[AFTER], i);
        fill(&item, &before, &after);
        diff->kind_counts[item.kind]++;
        if (item.kind != MATCH_DIFF_SAME && item.finding)
            diff->at[diff->count++] = item;
    }
}

bool match_diff_find(struct match_diff *ret_diff, const struct match_diff_input *before,
    const struct match_diff_input *after, struct arena *arena, struct err *err)
{
    struct differ d = {.arena = arena, .inputs = {before, after}};
    struct match_diff diff = {.before = *before, .after = *after};
    if (!sbom_diff_find(&diff.packages, before->sbom, after->sbom, arena, err))
        return false;
    if (!take_room(&d))
        return arena_check(arena, err);
    find_items(&d, &diff);
    map_done(&d.keys);
    if (!arena_check(arena, err))
        return false;
    qsort(diff.at, diff.count, sizeof *diff.at, compare_items);
    *ret_diff = diff;
    return true;
}

const char *match_diff_kind_name(enum match_diff_kind kind)
{
    static const char *const names[MATCH_DIFF_KINDS] = {"new", "gone", "changed", "same"};
    return names[kind];
}
