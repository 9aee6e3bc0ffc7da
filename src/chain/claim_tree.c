/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/claim_tree.h"

#include <stdlib.h>
#include <string.h>

void claim_tree_leaf(const struct chain_address *holder, uint64_t class,
    const unsigned char commitment[KECCAK_SIZE], struct claim_node *ret_leaf)
{
    unsigned char words[3][32] = {0};
    memcpy(words[0] + 32 - ADDRESS_SIZE, holder->at, ADDRESS_SIZE);
    for (size_t i = 0; i < sizeof class; i++)
        words[1][31 - i] = (unsigned char)(class >> 8 * i);
    memcpy(words[2], commitment, KECCAK_SIZE);
    keccak_of((struct text){(const char *)words, sizeof words}, ret_leaf->at);
    /* Twice, so that no inner node can pass for a leaf. */
    keccak_of((struct text){(const char *)ret_leaf->at, KECCAK_SIZE}, ret_leaf->at);
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct claim_node));
}

/* The hash of two siblings does not tell which stood left. */
static void join(
    const struct claim_node *a, const struct claim_node *b, struct claim_node *ret_node)
{
    bool is_sorted = compare(a, b) < 0;
    keccak_of_pair(is_sorted ? a->at : b->at, is_sorted ? b->at : a->at, ret_node->at);
}

/* Where the leaf with that rank among the sorted ones stands. */
static size_t place_of(const struct claim_tree *tree, size_t rank)
{
    return 2 * tree->count - 2 - rank;
}

bool claim_tree_new(
    struct claim_tree *ret_tree, const struct claim_node *leaves, size_t count, struct arena *arena)
{
    struct claim_tree tree = {.count = count};
    struct claim_node *sorted = arena_take_array(arena, count, sizeof *sorted);
    if (!count || count > SIZE_MAX / 2 || !sorted)
        return false;
    tree.nodes = arena_take_array(arena, 2 * count - 1, sizeof *tree.nodes);
    if (!tree.nodes)
        return false;
    memcpy(sorted, leaves, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare);
    for (size_t rank = 0; rank < count; rank++)
        tree.nodes[place_of(&tree, rank)] = sorted[rank];
    for (size_t i = count - 1; i-- > 0;)
        join(&tree.nodes[2 * i + 1], &tree.nodes[2 * i + 2], &tree.nodes[i]);
    *ret_tree = tree;
    return true;
}

const struct claim_node *claim_tree_root(const struct claim_tree *tree)
{
    return &tree->nodes[0];
}

/* Returns the rank of the leaf, or of the first greater one. */
static size_t find_rank(const struct claim_tree *tree, const struct claim_node *leaf)
{
    size_t low = 0, high = tree->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&tree->nodes[place_of(tree, middle)], leaf) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool claim_tree_find(
    const struct claim_tree *tree, const struct claim_node *leaf, struct claim_proof *ret_proof)
{
    size_t rank = find_rank(tree, leaf);
    if (rank == tree->count || compare(&tree->nodes[place_of(tree, rank)], leaf) != 0)
        return false;
    ret_proof->count = 0;
    for (size_t i = place_of(tree, rank); i > 0; i = (i - 1) / 2)
        ret_proof->nodes[ret_proof->count++] = tree->nodes[i % 2 ? i + 1 : i - 1];
    return true;
}

bool claim_tree_check(const struct claim_node *root, const struct claim_node *leaf,
    const struct claim_node *proof, size_t count)
{
    struct claim_node node = *leaf;
    for (size_t i = 0; i < count; i++)
        join(&node, &proof[i], &node);
    return compare(&node, root) == 0;
}
