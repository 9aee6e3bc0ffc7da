/* SPDX-License-Identifier: Apache-2.0 */
/* Merkle trees of what can be claimed of SecurityBadge: one root on the chain for any number of badges, a proof for each. They are the
   trees of OpenZeppelin's merkle-tree, so that others can make the same.
   Example: claim_tree_leaf(&holder, 3, commitment, &leaves[0]); …
            if (claim_tree_new(&tree, leaves, count, arena)) root = claim_tree_root(&tree); */
#ifndef CHAIN_CLAIM_TREE_H
#define CHAIN_CLAIM_TREE_H

#include "base/arena.h"
#include "chain/address.h"
#include "chain/keccak.h"

/* No tree in memory has more levels, so no proof has more hashes. */
enum { CLAIM_TREE_DEPTH = 48 };

struct claim_node {
    unsigned char at[KECCAK_SIZE];
};

/* Its nodes are in the arena: a heap, in which node i stands above 2i + 1 and 2i + 2, and whose end is the leaves, sorted, backwards. */
struct claim_tree {
    struct claim_node *nodes;
    size_t count; /* of leaves */
};

struct claim_proof {
    struct claim_node nodes[CLAIM_TREE_DEPTH];
    size_t count;
};

/* Writes the leaf of a badge: keccak256(keccak256(abi.encode(holder, class, commitment))). */
void claim_tree_leaf(const struct chain_address *holder, uint64_t class,
    const unsigned char commitment[KECCAK_SIZE], struct claim_node *ret_leaf);

/* Makes the tree of leaves in any order. Returns false when there are none, or the arena is spent. */
MUST_USE bool claim_tree_new(struct claim_tree *ret_tree, const struct claim_node *leaves,
    size_t count, struct arena *arena);

const struct claim_node *claim_tree_root(const struct claim_tree *tree);

/* Finds the proof of a leaf. Returns false when the tree has none such. */
MUST_USE bool claim_tree_find(
    const struct claim_tree *tree, const struct claim_node *leaf, struct claim_proof *ret_proof);

/* Returns whether the proof leads from the leaf to the root, as the contract checks it. */
bool claim_tree_check(const struct claim_node *root, const struct claim_node *leaf,
    const struct claim_node *proof, size_t count);

#endif
