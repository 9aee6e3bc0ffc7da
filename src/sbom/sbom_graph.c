/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_graph.h"

#include "base/limits.h"

/* Where a component stands inside another or the subject: its row; else SBOM_GRAPH_NONE. */
static uint32_t row_of_parent(const struct sbom *sbom, uint32_t i)
{
    uint32_t parent = sbom->components[i].parent;
    if (parent == SBOM_IN_ROOT)
        return 0;
    return parent < i ? parent + 1 : SBOM_GRAPH_NONE;
}

static uint32_t row_of(uint32_t end)
{
    return end == SBOM_ROOT ? 0 : end + 1;
}

static bool is_kept(const struct sbom_edge *edge)
{
    return edge->to != SBOM_ROOT && edge->from != edge->to;
}

/* Calls for each dependency; counts when targets is NULL, else places them. */
static void spread(const struct sbom *sbom, uint32_t *next, uint32_t *targets)
{
    for (uint32_t i = 0; i < sbom->component_count; i++) {
        uint32_t row = row_of_parent(sbom, i);
        if (row == SBOM_GRAPH_NONE)
            continue;
        if (targets)
            targets[next[row]] = i;
        next[row]++;
    }
    for (size_t i = 0; i < sbom->edge_count; i++) {
        const struct sbom_edge *edge = &sbom->edges[i];
        if (!is_kept(edge))
            continue;
        if (targets)
            targets[next[row_of(edge->from)]] = edge->to;
        next[row_of(edge->from)]++;
    }
}

/* Leaves out what stands in a row twice: inside of a component, and needed by it. Gives the rows their new starts. */
static void squeeze(uint32_t *starts, uint32_t *targets, uint32_t *latest, size_t rows)
{
    uint32_t kept = 0, from = 0;
    for (size_t row = 0; row < rows; row++) {
        uint32_t end = starts[row + 1];
        for (uint32_t i = from; i < end; i++) {
            bool is_new = latest[targets[i]] != row + 1;
            latest[targets[i]] = (uint32_t)row + 1;
            if (is_new)
                targets[kept++] = targets[i];
        }
        starts[row + 1] = kept;
        from = end;
    }
}

bool sbom_graph_make(struct sbom_graph *ret_graph, const struct sbom *sbom, struct arena *arena)
{
    size_t rows = sbom->component_count + 1;
    uint32_t *starts = arena_take_array(arena, rows + 1, sizeof *starts);
    uint32_t *next = arena_take_array(arena, rows, sizeof *next);
    if (!starts || !next)
        return false;
    spread(sbom, next, NULL);
    for (size_t i = 0; i < rows; i++) {
        starts[i + 1] = starts[i] + next[i];
        next[i] = starts[i];
    }
    uint32_t *targets = arena_take_array(arena, starts[rows], sizeof *targets);
    if (!targets)
        return false;
    spread(sbom, next, targets);
    memset(next, 0, rows * sizeof *next);
    squeeze(starts, targets, next, rows);
    *ret_graph = (struct sbom_graph){sbom->component_count, starts, targets};
    return true;
}

struct sbom_graph_row sbom_graph_needs(const struct sbom_graph *graph, uint32_t component)
{
    uint32_t row = row_of(component);
    uint32_t from = graph->starts[row];
    return (struct sbom_graph_row){graph->targets + from, graph->starts[row + 1] - from};
}

/* -- paths -- */

struct search {
    const struct sbom_graph *graph;
    struct sbom_paths paths;
    uint32_t *queue;
    size_t head, tail;
};

static void reach(struct search *search, uint32_t component, uint32_t via, uint32_t depth)
{
    if (search->paths.depth[component] != SBOM_GRAPH_NONE)
        return;
    search->paths.via[component] = via;
    search->paths.depth[component] = depth;
    search->queue[search->tail++] = component;
}

static void reach_needs(struct search *search, uint32_t component, uint32_t depth)
{
    struct sbom_graph_row row = sbom_graph_needs(search->graph, component);
    for (size_t i = 0; i < row.count; i++)
        reach(search, row.at[i], component, depth);
}

