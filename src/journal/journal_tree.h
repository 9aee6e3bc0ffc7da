/* SPDX-License-Identifier: Apache-2.0 */
/* The journal's Merkle tree as it is stored: entries get their places, and any head that ever was can be computed and proved. A new leaf
   costs two rows on average, a head or a proof some of the logarithm of the size.
   Example: journal_tree_place(db, now_us, &is_more, err); journal_tree_head(db, &head, err) */
#ifndef JOURNAL_JOURNAL_TREE_H
#define JOURNAL_JOURNAL_TREE_H

#include "journal/journal_leaf.h"
#include "store/db.h"

struct journal_head {
    int64_t size;
    struct merkle_hash root;
    int64_t at_us; /* 0 for an empty journal, or when nobody noted that head */
};

/* Gives places to some of the entries that wait, the oldest first, in a transaction of its own; ret_is_more tells whether to go on.
   Whoever does it meanwhile elsewhere is waited for. */
MUST_USE bool journal_tree_place(struct db *db, int64_t now_us, bool *ret_is_more, struct err *err);
/* The same until none waits. */
MUST_USE bool journal_tree_place_all(struct db *db, int64_t now_us, struct err *err);

/* The newest head, and how many entries wait for their place. */
MUST_USE bool journal_tree_head(struct db *db, struct journal_head *ret_head, struct err *err);
MUST_USE bool journal_tree_waiting(struct db *db, int64_t *ret_count, struct err *err);
/* The head of a former size. ERR_NOT_FOUND when the journal is not that long. */
MUST_USE bool journal_tree_head_of(
    struct db *db, int64_t size, struct journal_head *ret_head, struct err *err);

/* The first head that was noted of a journal that has entry seq: whoever asks gets the same one. ERR_NOT_FOUND. */
MUST_USE bool journal_tree_first_head(
    struct db *db, int64_t seq, struct journal_head *ret_head, struct err *err);

/* The proof that entry seq is in the tree of that size, and that the tree of first is the beginning of that of second. ret_path has
   room for MERKLE_PROOF_MAX. ERR_NOT_FOUND when the journal is not that long. */
MUST_USE bool journal_tree_inclusion(struct db *db, int64_t seq, int64_t size,
    struct merkle_hash *ret_path, size_t *ret_count, struct err *err);
MUST_USE bool journal_tree_consistency(struct db *db, int64_t first, int64_t second,
    struct merkle_hash *ret_path, size_t *ret_count, struct err *err);

/* "SIZE:ROOT", as heads are kept elsewhere. */
enum { JOURNAL_HEAD_TEXT_SIZE = 20 + 1 + SHA256_HEX_SIZE };
const char *journal_tree_print_head(
    const struct journal_head *head, char at[JOURNAL_HEAD_TEXT_SIZE]);
MUST_USE bool journal_tree_read_head(
    struct text text, struct journal_head *ret_head, struct err *err);

#endif
