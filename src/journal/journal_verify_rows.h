/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of verifying. Example: journal_verify_rows_entries(db, from, limit, arena, &rows, &count, err) */
#ifndef JOURNAL_JOURNAL_VERIFY_ROWS_H
#define JOURNAL_JOURNAL_VERIFY_ROWS_H

#include "journal/journal_tree.h"

/* Up to limit entries from a place on, in order. */
MUST_USE bool journal_verify_rows_entries(struct db *db, int64_t from_seq, size_t limit,
    struct arena *arena, struct journal_row **ret_rows, size_t *ret_count, struct err *err);

/* Hashes of one level at positions [from, to), by position; NULL where there is none, or none of the right size. */
MUST_USE bool journal_verify_rows_nodes(struct db *db, int64_t level, int64_t from, int64_t to,
    struct arena *arena, const struct merkle_hash **ret_hashes, struct err *err);
/* How many hashes there are. */
MUST_USE bool journal_verify_rows_node_count(struct db *db, int64_t *ret_count, struct err *err);
/* The place of a leaf; -1 when there is none. */
MUST_USE bool journal_verify_rows_find_leaf(
    struct db *db, const struct merkle_hash *leaf, int64_t *ret_seq, struct err *err);

/* The size of the largest head; and how many entries have a place outside of [0, size). */
MUST_USE bool journal_verify_rows_size(struct db *db, int64_t *ret_size, struct err *err);
MUST_USE bool journal_verify_rows_outside(
    struct db *db, int64_t size, int64_t *ret_count, struct err *err);

/* Up to limit heads of more than after_size entries, by size; a damaged root is all zeroes. */
MUST_USE bool journal_verify_rows_heads(struct db *db, int64_t after_size, size_t limit,
    struct arena *arena, struct journal_head **ret_heads, size_t *ret_count, struct err *err);

#endif
