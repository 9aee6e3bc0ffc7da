/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_mute.h"

bool alert_mute_begin(struct db *db, const struct alert_mute *mute, struct err *err)
{
    return db_run(db,
        "INSERT INTO alert_mute (team_id, vulnerability_id, until_us, reason, account_id, at_us)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (team_id, vulnerability_id) DO UPDATE SET"
        " until_us = excluded.until_us, reason = excluded.reason,"
        " account_id = excluded.account_id, at_us = excluded.at_us",
        DB_ARGS(DB_INT(mute->team_id), DB_INT(mute->vulnerability_id), DB_INT(mute->until_us),
            DB_TEXT(mute->reason), DB_INT(mute->account_id), DB_INT(mute->at_us)),
        NULL, err);
}

bool alert_mute_end(
    struct db *db, int64_t team_id, int64_t vulnerability_id, bool *ret_was, struct err *err)
{
    int64_t changed;
    if (!db_run(db, "DELETE FROM alert_mute WHERE team_id = $1 AND vulnerability_id = $2",
            DB_ARGS(DB_INT(team_id), DB_INT(vulnerability_id)), &changed, err))
        return false;
    *ret_was = changed > 0;
    return true;
}

#define SELECT_MUTES                                                                               \
    "SELECT m.vulnerability_id, m.until_us, m.reason, m.account_id, m.at_us, a.name,"              \
    " (SELECT t.name FROM ticket t WHERE t.vulnerability_id = m.vulnerability_id"                  \
    " ORDER BY t.id LIMIT 1),"                                                                     \
    " (SELECT MIN(t.id) FROM ticket t WHERE t.vulnerability_id = m.vulnerability_id"               \
    " AND t.team_id = m.team_id)"                                                                  \
    " FROM alert_mute m JOIN account a ON a.id = m.account_id"                                     \
    " WHERE m.team_id = $1 AND m.until_us > $2"

static struct alert_mute read_mute(const struct db_rows *rows, size_t row, int64_t team_id)
{
    return (struct alert_mute){.team_id = team_id,
        .vulnerability_id = db_int(rows, row, 0),
        .until_us = db_int(rows, row, 1),
        .reason = db_text(rows, row, 2),
        .account_id = db_int(rows, row, 3),
        .at_us = db_int(rows, row, 4),
        .account_name = db_text(rows, row, 5),
        .vulnerability = db_text(rows, row, 6),
        .ticket_id = db_int(rows, row, 7)};
}

bool alert_mute_list(struct db *db, int64_t team_id, int64_t now_us, struct arena *arena,
    struct alert_mute **ret_mutes, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, SELECT_MUTES " ORDER BY m.until_us, m.vulnerability_id",
            DB_ARGS(DB_INT(team_id), DB_INT(now_us)), arena, &rows, err))
        return false;
    struct alert_mute *mutes = arena_take_array(arena, rows.count, sizeof *mutes);
    for (size_t i = 0; mutes && i < rows.count; i++)
        mutes[i] = read_mute(&rows, i, team_id);
    *ret_mutes = mutes;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool alert_mute_find(struct db *db, int64_t team_id, int64_t vulnerability_id, int64_t now_us,
    struct arena *arena, struct alert_mute *ret_mute, bool *ret_is_muted, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, SELECT_MUTES " AND m.vulnerability_id = $3",
            DB_ARGS(DB_INT(team_id), DB_INT(now_us), DB_INT(vulnerability_id)), arena, &rows, err))
        return false;
    *ret_is_muted = rows.count > 0;
    if (rows.count)
        *ret_mute = read_mute(&rows, 0, team_id);
    return true;
}
