/* SPDX-License-Identifier: Apache-2.0 */
/* The proof that one entry is in the journal, as a document that can be checked without the database: it opens that entry, and tells
   nothing of the others. Example: journal_proof_make(&proof, db, &row, 0, arena, err); journal_proof_print(&out, &proof) */
#ifndef JOURNAL_JOURNAL_PROOF_H
#define JOURNAL_JOURNAL_PROOF_H

#include "journal/journal_tree.h"

struct journal_proof {
    struct text text, secret; /* of the entry; secret in bytes */
    struct merkle_hash leaf;
    int64_t seq;
    struct journal_head head;
    struct merkle_hash path[MERKLE_PROOF_MAX];
    size_t path_count;
};

/* In the tree of size entries, 0: of all there are. ERR_NOT_FOUND when the entry came later, or the journal is not that long. */
MUST_USE bool journal_proof_make(struct journal_proof *ret_proof, struct db *db,
    const struct journal_row *row, int64_t size, struct arena *arena, struct err *err);

/* Adds it to out, as a JSON object. */
void journal_proof_print(struct buf *out, const struct journal_proof *proof);
/* Reads such an object. ERR_SYNTAX. Texts live in arena. */
MUST_USE bool journal_proof_read(
    struct journal_proof *ret_proof, struct text json, struct arena *arena, struct err *err);

/* Whether the entry's text gives the leaf, and the path leads from there to the head's root. */
bool journal_proof_holds(const struct journal_proof *proof);

/* Adds hashes to out as a JSON array with that key. */
void journal_proof_print_path(
    struct buf *out, const char *key, const struct merkle_hash *path, size_t count);
/* Adds the members size, root and at. */
void journal_proof_print_head(struct buf *out, const struct journal_head *head);

#endif
