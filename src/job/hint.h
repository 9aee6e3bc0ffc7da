/* SPDX-License-Identifier: Apache-2.0 */
/* That something changed, for browsers that show it: written in the transaction of its cause, read by every server's feed (app/feed.h), and
   forgotten soon. A hint says where to look, and nothing of what is there.
   Example: hint_add(db, &(struct hint){.kind = TEXT("tickets"), .team_id = id, .ids = ids, .id_count = 2}, err) */
#ifndef JOB_HINT_H
#define JOB_HINT_H

#include "base/clock.h"
#include "store/db.h"

/* Ids that one hint names; of more, "many" is said. */
enum { HINT_IDS_MAX = 20 };

/* So long after, who was away is told what there was; a hint of a transaction that took longer than HINT_LATE_US may be missed. */
#define HINT_KEPT_US (300 * CLOCK_SECOND_US)
#define HINT_LATE_US (15 * CLOCK_SECOND_US)

struct hint {
    int64_t id;         /* hint_add makes it */
    struct text kind;   /* "tickets", "inbox", "sboms", "deliveries", "advisories" */
    int64_t team_id;    /* who sees the team may know; 0: everybody, or the account alone */
    int64_t account_id; /* 0: not for one alone */
    const int64_t *ids; /* to add */
    size_t id_count;
    struct text id_list; /* of one that was read: "1,2", empty for many, or where it says all */
};

/* Adds a hint; more ids than HINT_IDS_MAX become none, which says that many changed. */
MUST_USE bool hint_add(struct db *db, const struct hint *hint, struct err *err);

/* Those with ids larger than after_id, by id, up to limit. */
MUST_USE bool hint_list(struct db *db, int64_t after_id, size_t limit, struct arena *arena,
    struct hint **ret_hints, size_t *ret_count, struct err *err);
MUST_USE bool hint_forget(struct db *db, int64_t now_us, struct err *err);
/* The least id that a hint of this time may have. */
int64_t hint_id_of(int64_t time_us);

#endif
