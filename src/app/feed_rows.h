/* SPDX-License-Identifier: Apache-2.0 */
/* Who may know of what: the sessions that still are, and who is in which team.
   Example: feed_rows_sessions(db, ids, count, now_us, arena, &rows, err) gives rows of a session's id and its account's roles */
#ifndef APP_FEED_ROWS_H
#define APP_FEED_ROWS_H

#include "store/db.h"

MUST_USE bool feed_rows_sessions(struct db *db, const int64_t *ids, size_t count, int64_t now_us,
    struct arena *arena, struct db_rows *ret_rows, struct err *err);
/* Rows of an account, a team and the role, of these teams. */
MUST_USE bool feed_rows_members(struct db *db, const int64_t *team_ids, size_t count,
    struct arena *arena, struct db_rows *ret_rows, struct err *err);

#endif
