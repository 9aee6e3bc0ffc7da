/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "codec/zone.h"
#include "health/reading.h"
#include "ticket/action_ground.h"

struct noting {
    const struct api_principal *who;
    const struct reading_visit *visit;
    int64_t now_us, day;
    struct arena *arena;
};

static bool find_day(struct db *db, const struct api_principal *who, int64_t now_us,
    struct arena *arena, int64_t *ret_day, struct err *err)
{
    struct db_rows rows;
    struct zone zone;
    if (!db_query(db, "SELECT time_zone FROM account WHERE id = $1",
            DB_ARGS(DB_INT(who->account_id)), arena, &rows, err))
        return false;
    struct text name = rows.count ? db_text(&rows, 0, 0) : TEXT("");
    if (!zone_open(&zone, name.len ? name : TEXT("UTC"), err))
        return false;
    *ret_day = zone_time(&zone, now_us).day;
    zone_close(&zone);
    return true;
}

static bool check_room(struct db *db, const struct noting *it, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT count(*), count(*) FILTER (WHERE advisory = $3) FROM reading "
            "WHERE account_id = $1 AND day = $2",
            DB_ARGS(DB_INT(it->who->account_id), DB_INT(it->day), DB_TEXT(it->visit->advisory)),
            it->arena, &rows, err))
        return false;
    return db_int(&rows, 0, 0) < (int64_t)LIMIT_READINGS_OF_DAY || db_int(&rows, 0, 1) ||
           err_set(err, ERR_LIMIT, "advisory_id: more than %zu were read today already",
               LIMIT_READINGS_OF_DAY);
}

/* The teams of whom it is: those with tickets of the flaw, else all. */
static bool add_teams(struct db *db, const struct noting *it, struct err *err)
{
    int64_t changed = 0;
    struct db_args args =
        DB_ARGS(DB_INT(it->who->account_id), DB_INT(it->day), DB_TEXT(it->visit->advisory));
    return db_run(db,
               "INSERT INTO reading_team (account_id, day, advisory, team_id) "
               "SELECT r.account_id, r.day, r.advisory, m.team_id FROM reading r "
               "JOIN team_member m ON m.account_id = r.account_id "
               "WHERE r.account_id = $1 AND r.day = $2 AND r.advisory = $3 AND EXISTS "
               "(SELECT 1 FROM ticket t WHERE t.vulnerability_id = r.vulnerability_id "
               "AND t.team_id = m.team_id) ON CONFLICT DO NOTHING",
               args, &changed, err) &&
           (changed ||
               db_run(db,
                   "INSERT INTO reading_team (account_id, day, advisory, team_id) "
                   "SELECT r.account_id, r.day, r.advisory, m.team_id FROM reading r "
                   "JOIN team_member m ON m.account_id = r.account_id "
                   "WHERE r.account_id = $1 AND r.day = $2 AND r.advisory = $3 ON CONFLICT DO NOTHING",
                   args, NULL, err));
}

static bool note(struct db *db, void *context, struct err *err)
{
    const struct noting *it = context;
    const struct reading_visit *visit = it->visit;
    struct db_rows rows;
    int64_t added = visit->is_more ? 0 : 1;
    if (!check_room(db, it, err) ||
        !db_query(db,
            "INSERT INTO reading (account_id, day, advisory, vulnerability_id, first_us, last_us, count, seconds) "
            "VALUES ($1, $2, $3, (SELECT l.vulnerability_id FROM vulnerability_alias l WHERE l.alias = $3), "
            "$4, $4, 1, $5) ON CONFLICT (account_id, day, advisory) DO UPDATE SET "
            "last_us = excluded.last_us, count = reading.count + $6, "
            "seconds = reading.seconds + excluded.seconds RETURNING count, first_us",
            DB_ARGS(DB_INT(it->who->account_id), DB_INT(it->day), DB_TEXT(visit->advisory),
                DB_INT(it->now_us), DB_INT(visit->seconds), DB_INT(added)),
            it->arena, &rows, err))
        return false;
    bool is_first = db_int(&rows, 0, 0) == 1 && db_int(&rows, 0, 1) == it->now_us;
    return !is_first || add_teams(db, it, err);
}

bool reading_note(struct db *db, const struct api_principal *who, const struct reading_visit *visit,
    int64_t now_us, struct err *err)
{
    struct arena arena;
    struct noting it = {who, visit, now_us, 0, &arena};
    if (!action_ground_is_id(visit->advisory))
        return err_set(err, ERR_USAGE, "advisory_id: is no id of a vulnerability or advisory");
    if (visit->seconds < 0 || visit->seconds > LIMIT_READING_SECONDS)
        return err_set(
            err, ERR_USAGE, "seconds: must be from 0 to %lld", (long long)LIMIT_READING_SECONDS);
    arena_init(&arena, SIZE_MAX);
    bool is_done =
        find_day(db, who, now_us, &arena, &it.day, err) && db_transact(db, note, &it, err);
    arena_done(&arena);
    return is_done;
}

bool reading_list(struct db *db, const struct api_principal *who, const struct reading_query *query,
    struct arena *arena, struct reading **ret_readings, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT r.advisory, r.day, r.first_us, r.last_us, r.count, r.seconds FROM reading r "
            "WHERE r.account_id = $1 AND r.last_us >= $2 AND r.last_us < $3 AND NOT EXISTS "
            "(SELECT 1 FROM reading n WHERE n.account_id = r.account_id "
            "AND n.advisory = r.advisory AND n.day > r.day) ORDER BY r.last_us DESC LIMIT $4",
            DB_ARGS(DB_INT(who->account_id), DB_INT(query->since_us), DB_INT(query->before_us),
                DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct reading *readings = arena_take_array(arena, rows.count, sizeof *readings);
    for (size_t i = 0; readings && i < rows.count; i++)
        readings[i] = (struct reading){.advisory = db_text(&rows, i, 0),
            .day = db_int(&rows, i, 1),
            .first_us = db_int(&rows, i, 2),
            .last_us = db_int(&rows, i, 3),
            .count = db_int(&rows, i, 4),
            .seconds = db_int(&rows, i, 5)};
    *ret_readings = readings;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
