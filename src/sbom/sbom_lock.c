/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_lock.h"

#include <stdio.h>

#include "base/limits.h"

void sbom_lock_init(
    struct sbom_lock *lock, struct sbom_build *build, const char *type, struct err *err)
{
    *lock = (struct sbom_lock){.build = build, .type = type, .err = err, .subject = SBOM_ROOT};
}

void sbom_lock_done(struct sbom_lock *lock)
{
    VEC_DONE(&lock->needs);
    VEC_DONE(&lock->next);
    VEC_DONE(&lock->rows);
    map_done(&lock->names);
    VEC_DONE(&lock->next_same);
    map_done(&lock->exact);
}

static struct text without_end(struct text line)
{
    while (line.len && text_is_space(line.at[line.len - 1]))
        line.len--;
    return line;
}

bool sbom_lock_each_line(struct sbom_lock *lock, struct text bytes, sbom_lock_line_visitor *visit)
{
    for (size_t number = 1; bytes.at; number++) {
        struct json_place at = {.line = number, .column = 1};
        struct text line = text_cut(&bytes, '\n');
        ptrdiff_t bad = text_find_bad_utf8(line);
        at.column += bad < 0 ? 0 : (size_t)bad;
        if (bad >= 0)
            return json_place_fail(&at, lock->err, ERR_SYNTAX, "not UTF-8");
        if (text_find(line, '\0') >= 0)
            return json_place_fail(&at, lock->err, ERR_SYNTAX, "a NUL character in it");
        if (!visit(lock, without_end(line), &at))
            return false;
    }
    return true;
}

bool sbom_lock_each(
    struct sbom_lock *lock, yyjson_val *root, const char *key, sbom_lock_visitor *visit)
{
    struct json_place list = {.key = key};
    yyjson_val *array, *entry;
    size_t i, count;
    if (!json_place_array(json_get(root, key), NULL, key, &array, lock->err))
        return false;
    yyjson_arr_foreach(array, i, count, entry)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!json_place_is_object(entry, &at, lock->err) || !visit(lock, i, entry, &at))
            return false;
    }
    return true;
}

/* -- components -- */

static bool check_text(struct sbom_lock *lock, struct text t, const char *what, size_t most,
    const struct json_place *at)
{
    if (t.len > most)
        return json_place_fail(at, lock->err, ERR_LIMIT, "a %s longer than %zu bytes", what, most);
    return !t.len || !memchr(t.at, '\0', t.len) ||
           json_place_fail(at, lock->err, ERR_SYNTAX, "a %s with a NUL character in it", what);
}

static bool check_entry(
    struct sbom_lock *lock, const struct sbom_lock_entry *entry, const struct json_place *at)
{
    if (!entry->name.len && !entry->is_ours)
        return json_place_fail(at, lock->err, ERR_SYNTAX, "has no name");
    return check_text(lock, entry->ref, "reference", LIMIT_PURL_BYTES, at) &&
           check_text(lock, entry->name, "name", LIMIT_NAME_BYTES, at) &&
           check_text(lock, entry->version, "version", LIMIT_VERSION_BYTES, at);
}

/* Makes a component the newest of those with a key. */
static void chain(
    struct map *newest, struct sbom_lock_chain *next, struct text key, uint32_t component)
{
    uint32_t former;
    while (next->len <= component)
        *VEC_ADD(next) = SBOM_ROOT;
    if (!key.len || map_add(newest, key, component, &former))
        return;
    next->at[component] = former;
    map_set(newest, key, component);
}

