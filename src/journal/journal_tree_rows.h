/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of the tree. Example: merkle_range_hash(range, journal_tree_rows_node, db, &hash, err) */
#ifndef JOURNAL_JOURNAL_TREE_ROWS_H
#define JOURNAL_JOURNAL_TREE_ROWS_H

#include "journal/journal_tree.h"

/* Finds the hash of a complete subtree; db is a struct db. ERR_CONFLICT when it was taken away. */
bool journal_tree_rows_node(
    void *db, int64_t level, int64_t position, struct merkle_hash *ret_hash, struct err *err);
/* When the head of that size was written; 0 when none was. */
MUST_USE bool journal_tree_rows_head_time(
    struct db *db, int64_t size, int64_t *ret_at_us, struct err *err);

/* The columns of an entry as journal_tree_rows_read wants them, of a table that is called e. */
#define JOURNAL_TREE_ROWS_COLUMNS                                                                  \
    "e.id, e.seq, e.at_us, e.actor_id, e.team_id, e.object_id, e.person_id, e.kind, "              \
    "e.object_kind, e.facts, e.secret, e.personal, e.personal_digest"
enum { JOURNAL_TREE_ROWS_COLUMN_COUNT = 13 };
struct journal_row journal_tree_rows_read(const struct db_rows *rows, size_t row);

#endif
