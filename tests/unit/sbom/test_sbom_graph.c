/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/limits.h"
#include "sbom/sbom_graph.h"

enum { A, B, C, D, E, F, COUNT };

/* root → a → b → c, root → b; d needs c, and nothing needs d; e and f need each other. */
static const struct sbom_edge edges[] = {
    {SBOM_ROOT, A}, {A, B}, {B, C}, {SBOM_ROOT, B}, {D, C}, {E, F}, {F, E}, {C, A}, {B, SBOM_ROOT}};

struct world {
    struct arena arena;
    struct sbom sbom;
    struct sbom_component components[COUNT];
    struct sbom_edge edges[LEN_OF(edges)];
    struct sbom_graph graph;
    struct sbom_paths paths;
};

static void make(struct world *w)
{
    arena_init(&w->arena, SIZE_MAX);
    memcpy(w->edges, edges, sizeof edges);
    for (size_t i = 0; i < COUNT; i++)
        w->components[i] = (struct sbom_component){.parent = SBOM_ROOT};
    w->sbom = (struct sbom){.components = w->components,
        .component_count = COUNT,
        .edges = w->edges,
        .edge_count = LEN_OF(edges)};
    assert_true(sbom_graph_make(&w->graph, &w->sbom, &w->arena));
    assert_true(sbom_graph_find_paths(&w->paths, &w->graph, &w->arena));
}

static void assert_path(const struct world *w, uint32_t to, const uint32_t *wanted, size_t count)
{
    uint32_t path[COUNT];
    assert_int_equal(sbom_graph_path(&w->paths, to, path, LEN_OF(path)), count);
    assert_memory_equal(path, wanted, count * sizeof *path);
}

static void test_paths_are_shortest(void **state)
{
    (void)state;
    struct world w;
    make(&w);
    assert_path(&w, A, (uint32_t[]){A}, 1);
    assert_path(&w, C, (uint32_t[]){B, C}, 2);
    assert_true(sbom_graph_is_reached(&w.paths, C));
    assert_int_equal(w.paths.depth[C], 2);
    arena_done(&w.arena);
}

static void test_what_the_subject_does_not_reach(void **state)
{
    (void)state;
    struct world w;
    make(&w);
    assert_path(&w, D, (uint32_t[]){D}, 1);
    assert_false(sbom_graph_is_reached(&w.paths, D));
    assert_int_equal(w.paths.depth[D], 0);
    /* The ring has no start. */
    assert_path(&w, E, (uint32_t[]){E}, 1);
    assert_int_equal(w.paths.depth[E], SBOM_GRAPH_NONE);
    assert_false(sbom_graph_is_reached(&w.paths, E));
    arena_done(&w.arena);
}

static void test_only_the_end_of_a_long_path(void **state)
{
    (void)state;
    struct world w;
    uint32_t path[1];
    make(&w);
    assert_int_equal(sbom_graph_path(&w.paths, C, path, 1), 2);
    assert_int_equal(path[0], C);
    arena_done(&w.arena);
}

static void test_what_stands_inside_is_needed(void **state)
{
    (void)state;
    struct world w;
    make(&w);
    w.components[E].parent = D;
    w.components[D].parent = SBOM_IN_ROOT;
    assert_true(sbom_graph_make(&w.graph, &w.sbom, &w.arena));
    assert_true(sbom_graph_find_paths(&w.paths, &w.graph, &w.arena));
    assert_path(&w, F, (uint32_t[]){D, E, F}, 3);
    assert_true(sbom_graph_is_reached(&w.paths, F));
    assert_int_equal(sbom_graph_needs(&w.graph, D).count, 2);
    /* Inside of it, and needed by it: once. */
    w.components[C].parent = B;
    assert_true(sbom_graph_make(&w.graph, &w.sbom, &w.arena));
    assert_int_equal(sbom_graph_needs(&w.graph, B).count, 1);
    assert_int_equal(sbom_graph_needs(&w.graph, F).count, 1);
    arena_done(&w.arena);
}

static void test_stored_and_read_back(void **state)
{
    (void)state;
    struct world w;
    struct buf bytes;
    struct sbom_graph back;
    struct err err = {0};
    make(&w);
    buf_init(&bytes, SIZE_MAX);
    sbom_graph_print(&w.graph, &bytes);
    struct text all = buf_text(&bytes);
    assert_true(sbom_graph_read(&back, all, COUNT, &w.arena, &err));
    for (uint32_t i = 0; i < COUNT; i++)
        assert_int_equal(sbom_graph_needs(&back, i).count, sbom_graph_needs(&w.graph, i).count);
    assert_int_equal(sbom_graph_needs(&back, C).at[0], A);
    for (size_t len = 0; len < all.len; len++)
        assert_false(sbom_graph_read(&back, text_slice(all, 0, len), COUNT, &w.arena, &err));
    assert_false(sbom_graph_read(&back, all, COUNT - 1, &w.arena, &err));
    /* Whatever is changed, nothing is looked at outside of it. */
    for (size_t i = 0; i < all.len; i++) {
        bytes.at[i] ^= 0x7f;
        if (sbom_graph_read(&back, all, COUNT, &w.arena, &err))
            assert_true(sbom_graph_find_paths(&w.paths, &back, &w.arena));
        bytes.at[i] ^= 0x7f;
    }
    buf_done(&bytes);
    arena_done(&w.arena);
}

static void test_an_empty_one(void **state)
{
    (void)state;
    struct arena arena;
    struct sbom sbom = {0};
    struct sbom_graph graph;
    struct sbom_paths paths;
    arena_init(&arena, SIZE_MAX);
    assert_true(sbom_graph_make(&graph, &sbom, &arena));
    assert_true(sbom_graph_find_paths(&paths, &graph, &arena));
    assert_int_equal(sbom_graph_needs(&graph, SBOM_ROOT).count, 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths_are_shortest),
        cmocka_unit_test(test_what_the_subject_does_not_reach),
        cmocka_unit_test(test_only_the_end_of_a_long_path),
        cmocka_unit_test(test_what_stands_inside_is_needed),
        cmocka_unit_test(test_stored_and_read_back),
        cmocka_unit_test(test_an_empty_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
