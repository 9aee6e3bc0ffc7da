/* SPDX-License-Identifier: Apache-2.0 */
/* The normal form of licences that are joined, their order, and their text. */
#include <stdlib.h>

#include "domain/license.h"

static bool is_group(const struct license *license)
{
    return license->kind == LICENSE_AND || license->kind == LICENSE_OR;
}

/* Licences come before groups; groups compare part by part. Groups nest as deep as the text did, which is limited. */
int license_compare(const struct license *a, const struct license *b)
{
    if (is_group(a) != is_group(b))
        return is_group(a) - is_group(b);
    if (!is_group(a)) {
        int order = text_cmp(a->id, b->id);
        order = order ? order : a->has_plus - b->has_plus;
        return order ? order : text_cmp(a->exception, b->exception);
    }
    for (size_t i = 0; i < a->part_count && i < b->part_count; i++) {
        int order = license_compare(a->parts[i], b->parts[i]);
        if (order)
            return order;
    }
    if (a->part_count != b->part_count)
        return a->part_count < b->part_count ? -1 : 1;
    return (int)a->kind - (int)b->kind;
}

static int compare_parts(const void *a, const void *b)
{
    return license_compare(*(const struct license *const *)a, *(const struct license *const *)b);
}

/* What a part is made of, seen from inside a group of the other kind: itself alone, or its own parts. */
struct view {
    const struct license *const *parts;
    size_t count;
};

static struct view view_of(const struct license *const *part)
{
    if (is_group(*part))
        return (struct view){(*part)->parts, (*part)->part_count};
    return (struct view){part, 1};
}

/* Both are sorted. */
static bool holds_all(struct view outer, struct view inner)
{
    size_t at = 0;
    for (size_t i = 0; i < outer.count && at < inner.count; i++)
        at += license_compare(outer.parts[i], inner.parts[at]) == 0;
    return at == inner.count;
}

/* Inside AND, a choice that another part makes already says nothing more; inside OR, what asks for more than another part. */
static bool is_needless(const struct license *const *parts, size_t count, size_t at)
{
    if (!is_group(parts[at]))
        return false;
    for (size_t i = 0; i < count; i++)
        if (i != at && holds_all(view_of(&parts[at]), view_of(&parts[i])))
            return true;
    return false;
}

static size_t flatten(enum license_kind kind, const struct license *const *parts, size_t count,
    const struct license **to)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_same = parts[i]->kind == kind;
        for (size_t p = 0; p < (is_same ? parts[i]->part_count : 1); p++, len++)
            if (to)
                to[len] = is_same ? parts[i]->parts[p] : parts[i];
    }
    return len;
}

static size_t drop_equal(const struct license **parts, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!kept || license_compare(parts[kept - 1], parts[i]) != 0)
            parts[kept++] = parts[i];
    return kept;
}

const struct license *license_join(
    enum license_kind kind, const struct license *const *parts, size_t count, struct arena *arena)
{
    size_t len = flatten(kind, parts, count, NULL), kept = 0;
    const struct license **all = arena_take_array(arena, len, sizeof *all);
    const struct license **some = arena_take_array(arena, len, sizeof *some);
    struct license *group = arena_take(arena, sizeof *group);
    if (!all || !some || !group)
        return NULL;
    flatten(kind, parts, count, all);
    qsort(all, len, sizeof *all, compare_parts);
    len = drop_equal(all, len);
    for (size_t i = 0; i < len; i++)
        if (!is_needless(all, len, i))
            some[kept++] = all[i];
    if (kept == 1)
        return some[0];
    *group = (struct license){.kind = kind, .parts = some, .part_count = kept};
    return group;
}

static void print_one(const struct license *license, struct buf *out)
{
    buf_add(out, license->id);
    buf_add_z(out, license->has_plus ? "+" : "");
    buf_add_z(out, license->exception.len ? " WITH " : "");
    buf_add(out, license->exception);
}

void license_print(const struct license *license, struct buf *out)
{
    if (!is_group(license)) {
        print_one(license, out);
        return;
    }
    for (size_t i = 0; i < license->part_count; i++) {
        const struct license *part = license->parts[i];
        bool is_inside = license->kind == LICENSE_AND && part->kind == LICENSE_OR;
        if (i)
            buf_add_z(out, license->kind == LICENSE_AND ? " AND " : " OR ");
        buf_add_z(out, is_inside ? "(" : "");
        license_print(part, out);
        buf_add_z(out, is_inside ? ")" : "");
    }
}
