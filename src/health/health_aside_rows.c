/* SPDX-License-Identifier: Apache-2.0 */
#include "health/health_advice.h"

bool health_aside_read(struct db *db, int64_t team_id, int64_t now_us, struct arena *arena,
    struct health_advice_list *list, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT x.rule, x.topic, x.count, x.account_id, a.name, x.reason, x.at_us, x.until_us FROM health_aside x"
            " JOIN account a ON a.id = x.account_id WHERE x.team_id = $1 AND x.until_us > $2",
            DB_ARGS(DB_INT(team_id), DB_INT(now_us)), arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        for (size_t k = 0; k < list->len; k++) {
            struct health_advice *one = &list->at[k];
            if (text_is(db_text(&rows, i, 0), one->rule->name) &&
                text_eq(db_text(&rows, i, 1), one->topic) && one->count <= db_int(&rows, i, 2))
                one->aside = (struct health_aside){.account_id = db_int(&rows, i, 3),
                    .account_name = db_text(&rows, i, 4),
                    .reason = db_text(&rows, i, 5),
                    .at_us = db_int(&rows, i, 6),
                    .until_us = db_int(&rows, i, 7)};
        }
    return true;
}

bool health_aside_write(struct db *db, const struct health_aside_order *order, int64_t account_id,
    int64_t count, int64_t now_us, struct err *err)
{
    return db_run(db,
        "INSERT INTO health_aside (team_id, rule, topic, count, reason, account_id, at_us, until_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (team_id, rule, topic) DO UPDATE SET count = excluded.count,"
        " reason = excluded.reason, account_id = excluded.account_id, at_us = excluded.at_us, until_us = excluded.until_us",
        DB_ARGS(DB_INT(order->team_id), DB_TEXT(order->rule), DB_TEXT(order->topic), DB_INT(count),
            DB_TEXT(order->reason), DB_INT(account_id), DB_INT(now_us), DB_INT(order->until_us)),
        NULL, err);
}

bool health_aside_end(
    struct db *db, const struct health_aside_order *order, bool *ret_was, struct err *err)
{
    int64_t changed;
    if (!db_run(db, "DELETE FROM health_aside WHERE team_id = $1 AND rule = $2 AND topic = $3",
            DB_ARGS(DB_INT(order->team_id), DB_TEXT(order->rule), DB_TEXT(order->topic)), &changed,
            err))
        return false;
    *ret_was = changed > 0;
    return true;
}