bool sbom_lock_add(struct sbom_lock *lock, const struct sbom_lock_entry *entry,
    const struct json_place *at, uint32_t *ret_component)
{
    struct sbom_build *build = lock->build;
    struct sbom_component *component;
    if (!check_entry(lock, entry, at) ||
        !sbom_build_component(build, at->up, &component, lock->err))
        return false;
    uint32_t index = (uint32_t)(component - build->sbom->components);
    component->ref = entry->ref;
    component->name = entry->name;
    component->version = entry->version;
    component->index = at->is_entry ? index : (uint32_t)at->index;
    component->is_package = !entry->is_ours;
    component->type = entry->is_ours ? TEXT("application") : TEXT("library");
    if (component->is_package)
        component->purl = sbom_lock_purl(build, lock->type, entry->name, entry->version);
    sbom_build_ref(build, entry->ref, index);
    chain(&lock->names, &lock->next, entry->key, index);
    if (entry->key.len && entry->version.len)
        chain(&lock->exact, &lock->next_same,
            arena_join(build->arena, entry->key, "\n", entry->version), index);
    *ret_component = index;
    return true;
}

uint32_t sbom_lock_named(const struct sbom_lock *lock, struct text key)
{
    uint32_t index;
    return map_find(&lock->names, key, &index) ? index : SBOM_ROOT;
}

uint32_t sbom_lock_next(const struct sbom_lock *lock, uint32_t component)
{
    return component < lock->next.len ? lock->next.at[component] : SBOM_ROOT;
}

uint32_t sbom_lock_exact(struct sbom_lock *lock, struct text key, struct text version)
{
    struct buf *both = &lock->build->scratch;
    uint32_t index;
    if (!version.len)
        return sbom_lock_named(lock, key);
    buf_cut(both, 0);
    buf_add(both, key);
    buf_add_char(both, '\n');
    buf_add(both, version);
    return map_find(&lock->exact, buf_text(both), &index) ? index : SBOM_ROOT;
}

uint32_t sbom_lock_next_exact(const struct sbom_lock *lock, uint32_t component, struct text version)
{
    if (!version.len)
        return sbom_lock_next(lock, component);
    return component < lock->next_same.len ? lock->next_same.at[component] : SBOM_ROOT;
}

/* -- dependencies -- */

bool sbom_lock_edge(struct sbom_lock *lock, uint32_t from, uint32_t to, enum sbom_lock_need need,
    const struct json_place *at)
{
    struct sbom *sbom = lock->build->sbom;
    size_t count = sbom->edge_count;
    if (!sbom_build_edge(lock->build, from, to, at, lock->err))
        return false;
    if (sbom->edge_count > count)
        *VEC_ADD(&lock->needs) = (unsigned char)need;
    return true;
}

bool sbom_lock_depend(struct sbom_lock *lock, uint32_t from, struct text key,
    enum sbom_lock_need need, bool may_be_missing, const struct json_place *at)
{
    uint32_t to = sbom_lock_named(lock, key);
    lock->build->sbom->dangling_ref_count += to == SBOM_ROOT && !may_be_missing;
    for (; to != SBOM_ROOT; to = sbom_lock_next(lock, to))
        if (!sbom_lock_edge(lock, from, to, need, at))
            return false;
    return true;
}

bool sbom_lock_add_roots(struct sbom_lock *lock, const struct json_place *at)
{
    struct sbom *sbom = lock->build->sbom;
    unsigned char *is_needed = arena_take(lock->build->arena, sbom->component_count);
    if (!is_needed)
        return arena_check(lock->build->arena, lock->err);
    for (size_t i = 0; i < sbom->edge_count; i++)
        if (sbom->edges[i].to < sbom->component_count)
            is_needed[sbom->edges[i].to] = 1;
    for (uint32_t i = 0; i < sbom->component_count; i++)
        if (!is_needed[i] && !sbom_lock_edge(lock, SBOM_ROOT, i, SBOM_LOCK_RUNTIME, at))
            return false;
    return true;
}

/* -- what follows -- */

/* The edges of each component, those of the root last: first[i] to first[i + 1] in order. */
struct ways {
    uint32_t *first, *order, *stack;
    unsigned char *need; /* by component and root: the best found, or 0 */
    size_t root;         /* its place: behind all components */
};

static size_t place_of(const struct ways *ways, uint32_t end)
{
    return end == SBOM_ROOT ? ways->root : end;
}

