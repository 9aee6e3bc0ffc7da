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

bool alert_mute_list(struct db *db, int64_t team_id, int64_t now_us, struct arena *arena,
    struct alert_mute **ret_mutes, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT m.vulnerability_id, m.until_us, m.reason, m.account_id, m.at_us, a.name,"
            " (SELECT t.name FROM ticket t WHERE t.vulnerability_id = m.vulnerability_id"
            " ORDER BY t.id LIMIT 1),"
            " (SELECT MIN(t.id) FROM ticket t WHERE t.vulnerability_id = m.vulnerability_id"
            " AND t.team_id = m.team_id)"
            " FROM alert_mute m JOIN account a ON a.id = m.account_id"
            " WHERE m.team_id = $1 AND m.until_us > $2 ORDER BY m.until_us, m.vulnerability_id",
            DB_ARGS(DB_INT(team_id), DB_INT(now_us)), arena, &rows, err))
        return false;
    struct alert_mute *mutes = arena_take_array(arena, rows.count, sizeof *mutes);
    for (size_t i = 0; mutes && i < rows.count; i++)
        mutes[i] = (struct alert_mute){.team_id = team_id,
            .vulnerability_id = db_int(&rows, i, 0),
            .until_us = db_int(&rows, i, 1),
            .reason = db_text(&rows, i, 2),
            .account_id = db_int(&rows, i, 3),
            .at_us = db_int(&rows, i, 4),
            .account_name = db_text(&rows, i, 5),
            .vulnerability = db_text(&rows, i, 6),
            .ticket_id = db_int(&rows, i, 7)};
    *ret_mutes = mutes;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
