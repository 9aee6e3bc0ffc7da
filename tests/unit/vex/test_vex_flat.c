/* SPDX-License-Identifier: Apache-2.0 */
#include "vex_unit.h"

#include "vex/vex_flat.h"

static const char document[] =
    "{'@context': 'https://openvex.dev/ns/v0.2.0', '@id': 'd', 'author': 'Acme', 'version': 1, 'timestamp': '2024-01-01T00:00:00Z',"
    "'statements': [{'vulnerability': {'name': 'CVE-1', 'aliases': ['GHSA-1', 'X']}, 'status': 'not_affected', 'justification': 'component_not_present',"
    " 'products': [{'@id': 'pkg:oci/app', 'subcomponents': [{'@id': 'pkg:npm/a', 'hashes': {'sha-256': 'ab'}}]}, {'@id': 'pkg:npm/b'}]},"
    "{'vulnerability': 'CVE-2', 'status': 'affected', 'products': ['pkg:npm/c']}]}";

struct world {
    struct arena arena;
    struct vex vex;
    struct buf flat;
};

static int set_up(void **state)
{
    struct err err = {0};
    struct world *world = calloc(1, sizeof *world);
    arena_init(&world->arena, LIMIT_VEX_ARENA);
    buf_init(&world->flat, SIZE_MAX);
    assert_true(vex_unit_read(&world->vex, document, &world->arena, &err));
    vex_flat_write(&world->vex, &world->flat);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    buf_done(&world->flat);
    arena_done(&world->arena);
    free(world);
    return 0;
}

/* Read and written again it is the same bytes, so nothing was left out. */
static void test_round_trip(void **state)
{
    struct world *world = *state;
    struct vex again;
    struct err err = {0};
    struct buf flat;
    buf_init(&flat, SIZE_MAX);
    assert_true(vex_flat_read(&again, buf_text(&world->flat), &world->arena, &err));
    vex_flat_write(&again, &flat);
    assert_true(text_eq(buf_text(&flat), buf_text(&world->flat)));
    assert_text(again.author, "Acme");
    assert_int_equal(again.odd_count, 1);
    assert_text(again.statements[0].aliases[1], "X");
    assert_text(again.products[again.statements[0].targets[0].component].hashes[0].value, "ab");
    buf_done(&flat);
}

static void test_statement(void **state)
{
    struct world *world = *state;
    struct vex again;
    struct err err = {0};
    struct buf flat;
    buf_init(&flat, SIZE_MAX);
    vex_flat_write_statement(&world->vex, &world->vex.statements[0], &flat);
    assert_true(vex_flat_read(&again, buf_text(&flat), &world->arena, &err));
    assert_int_equal(again.statement_count, 1);
    assert_int_equal(again.product_count, 3);
    assert_int_equal(again.statements[0].target_count, 2);
    assert_text(again.products[again.statements[0].targets[0].component].purl, "pkg:npm/a");
    assert_text(again.products[again.statements[0].targets[1].product].purl, "pkg:npm/b");
    assert_int_equal(again.statements[0].targets[1].component, VEX_NONE);
    buf_done(&flat);
}

/* Whatever is cut off or changed, it is refused or read within its bounds. */
static void test_damaged(void **state)
{
    struct world *world = *state;
    struct vex again;
    struct text whole = buf_text(&world->flat);
    for (size_t len = 0; len < whole.len; len++) {
        struct err err = {0};
        assert_false(vex_flat_read(&again, text_slice(whole, 0, len), &world->arena, &err));
        assert_int_equal(err.code, ERR_SYNTAX);
    }
    char *copy = arena_take(&world->arena, whole.len);
    for (size_t i = 0; i < whole.len; i++) {
        struct err err = {0};
        struct arena arena;
        arena_init(&arena, LIMIT_VEX_ARENA);
        memcpy(copy, whole.at, whole.len);
        copy[i] = (char)0xff;
        if (vex_flat_read(&again, (struct text){copy, whole.len}, &arena, &err))
            for (size_t s = 0; s < again.statement_count; s++)
                for (size_t t = 0; t < again.statements[s].target_count; t++)
                    assert_true(again.statements[s].targets[t].product < again.product_count);
        arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_round_trip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_statement, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damaged, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
