/* SPDX-License-Identifier: Apache-2.0 */
/* Goes through the whole journal, entry by entry, and tells where it is not what was once written: changed, taken away, put in another
   order, or another than a head that somebody kept elsewhere. It reads in a steady amount of memory, and writes nothing.
   Example: journal_verify(db, &kept, tell, context, &verdict, err) */
#ifndef JOURNAL_JOURNAL_VERIFY_H
#define JOURNAL_JOURNAL_VERIFY_H

#include "journal/journal_tree.h"

struct journal_verdict {
    struct journal_head head; /* as computed from the entries */
    int64_t waiting;          /* entries that have no place yet */
    int64_t erased;           /* entries whose person was erased: their proof holds nevertheless */
    int64_t heads;            /* former heads that were compared */
    int64_t problems;         /* 0: the journal is whole */
};

/* place: "entry 17 (team.created)"; what: the sentence behind it. */
typedef void (*journal_verify_tell)(void *context, struct text place, struct text what);

/* kept: a head that was kept elsewhere, or NULL. tell is called for each problem, up to JOURNAL_VERIFY_TOLD; the rest is counted. Fails
   only when the database does; what is wrong with the journal is in the verdict. */
enum { JOURNAL_VERIFY_TOLD = 50 };
MUST_USE bool journal_verify(struct db *db, const struct journal_head *kept,
    journal_verify_tell tell, void *context, struct journal_verdict *ret_verdict, struct err *err);

#endif
