/* SPDX-License-Identifier: Apache-2.0 */
/* Merkle trees as RFC 9162, section 2.1, has them, over SHA-256: hashes, roots and proofs, and no storage.
   Example: merkle_stack_add(&stack, &leaf); merkle_stack_root(&stack, &root) */
#ifndef JOURNAL_MERKLE_H
#define JOURNAL_MERKLE_H

#include "base/err.h"
#include "codec/sha256.h"

enum { MERKLE_LEVELS = 63 };

struct merkle_hash {
    unsigned char at[SHA256_SIZE];
};

/* The hash of a leaf: SHA-256(0x00 | data); of a node: SHA-256(0x01 | left | right). */
void merkle_leaf(struct text data, struct merkle_hash *ret_hash);
void merkle_node(
    const struct merkle_hash *left, const struct merkle_hash *right, struct merkle_hash *ret_hash);
bool merkle_eq(const struct merkle_hash *a, const struct merkle_hash *b);

/* A tree that grows leaf by leaf, of which only the complete subtrees at its right edge are kept: at[n] is the one of 2^n leaves,
   where bit n of size is set. */
struct merkle_stack {
    int64_t size;
    struct merkle_hash at[MERKLE_LEVELS];
};
/* Adds a leaf. completed: told of each subtree that is complete by it, the leaf first (level 0); may be NULL. */
typedef void (*merkle_completed)(
    void *context, int64_t level, int64_t position, const struct merkle_hash *hash);
void merkle_stack_add(struct merkle_stack *stack, const struct merkle_hash *leaf,
    merkle_completed completed, void *context);
/* The root; of an empty tree, the hash of nothing. */
void merkle_stack_root(const struct merkle_stack *stack, struct merkle_hash *ret_root);

/* The leaves [from, to), whose hash is a part of a proof. */
struct merkle_range {
    int64_t from, to;
};
/* What proves that leaf index is in a tree of that size (section 2.1.3), and that a tree of first leaves was the beginning of one
   of second leaves (section 2.1.4; 0 < first <= second). Returns how many ranges. */
enum { MERKLE_PROOF_MAX = 2 * MERKLE_LEVELS };
size_t merkle_inclusion(
    int64_t index, int64_t size, struct merkle_range ret_ranges[MERKLE_PROOF_MAX]);
size_t merkle_consistency(
    int64_t first, int64_t second, struct merkle_range ret_ranges[MERKLE_PROOF_MAX]);

/* Finds the hash of a complete subtree. */
typedef bool (*merkle_find)(
    void *context, int64_t level, int64_t position, struct merkle_hash *ret_hash, struct err *err);
/* Puts the hash of a range of a proof, or of [0, size), together from complete subtrees. */
MUST_USE bool merkle_range_hash(struct merkle_range range, merkle_find find, void *context,
    struct merkle_hash *ret_hash, struct err *err);

/* Whether a proof holds (sections 2.1.3.2 and 2.1.4.2). */
bool merkle_inclusion_holds(int64_t index, int64_t size, const struct merkle_hash *leaf,
    const struct merkle_hash *path, size_t count, const struct merkle_hash *root);
bool merkle_consistency_holds(int64_t first, const struct merkle_hash *first_root, int64_t second,
    const struct merkle_hash *second_root, const struct merkle_hash *path, size_t count);

#endif
