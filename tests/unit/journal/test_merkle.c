/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/merkle.h"

#include "unit_err.h"

/* The eight leaves that Certificate Transparency's implementations are tested with, and the roots of the first n of them. */
static const struct text leaves[] = {
    {"", 0},
    {"\x00", 1},
    {"\x10", 1},
    {"\x20\x21", 2},
    {"\x30\x31", 2},
    {"\x40\x41\x42\x43", 4},
    {"\x50\x51\x52\x53\x54\x55\x56\x57", 8},
    {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16},
};
static const char *const roots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static void assert_root(const struct merkle_hash *root, const char *wanted)
{
    char hex[SHA256_HEX_SIZE];
    assert_string_equal(sha256_print(root->at, hex), wanted);
}

static void test_roots(void **state)
{
    (void)state;
    struct merkle_stack stack = {0};
    struct merkle_hash root, leaf;
    for (size_t i = 0; i <= LEN_OF(leaves); i++) {
        merkle_stack_root(&stack, &root);
        assert_root(&root, roots[i]);
        if (i == LEN_OF(leaves))
            break;
        merkle_leaf(leaves[i], &leaf);
        merkle_stack_add(&stack, &leaf, NULL, NULL);
    }
}

/* All complete subtrees of a tree of up to 256 leaves. */
enum { SIZE = 70 };
struct tree {
    struct merkle_hash nodes[8][SIZE], roots[SIZE + 1];
    size_t count;
};

static void keep(void *context, int64_t level, int64_t position, const struct merkle_hash *hash)
{
    struct tree *tree = context;
    tree->nodes[level][position] = *hash;
    tree->count++;
}

static bool find(
    void *context, int64_t level, int64_t position, struct merkle_hash *ret_hash, struct err *err)
{
    const struct tree *tree = context;
    (void)err;
    *ret_hash = tree->nodes[level][position];
    return true;
}

static void grow(struct tree *tree)
{
    struct merkle_stack stack = {0};
    struct merkle_hash leaf;
    merkle_stack_root(&stack, &tree->roots[0]);
    for (int i = 0; i < SIZE; i++) {
        char data[2] = {(char)i, 'x'};
        merkle_leaf((struct text){data, 2}, &leaf);
        merkle_stack_add(&stack, &leaf, keep, tree);
        merkle_stack_root(&stack, &tree->roots[i + 1]);
    }
}

static size_t hash_all(
    struct tree *tree, const struct merkle_range *ranges, size_t count, struct merkle_hash *path)
{
    for (size_t i = 0; i < count; i++)
        assert_ok(merkle_range_hash(ranges[i], find, tree, &path[i], err));
    return count;
}

static void test_ranges(void **state)
{
    (void)state;
    static struct tree tree;
    struct merkle_hash root;
    grow(&tree);
    for (int64_t size = 0; size <= SIZE; size++) {
        assert_ok(merkle_range_hash((struct merkle_range){0, size}, find, &tree, &root, err));
        assert_true(merkle_eq(&root, &tree.roots[size]));
    }
    /* Fewer than two a leaf: what a leaf costs does not grow with the tree. */
    assert_true(tree.count < 2 * (SIZE + SIZE));
}

static void test_inclusion(void **state)
{
    (void)state;
    static struct tree tree;
    struct merkle_range ranges[MERKLE_PROOF_MAX];
    struct merkle_hash path[MERKLE_PROOF_MAX];
    grow(&tree);
    for (int64_t size = 1; size <= SIZE; size++)
        for (int64_t i = 0; i < size; i++) {
            size_t count = hash_all(&tree, ranges, merkle_inclusion(i, size, ranges), path);
            const struct merkle_hash *leaf = &tree.nodes[0][i];
            assert_true(merkle_inclusion_holds(i, size, leaf, path, count, &tree.roots[size]));
            assert_false(merkle_inclusion_holds(i, size, leaf, path, count, &tree.roots[size - 1]));
            if (size > 1)
                assert_false(merkle_inclusion_holds(
                    (i + 1) % size, size, leaf, path, count, &tree.roots[size]));
            if (count) {
                path[count - 1].at[0] ^= 1;
                assert_false(merkle_inclusion_holds(i, size, leaf, path, count, &tree.roots[size]));
                assert_false(
                    merkle_inclusion_holds(i, size, leaf, path, count - 1, &tree.roots[size]));
            }
        }
    assert_false(merkle_inclusion_holds(-1, 1, &tree.nodes[0][0], path, 0, &tree.roots[1]));
    assert_false(merkle_inclusion_holds(1, 1, &tree.nodes[0][0], path, 0, &tree.roots[1]));
}

static void test_consistency(void **state)
{
    (void)state;
    static struct tree tree;
    struct merkle_range ranges[MERKLE_PROOF_MAX];
    struct merkle_hash path[MERKLE_PROOF_MAX];
    grow(&tree);
    for (int64_t n = 1; n <= SIZE; n++)
        for (int64_t m = 1; m <= n; m++) {
            size_t count = hash_all(&tree, ranges, merkle_consistency(m, n, ranges), path);
            const struct merkle_hash *former = &tree.roots[m], *now = &tree.roots[n];
            assert_true(merkle_consistency_holds(m, former, n, now, path, count));
            assert_false(merkle_consistency_holds(m, &tree.roots[m - 1], n, now, path, count));
            if (m < n) {
                path[0].at[0] ^= 1;
                assert_false(merkle_consistency_holds(m, former, n, now, path, count));
                assert_false(merkle_consistency_holds(m, former, n, now, path, 0));
            }
        }
    assert_false(merkle_consistency_holds(0, &tree.roots[0], 1, &tree.roots[1], path, 0));
    assert_false(merkle_consistency_holds(2, &tree.roots[2], 1, &tree.roots[1], path, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roots),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_inclusion),
        cmocka_unit_test(test_consistency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
