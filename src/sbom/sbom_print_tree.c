/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"
#include "sbom/sbom_print.h"

/* Deeper ones nobody reads, and each line tells of all levels above it. */
enum { TREE_DEPTH = 64 };

/* Where a walk stands on each level: the rest of a row. */
struct level {
    struct sbom_graph_row row;
    bool is_last; /* the component that the row belongs to was the last of its own */
};

struct walk {
    const struct sbom *sbom;
    const struct sbom_graph *graph;
    struct buf *out;
    bool *is_shown;
    struct {
        VEC(struct level);
    } levels;
};

/* The lines that lead down to what comes later. */
static void print_lines(const struct walk *walk, bool is_last)
{
    for (size_t i = 1; i < walk->levels.len; i++)
        buf_add_z(walk->out, walk->levels.at[i].is_last ? "   " : "│  ");
    buf_add_z(walk->out, is_last ? "└─ " : "├─ ");
}

static void open_level(struct walk *walk, uint32_t component, bool is_last)
{
    struct level *level = VEC_ADD(&walk->levels);
    level->row = sbom_graph_needs(walk->graph, component);
    level->is_last = is_last;
}

static void show(struct walk *walk, uint32_t component, bool is_last)
{
    const struct sbom_component *c = &walk->sbom->components[component];
    bool is_again = walk->is_shown[component];
    bool has_needs = sbom_graph_needs(walk->graph, component).count > 0;
    print_lines(walk, is_last);
    sbom_print_label(walk->out, c);
    if (c->scope.len && !text_is(c->scope, "required")) {
        buf_add_z(walk->out, " [");
        buf_add_plain(walk->out, c->scope);
        buf_add_char(walk->out, ']');
    }
    bool is_deep = walk->levels.len > TREE_DEPTH;
    const char *end = !has_needs ? "" : is_again ? " (above)" : is_deep ? " …" : "";
    buf_format(walk->out, "%s\n", end);
    walk->is_shown[component] = true;
    if (!is_again && has_needs && !is_deep)
        open_level(walk, component, is_last);
}

/* Without recursion: a chain may be as long as there are components. */
static void walk_from(struct walk *walk, uint32_t component)
{
    open_level(walk, component, true);
    while (walk->levels.len) {
        struct level *level = &walk->levels.at[walk->levels.len - 1];
        if (level->row.count == 0) {
            walk->levels.len--;
            continue;
        }
        uint32_t next = *level->row.at++;
        level->row.count--;
        show(walk, next, level->row.count == 0);
    }
}

void sbom_print_tree(
    struct buf *out, const struct sbom *sbom, const struct sbom_graph *graph, struct arena *arena)
{
    struct walk walk = {.sbom = sbom, .graph = graph, .out = out};
    struct sbom_paths paths;
    walk.is_shown = arena_take_array(arena, sbom->component_count, sizeof *walk.is_shown);
    if (!walk.is_shown || !sbom_graph_find_paths(&paths, graph, arena))
        return;
    buf_add_plain(out, sbom->name.len ? sbom->name : TEXT("(no subject)"));
    buf_add_z(out, sbom->version.len ? " " : "");
    buf_add_plain(out, sbom->version);
    buf_add_char(out, '\n');
    walk_from(&walk, SBOM_ROOT);
    for (uint32_t i = 0; i < sbom->component_count; i++) {
        if (paths.via[i] != SBOM_GRAPH_NONE || walk.is_shown[i])
            continue;
        sbom_print_label(out, &sbom->components[i]);
        buf_add_z(out, "\n");
        walk.is_shown[i] = true;
        walk_from(&walk, i);
    }
    VEC_DONE(&walk.levels);
}
