/* SPDX-License-Identifier: Apache-2.0 */
#include "app/feed_rows.h"

#include "store/db_in.h"

static const struct db_value *values_of(const int64_t *ids, size_t count, struct arena *arena)
{
    struct db_value *values = arena_take_array(arena, count, sizeof *values);
    for (size_t i = 0; values && i < count; i++)
        values[i] = DB_INT(ids[i]);
    return values;
}

bool feed_rows_sessions(struct db *db, const int64_t *ids, size_t count, int64_t now_us,
    struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    const struct db_value *values = values_of(ids, count, arena);
    return arena_check(arena, err) &&
           db_in_query(db,
               "SELECT s.id, a.is_administrator + 2 * a.is_analyst + 4 * a.is_governance"
               " + 8 * a.is_coordinator FROM session s JOIN account a ON a.id = s.account_id"
               " WHERE s.expires_us > $1 AND a.disabled_us IS NULL AND s.id IN",
               DB_ARGS(DB_INT(now_us)), (struct db_args){values, count}, "", arena, ret_rows, err);
}

bool feed_rows_members(struct db *db, const int64_t *team_ids, size_t count, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    const struct db_value *values = values_of(team_ids, count, arena);
    return arena_check(arena, err) &&
           db_in_query(db, "SELECT account_id, team_id, role FROM team_member WHERE team_id IN",
               DB_NO_ARGS, (struct db_args){values, count}, "", arena, ret_rows, err);
}
