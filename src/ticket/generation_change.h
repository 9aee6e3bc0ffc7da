/* SPDX-License-Identifier: Apache-2.0 */
/* What a new generation of the index makes worth a new look: names of packages, kept in the database until their answers and
   tickets have followed. Any ecosystem is meant by a name: a look too many finds nothing, one too few would be silent.
   Example: generation_change_note(db, index, &changes, err); generation_change_list(db, 256, arena, &list, &count, err) */
#ifndef TICKET_GENERATION_CHANGE_H
#define TICKET_GENERATION_CHANGE_H

#include "advisory/advisory_index.h"
#include "store/db.h"

/* Notes the packages that are installed somewhere and that changes name, those with tickets of the CVEs that changed, and
   those of ecosystems that came to be covered or are not any more. changes is NULL when anything may have changed. Must
   run inside a transaction. */
MUST_USE bool generation_change_note(struct db *db, const struct advisory_index *index,
    const struct advisory_changes *changes, struct err *err);

struct generation_change {
    struct text package;
    int64_t after_part_id; /* its tickets have followed in parts up to this one */
};
/* The first ones: one that is at work, then by name. */
MUST_USE bool generation_change_list(struct db *db, size_t limit, struct arena *arena,
    struct generation_change **ret_changes, size_t *ret_count, struct err *err);

/* Takes off those that have followed, or notes how far one has. */
MUST_USE bool generation_change_done(
    struct db *db, const struct generation_change *changes, size_t count, struct err *err);
MUST_USE bool generation_change_move(
    struct db *db, const struct generation_change *change, struct err *err);

/* Notes a part whose tickets were looked at whole, if anything is still to follow: what is kept of its package versions may be
   older than its tickets, so that a later change of them would not be seen. */
MUST_USE bool generation_change_note_part(struct db *db, int64_t part_id, struct err *err);
/* Takes some of those parts off. */
MUST_USE bool generation_change_take_parts(struct db *db, size_t limit, struct arena *arena,
    int64_t **ret_part_ids, size_t *ret_count, struct err *err);

#endif
