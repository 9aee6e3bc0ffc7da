/* SPDX-License-Identifier: Apache-2.0 */
/* An entry as it was written, and what its leaf commits to: a text that anybody can be shown together with the entry's secret, and that
   tells nothing without. Example: journal_leaf_hash(&row, &hash) */
#ifndef JOURNAL_JOURNAL_LEAF_H
#define JOURNAL_JOURNAL_LEAF_H

#include "base/buf.h"
#include "journal/merkle.h"

struct journal_row {
    int64_t id;
    int64_t seq; /* -1: it waits for its place */
    int64_t at_us, actor_id, team_id, object_id, person_id;
    struct text kind, object_kind, facts;
    struct text secret, personal, personal_digest; /* bytes; personal is sealed */
};

/* Adds the text of an entry to out: JSON, its members always in this order. */
void journal_leaf_print(struct buf *out, const struct journal_row *row);

/* The leaf: its data is HMAC-SHA-256 of the text under the entry's secret. */
void journal_leaf_hash(const struct journal_row *row, struct merkle_hash *ret_hash);
/* The same of a text that was printed. */
void journal_leaf_of(struct text text, struct text secret, struct merkle_hash *ret_hash);

#endif
