/* SPDX-License-Identifier: Apache-2.0 */
/* Who is told of what happens to a ticket: assignees, those who comment and those who are named begin by themselves, anybody who
   sees it may begin and end. Example: watch_begin(db, ticket_id, account_id, WATCH_BY_COMMENT, now_us, err) */
#ifndef TICKET_WATCH_H
#define TICKET_WATCH_H

#include "store/db.h"

/* Who ended it stays out when they comment; being named or given the ticket begins it anew: somebody asks for them. */
enum watch_cause { WATCH_BY_OWN_WORD, WATCH_BY_ASSIGNMENT, WATCH_BY_MENTION, WATCH_BY_COMMENT };

/* All must run inside a transaction. */
MUST_USE bool watch_begin(struct db *db, int64_t ticket_id, int64_t account_id,
    enum watch_cause cause, int64_t now_us, struct err *err);
MUST_USE bool watch_end(
    struct db *db, int64_t ticket_id, int64_t account_id, int64_t now_us, struct err *err);
/* Who watches one ticket watches the other too: when they turn out to be the same. */
MUST_USE bool watch_copy(
    struct db *db, int64_t from_ticket_id, int64_t to_ticket_id, struct err *err);

struct watch_person {
    int64_t id;
    struct text name;
};
/* Those who watch a ticket and see it still, by name. */
MUST_USE bool watch_list(struct db *db, int64_t ticket_id, struct arena *arena,
    struct watch_person **ret_people, size_t *ret_count, struct err *err);

/* Those who watch one of these tickets and see it still. */
struct watch_row {
    int64_t ticket_id, account_id, team_id, part_id;
};
MUST_USE bool watch_find(struct db *db, const int64_t *ticket_ids, size_t count,
    struct arena *arena, struct watch_row **ret_rows, size_t *ret_count, struct err *err);

#endif
