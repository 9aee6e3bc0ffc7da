/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/watch.h"

#include "account/team.h"
#include "base/vec.h"
#include "store/db_in.h"

enum { LOOKUP = 512 };

/* Who left the team, or may not come in any more, is told nothing. */
#define SEES(roles) TEAM_SEERS("t.team_id", "a", roles)

#define PUT                                                                                        \
    "INSERT INTO ticket_watch (ticket_id, account_id, is_watching, since_us)"                      \
    " VALUES ($1, $2, $3, $4) ON CONFLICT (ticket_id, account_id) DO "

static bool put(struct db *db, const char *sql, int64_t ticket_id, int64_t account_id,
    bool is_watching, int64_t now_us, struct err *err)
{
    return db_run(db, sql,
        DB_ARGS(DB_INT(ticket_id), DB_INT(account_id), DB_INT(is_watching), DB_INT(now_us)), NULL,
        err);
}

bool watch_begin(struct db *db, int64_t ticket_id, int64_t account_id, enum watch_cause cause,
    int64_t now_us, struct err *err)
{
    const char *sql = cause == WATCH_BY_COMMENT ? PUT "NOTHING"
                                                : PUT
                          "UPDATE SET is_watching = excluded.is_watching,"
                          " since_us = excluded.since_us WHERE ticket_watch.is_watching = 0";
    return put(db, sql, ticket_id, account_id, true, now_us, err);
}

bool watch_end(
    struct db *db, int64_t ticket_id, int64_t account_id, int64_t now_us, struct err *err)
{
    return put(db,
        PUT "UPDATE SET is_watching = excluded.is_watching, since_us = excluded.since_us",
        ticket_id, account_id, false, now_us, err);
}

bool watch_copy(struct db *db, int64_t from_ticket_id, int64_t to_ticket_id, struct err *err)
{
    return db_run(db,
        "INSERT INTO ticket_watch (ticket_id, account_id, is_watching, since_us)"
        " SELECT CAST($2 AS BIGINT), w.account_id, 1, w.since_us FROM ticket_watch w"
        " WHERE w.ticket_id = $1 AND w.is_watching = 1"
        " ON CONFLICT (ticket_id, account_id) DO NOTHING",
        DB_ARGS(DB_INT(from_ticket_id), DB_INT(to_ticket_id)), NULL, err);
}

bool watch_list(struct db *db, int64_t ticket_id, struct arena *arena,
    struct watch_person **ret_people, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT a.id, a.name FROM ticket_watch w JOIN ticket t ON t.id = w.ticket_id"
            " JOIN account a ON a.id = w.account_id"
            " WHERE w.ticket_id = $1 AND w.is_watching = 1 AND " SEES(
                "$2") " ORDER BY a.name, a.id",
            DB_ARGS(DB_INT(ticket_id), TEAM_SEERS_ARG(RIGHT_TICKET_READ)), arena, &rows, err))
        return false;
    struct watch_person *people = arena_take_array(arena, rows.count, sizeof *people);
    for (size_t i = 0; people && i < rows.count; i++)
        people[i] = (struct watch_person){db_int(&rows, i, 0), db_text(&rows, i, 1)};
    *ret_people = people;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool watch_find(struct db *db, const int64_t *ticket_ids, size_t count, struct arena *arena,
    struct watch_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct {
        VEC(struct watch_row);
    } found = {0};
    bool is_ok = true;
    for (size_t from = 0; is_ok && from < count; from += LOOKUP) {
        struct db_value ids[LOOKUP];
        struct db_rows rows;
        size_t some = count - from < LOOKUP ? count - from : LOOKUP;
        for (size_t i = 0; i < some; i++)
            ids[i] = DB_INT(ticket_ids[from + i]);
        is_ok = db_in_query(db,
            "SELECT w.ticket_id, w.account_id, t.team_id, t.part_id FROM ticket_watch w"
            " JOIN ticket t ON t.id = w.ticket_id JOIN account a ON a.id = w.account_id"
            " WHERE w.is_watching = 1 AND " SEES("$1") " AND w.ticket_id IN",
            DB_ARGS(TEAM_SEERS_ARG(RIGHT_TICKET_READ)), (struct db_args){ids, some}, "", arena,
            &rows, err);
        for (size_t i = 0; is_ok && i < rows.count; i++)
            *VEC_ADD(&found) = (struct watch_row){
                db_int(&rows, i, 0), db_int(&rows, i, 1), db_int(&rows, i, 2), db_int(&rows, i, 3)};
    }
    struct watch_row *kept = arena_take_array(arena, found.len, sizeof *kept);
    if (kept && found.len)
        memcpy(kept, found.at, found.len * sizeof *kept);
    *ret_rows = kept;
    *ret_count = found.len;
    VEC_DONE(&found);
    return is_ok && arena_check(arena, err);
}