/* Level by level, so that the first way found to a component is a shortest one. */
static void drain(struct search *search)
{
    while (search->head < search->tail) {
        uint32_t component = search->queue[search->head++];
        reach_needs(search, component, search->paths.depth[component] + 1);
    }
}

bool sbom_graph_find_paths(
    struct sbom_paths *ret_paths, const struct sbom_graph *graph, struct arena *arena)
{
    size_t count = graph->component_count;
    struct search search = {.graph = graph, .paths = {.component_count = count}};
    search.paths.via = arena_take_array(arena, count, sizeof *search.paths.via);
    search.paths.depth = arena_take_array(arena, count, sizeof *search.paths.depth);
    search.queue = arena_take_array(arena, count, sizeof *search.queue);
    bool *is_needed = arena_take_array(arena, count, sizeof *is_needed);
    if (!search.paths.via || !search.paths.depth || !search.queue || !is_needed)
        return false;
    for (size_t i = 0; i < count; i++)
        search.paths.via[i] = search.paths.depth[i] = SBOM_GRAPH_NONE;
    for (size_t i = 0; i < graph->starts[count + 1]; i++)
        is_needed[graph->targets[i]] = true;
    reach_needs(&search, SBOM_ROOT, 1);
    drain(&search);
    for (uint32_t i = 0; i < count; i++)
        if (!is_needed[i])
            reach(&search, i, SBOM_GRAPH_NONE, 0);
    drain(&search);
    *ret_paths = search.paths;
    return true;
}

size_t sbom_graph_path(
    const struct sbom_paths *paths, uint32_t component, uint32_t *ret_path, size_t max)
{
    size_t length = 0;
    for (uint32_t i = component; i < paths->component_count; i = paths->via[i])
        length++;
    size_t kept = length < max ? length : max;
    for (uint32_t i = component; kept > 0; i = paths->via[i])
        ret_path[--kept] = i;
    return length;
}

bool sbom_graph_is_reached(const struct sbom_paths *paths, uint32_t component)
{
    uint32_t i = component;
    while (i < paths->component_count && paths->via[i] < paths->component_count)
        i = paths->via[i];
    return paths->via[i] == SBOM_ROOT;
}

/* -- stored -- */

static void print_number(struct buf *out, uint32_t number)
{
    const char bytes[4] = {
        (char)number, (char)(number >> 8), (char)(number >> 16), (char)(number >> 24)};
    buf_add(out, (struct text){bytes, sizeof bytes});
}

void sbom_graph_print(const struct sbom_graph *graph, struct buf *out)
{
    size_t rows = graph->component_count + 1;
    for (size_t i = 0; i <= rows; i++)
        print_number(out, graph->starts[i]);
    for (size_t i = 0; i < graph->starts[rows]; i++)
        print_number(out, graph->targets[i]);
}

static uint32_t read_number(struct text bytes, size_t index)
{
    const unsigned char *at = (const unsigned char *)bytes.at + 4 * index;
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static bool fail(struct err *err)
{
    return err_set(err, ERR_SYNTAX, "the stored dependencies are damaged");
}

bool sbom_graph_read(struct sbom_graph *ret_graph, struct text bytes, size_t component_count,
    struct arena *arena, struct err *err)
{
    size_t rows = component_count + 1, numbers = bytes.len / 4;
    if (component_count > LIMIT_SBOM_COMPONENTS || bytes.len % 4 != 0 || numbers < rows + 1)
        return fail(err);
    uint32_t *all = arena_take_array(arena, numbers, sizeof *all);
    if (!all)
        return arena_check(arena, err);
    for (size_t i = 0; i < numbers; i++)
        all[i] = read_number(bytes, i);
    if (all[0] != 0 || all[rows] != numbers - rows - 1)
        return fail(err);
    for (size_t i = 0; i < rows; i++)
        if (all[i] > all[i + 1])
            return fail(err);
    for (size_t i = rows + 1; i < numbers; i++)
        if (all[i] >= component_count)
            return fail(err);
    *ret_graph = (struct sbom_graph){component_count, all, all + rows + 1};
    return true;
}