static bool find_ways(struct ways *ways, const struct sbom *sbom, struct arena *arena)
{
    ways->root = sbom->component_count;
    ways->first = arena_take_array(arena, ways->root + 3, sizeof *ways->first);
    ways->order = arena_take_array(arena, sbom->edge_count, sizeof *ways->order);
    ways->stack = arena_take_array(arena, ways->root + 1, sizeof *ways->stack);
    ways->need = arena_take(arena, ways->root + 1);
    if (!ways->first || !ways->order || !ways->stack || !ways->need)
        return false;
    for (size_t i = 0; i < sbom->edge_count; i++)
        ways->first[place_of(ways, sbom->edges[i].from) + 2]++;
    for (size_t i = 2; i < ways->root + 3; i++)
        ways->first[i] += ways->first[i - 1];
    for (size_t i = 0; i < sbom->edge_count; i++)
        ways->order[ways->first[place_of(ways, sbom->edges[i].from) + 1]++] = (uint32_t)i;
    return true;
}

/* Goes on from all that is known to be needed this much or more. */
static void spread(struct ways *ways, const struct sbom_lock *lock, unsigned char need)
{
    const struct sbom *sbom = lock->build->sbom;
    size_t depth = 0;
    for (size_t i = 0; i <= ways->root; i++)
        if (ways->need[i])
            ways->stack[depth++] = (uint32_t)i;
    while (depth) {
        size_t at = ways->stack[--depth];
        for (uint32_t i = ways->first[at]; i < ways->first[at + 1]; i++) {
            uint32_t edge = ways->order[i];
            size_t to = place_of(ways, sbom->edges[edge].to);
            if (ways->need[to] || lock->needs.at[edge] < need)
                continue;
            ways->need[to] = need;
            ways->stack[depth++] = (uint32_t)to;
        }
    }
}

/* Several entries, platforms or groups may say the same. An edge to itself is none, so it stands for one that is said already. */
static void drop_repeated(struct ways *ways, struct sbom *sbom)
{
    uint32_t *seen_by = ways->stack; /* by its end: the last that depends on it, and one */
    memset(seen_by, 0, (ways->root + 1) * sizeof *seen_by);
    for (size_t from = 0; from <= ways->root; from++)
        for (uint32_t i = ways->first[from]; i < ways->first[from + 1]; i++) {
            struct sbom_edge *edge = &sbom->edges[ways->order[i]];
            size_t to = place_of(ways, edge->to);
            bool is_repeated = seen_by[to] == from + 1;
            seen_by[to] = (uint32_t)from + 1;
            edge->to = is_repeated ? edge->from : edge->to;
        }
    size_t kept = 0;
    for (size_t i = 0; i < sbom->edge_count; i++)
        if (sbom->edges[i].from != sbom->edges[i].to)
            sbom->edges[kept++] = sbom->edges[i];
    sbom->edge_count = kept;
}

bool sbom_lock_finish(struct sbom_lock *lock)
{
    struct sbom *sbom = lock->build->sbom;
    struct ways ways;
    if (!find_ways(&ways, sbom, lock->build->arena))
        return arena_check(lock->build->arena, lock->err);
    ways.need[ways.root] = SBOM_LOCK_RUNTIME;
    for (unsigned char need = SBOM_LOCK_RUNTIME; need >= SBOM_LOCK_DEV; need--)
        spread(&ways, lock, need);
    for (size_t i = 0; i < sbom->component_count; i++) {
        struct sbom_component *component = &sbom->components[i];
        if (component->scope.len)
            continue;
        component->scope = ways.need[i] == SBOM_LOCK_DEV        ? TEXT("excluded")
                           : ways.need[i] == SBOM_LOCK_OPTIONAL ? TEXT("optional")
                                                                : TEXT("");
    }
    drop_repeated(&ways, sbom);
    sbom_build_mark_direct(lock->build);
    return true;
}
