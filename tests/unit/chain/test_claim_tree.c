/* SPDX-License-Identifier: Apache-2.0 */
#include "chain_unit.h"

#include "base/file.h"
#include "chain/claim_tree.h"
#include "codec/json.h"

#define VECTORS "tests/vectors/campaigns/campaigns.json"

static struct claim_node node_of(struct text digits)
{
    struct claim_node node;
    assert_true(hex_read_bare(text_from(digits, 2), node.at, sizeof node.at));
    return node;
}

static bool is_same(const struct claim_node *a, const struct claim_node *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static struct claim_node leaf_of(yyjson_val *badge)
{
    struct chain_address holder;
    struct claim_node leaf, commitment = node_of(json_get_text(badge, "commitment"));
    assert_ok(address_read(json_get_text(badge, "holder"), &holder, err));
    claim_tree_leaf(&holder, yyjson_get_uint(json_get(badge, "class")), commitment.at, &leaf);
    return leaf;
}

static void check_proof(const struct claim_tree *tree, yyjson_val *badge, struct claim_node *leaf)
{
    struct claim_node wanted = node_of(json_get_text(badge, "leaf"));
    struct claim_proof proof;
    yyjson_val *sibling;
    size_t i, max;
    assert_true(is_same(leaf, &wanted));
    assert_true(claim_tree_find(tree, leaf, &proof));
    assert_int_equal(proof.count, yyjson_arr_size(json_get(badge, "proof")));
    yyjson_arr_foreach(json_get(badge, "proof"), i, max, sibling)
    {
        struct text digits;
        assert_true(json_text(sibling, &digits));
        struct claim_node node = node_of(digits);
        assert_true(is_same(&proof.nodes[i], &node));
    }
    assert_true(claim_tree_check(claim_tree_root(tree), leaf, proof.nodes, proof.count));
    leaf->at[31] ^= 1;
    assert_false(claim_tree_check(claim_tree_root(tree), leaf, proof.nodes, proof.count));
    assert_false(claim_tree_find(tree, leaf, &proof));
}

static void check_campaign(yyjson_val *campaign, struct arena *arena)
{
    yyjson_val *badges = json_get(campaign, "badges"), *badge;
    struct claim_node root = node_of(json_get_text(campaign, "root"));
    size_t i, max, count = yyjson_arr_size(badges);
    struct claim_node *leaves = arena_take_array(arena, count, sizeof *leaves);
    struct claim_tree tree;
    yyjson_arr_foreach(badges, i, max, badge) leaves[i] = leaf_of(badge);
    assert_true(claim_tree_new(&tree, leaves, count, arena));
    assert_true(is_same(claim_tree_root(&tree), &root));
    yyjson_arr_foreach(badges, i, max, badge) check_proof(&tree, badge, &leaves[i]);
}

/* Trees that OpenZeppelin's merkle-tree made, with all their proofs. */
static void test_vectors(void **state)
{
    struct buf text;
    struct json doc;
    struct arena arena;
    yyjson_val *campaign;
    size_t i, max;
    (void)state;
    buf_init(&text, SIZE_MAX);
    arena_init(&arena, SIZE_MAX);
    assert_ok(file_read(&text, VECTORS, err));
    assert_ok(json_read(&doc, buf_text(&text), err));
    assert_int_equal(yyjson_arr_size(json_root(&doc)), 6);
    yyjson_arr_foreach(json_root(&doc), i, max, campaign) check_campaign(campaign, &arena);
    json_done(&doc);
    arena_done(&arena);
    buf_done(&text);
}

/* Every leaf of every size has a proof, whatever the shape, and twins are no trouble. */
static void test_every_size(void **state)
{
    enum { MOST = 70 };
    struct claim_node leaves[MOST];
    (void)state;
    for (size_t count = 1; count <= MOST; count++) {
        struct claim_tree tree;
        struct arena arena;
        arena_init(&arena, SIZE_MAX);
        for (size_t i = 0; i < count; i++)
            claim_tree_leaf(&(struct chain_address){{(unsigned char)(i / 2)}}, i / 2,
                (const unsigned char[KECCAK_SIZE]){1}, &leaves[i]);
        assert_true(claim_tree_new(&tree, leaves, count, &arena));
        for (size_t i = 0; i < count; i++) {
            struct claim_proof proof;
            assert_true(claim_tree_find(&tree, &leaves[i], &proof));
            assert_true(proof.count <= 7);
            assert_true(
                claim_tree_check(claim_tree_root(&tree), &leaves[i], proof.nodes, proof.count));
        }
        arena_done(&arena);
    }
}

static void test_refused(void **state)
{
    struct claim_node leaves[2] = {{{1}}, {{2}}}, inner;
    struct claim_tree tree;
    struct claim_proof proof;
    struct arena arena;
    (void)state;
    arena_init(&arena, SIZE_MAX);
    assert_false(claim_tree_new(&tree, leaves, 0, &arena));
    assert_true(claim_tree_new(&tree, leaves, 2, &arena));
    inner = *claim_tree_root(&tree);
    assert_false(claim_tree_find(&tree, &inner, &proof));
    assert_false(claim_tree_find(&tree, &(struct claim_node){{0}}, &proof));
    assert_false(claim_tree_find(&tree, &(struct claim_node){{255}}, &proof));
    assert_false(claim_tree_check(&inner, &leaves[0], NULL, 0));
    assert_false(claim_tree_check(&inner, &leaves[0], leaves, 1));
    arena_done(&arena);
    arena_init(&arena, 64);
    assert_false(claim_tree_new(&tree, leaves, 2, &arena));
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_every_size),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
