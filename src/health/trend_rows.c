/* SPDX-License-Identifier: Apache-2.0 */
#include "health/trend_rows.h"

#include <stdlib.h>

#include "store/db_batch.h"
#include "store/db_in.h"

enum { LOOKUP = 512 };

/* -- histories -- */

/* Since when a flaw counts as exploited for its ticket: a ticket that was opened later begins then. */
#define KEV_SINCE                                                                                  \
    "CASE WHEN t.is_kev = 0 THEN NULL WHEN t.kev_added_us > t.created_us THEN t.kev_added_us"      \
    " ELSE t.created_us END"
#define SELECT_TICKET                                                                              \
    "SELECT t.id, t.service_id, t.created_us, " KEV_SINCE ", s.deleted_us, f.published_us,"        \
    " p.created_us, t.priority, t.team_id FROM ticket t JOIN service s ON s.id = t.service_id"     \
    " JOIN part p ON p.id = t.part_id"                                                             \
    " LEFT JOIN health_flaw f ON f.vulnerability_id = t.vulnerability_id"                          \
    " WHERE (CAST($2 AS BIGINT) = 0 OR t.service_id = $2)"
/* An OR keeps away from the team's index, which would lead through all that the team ever did. */
#define TOUCHED                                                                                    \
    " AND (CAST($1 AS BIGINT) = 0 OR t.team_id = $1) AND t.updated_us >= $3 AND t.is_done = "

static struct trend_ticket read_ticket(const struct db_rows *rows, size_t row)
{
    struct trend_ticket ticket = {.id = db_int(rows, row, 0),
        .service_id = db_int(rows, row, 1),
        .created_us = db_int(rows, row, 2),
        .kev_us = db_int(rows, row, 3),
        .gone_us = db_int(rows, row, 4),
        .published_us = db_int(rows, row, 5),
        .part_us = db_int(rows, row, 6),
        .priority = db_int(rows, row, 7),
        .team_id = db_int(rows, row, 8)};
    if (ticket.priority < 0 || ticket.priority >= TREND_PRIORITIES)
        ticket.priority = 0;
    return ticket;
}

static bool read_tickets(struct db *db, const struct trend_wanted *wanted, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    const struct db_value team = DB_INT(wanted->team_id), service = DB_INT(wanted->service_id);
    const struct db_value touched = DB_INT(wanted->touched_us);
    if (wanted->is_all)
        return db_query(db,
            SELECT_TICKET " AND t.team_id = $1 AND t.id > $3 ORDER BY t.id LIMIT $4",
            DB_ARGS(team, service, DB_INT(wanted->after_id), DB_INT((int64_t)wanted->limit)), arena,
            ret_rows, err);
    if (wanted->has_open)
        return db_query(db,
            SELECT_TICKET " AND t.team_id = $1 AND t.is_done = 0 UNION ALL " SELECT_TICKET TOUCHED
                          "1",
            DB_ARGS(team, service, touched), arena, ret_rows, err);
    return db_query(db, SELECT_TICKET TOUCHED "0 UNION ALL " SELECT_TICKET TOUCHED "1",
        DB_ARGS(team, service, touched), arena, ret_rows, err);
}

/* The engines would go through all tickets by their ids to have them in order. */
static int by_id(const void *a, const void *b)
{
    int64_t left = ((const struct trend_history *)a)->ticket.id;
    int64_t right = ((const struct trend_history *)b)->ticket.id;
    return left < right ? -1 : left > right;
}

struct reading {
    struct trend_history *histories;
    struct trend_event *events; /* of one look-up */
    size_t count, at;
};

static struct trend_event read_event(const struct db_rows *rows, size_t row)
{
    return (struct trend_event){.ticket_id = db_int(rows, row, 0),
        .at_us = db_int(rows, row, 1),
        .account_id = db_int(rows, row, 2),
        .kind = db_text(rows, row, 3),
        .sets = db_text(rows, row, 4)};
}

/* Rows come by ticket, and so do the histories. */
static bool give_events(
    struct reading *reading, const struct db_rows *rows, struct arena *arena, struct err *err)
{
    struct trend_event *events = arena_take_array(arena, rows->count, sizeof *events);
    for (size_t i = 0; events && i < rows->count; i++) {
        events[i] = read_event(rows, i);
        while (reading->at < reading->count &&
               reading->histories[reading->at].ticket.id < events[i].ticket_id)
            reading->at++;
        if (reading->at == reading->count)
            break;
        struct trend_history *history = &reading->histories[reading->at];
        if (history->ticket.id != events[i].ticket_id)
            continue;
        if (!history->events)
            history->events = &events[i];
        history->event_count++;
    }
    return arena_check(arena, err);
}

static bool read_events(
    struct db *db, struct reading *reading, struct arena *arena, struct err *err)
{
    for (size_t from = 0; from < reading->count; from += LOOKUP) {
        struct db_value ids[LOOKUP];
        struct db_rows rows;
        size_t some = reading->count - from < LOOKUP ? reading->count - from : LOOKUP;
        for (size_t i = 0; i < some; i++)
            ids[i] = DB_INT(reading->histories[from + i].ticket.id);
        if (!db_in_query(db,
                "SELECT ticket_id, at_us, account_id, kind, sets FROM ticket_event"
                " WHERE ticket_id IN",
                DB_NO_ARGS, (struct db_args){ids, some}, "ORDER BY ticket_id, seq", arena, &rows,
                err) ||
            !give_events(reading, &rows, arena, err))
            return false;
    }
    return true;
}

bool trend_rows_histories(struct db *db, const struct trend_wanted *wanted, struct arena *arena,
    struct trend_history **ret_histories, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    struct reading reading = {0};
    if (!read_tickets(db, wanted, arena, &rows, err))
        return false;
    reading.histories = arena_take_array(arena, rows.count, sizeof *reading.histories);
    reading.count = reading.histories ? rows.count : 0;
    for (size_t i = 0; i < reading.count; i++)
        reading.histories[i].ticket = read_ticket(&rows, i);
    if (reading.count)
        qsort(reading.histories, reading.count, sizeof *reading.histories, by_id);
    if (!arena_check(arena, err) || !read_events(db, &reading, arena, err))
        return false;
    *ret_histories = reading.histories;
    *ret_count = reading.count;
    return true;
}

/* -- days -- */

bool trend_rows_first_us(struct db *db, int64_t team_id, int64_t *ret_time_us, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, "SELECT MIN(created_us) FROM ticket WHERE team_id = $1",
        DB_ARGS(DB_INT(team_id)), &arena, &rows, err);
    if (is_ok)
        *ret_time_us = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_ok;
}

struct writing {
    struct db_batch batch;
    int64_t team_id, now_us;
    struct arena *arena;
};

static bool write_day(struct writing *writing, int64_t service_id, int64_t day,
    const struct trend_facts *facts, struct err *err)
{
    const struct db_value values[] = {DB_INT(writing->team_id), DB_INT(service_id), DB_INT(day),
        DB_TEXT(trend_fact_print(facts, TREND_OF_FLOWS, writing->arena)),
        DB_TEXT(trend_fact_print(facts, TREND_OF_STOCKS, writing->arena)), DB_TEXT(TEXT("")),
        DB_INT(writing->now_us)};
    return db_batch_add(&writing->batch, values, err);
}

/* The team has a row of each day, so that what is done is known; a service has one where something was. */
static bool write_days(struct writing *writing, const struct trend_table *table, struct err *err)
{
    static const struct trend_facts nothing;
    uint32_t team;
    int64_t zero = 0;
    bool has_team =
        map_find(&table->services, (struct text){(const char *)&zero, sizeof zero}, &team);
    for (int64_t day = table->first; day < table->first + table->day_count; day++) {
        const struct trend_facts *facts = has_team ? trend_table_find(table, team, day) : NULL;
        if (!write_day(writing, 0, day, facts ? facts : &nothing, err))
            return false;
        for (size_t i = 0; facts && i < table->ids.len; i++) {
            const struct trend_facts *own = trend_table_find(table, i, day);
            if (own && i != team && !write_day(writing, table->ids.at[i], day, own, err))
                return false;
        }
    }
    return arena_check(writing->arena, err);
}

#define INSERT_DAY                                                                                 \
    "INSERT INTO health_day (team_id, service_id, day, flows, stocks, seen, made_us) VALUES"

bool trend_rows_write(struct db *db, int64_t team_id, const struct trend_table *table,
    int64_t now_us, struct err *err)
{
    struct writing writing = {.team_id = team_id, .now_us = now_us, .arena = table->arena};
    db_batch_init(&writing.batch, db, INSERT_DAY, 7,
        "ON CONFLICT (team_id, service_id, day) DO UPDATE SET flows = excluded.flows,"
        " stocks = excluded.stocks, made_us = excluded.made_us");
    bool is_ok = write_days(&writing, table, err) && db_batch_end(&writing.batch, err);
    db_batch_done(&writing.batch);
    return is_ok;
}

bool trend_rows_forget(struct db *db, int64_t team_id, struct err *err)
{
    return db_run(db, "DELETE FROM health_day WHERE team_id = $1 AND seen = ''",
               DB_ARGS(DB_INT(team_id)), NULL, err) &&
           db_run(db, "UPDATE health_day SET flows = '', stocks = '' WHERE team_id = $1",
               DB_ARGS(DB_INT(team_id)), NULL, err);
}

/* The engines would carry the texts along while they sort. */
static int by_team_and_day(const void *a, const void *b)
{
    const struct trend_day *left = a, *right = b;
    if (left->team_id != right->team_id)
        return left->team_id < right->team_id ? -1 : 1;
    return left->day < right->day ? -1 : left->day > right->day;
}

bool trend_rows_days(struct db *db, const struct trend_range *range, struct arena *arena,
    struct trend_day **ret_days, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT h.team_id, h.day, h.flows, h.stocks, h.seen FROM team g"
            " JOIN health_day h ON h.team_id = g.id"
            " WHERE (CAST($1 AS BIGINT) = 0 OR g.id = $1) AND g.deleted_us IS NULL"
            " AND h.service_id = $2 AND h.day >= $3 AND h.day <= $4"
            " AND " TEAM_SEES_HEALTH("g.id", "$5", "$6"),
            DB_ARGS(DB_INT(range->team_id), DB_INT(range->service_id), DB_INT(range->first),
                DB_INT(range->last), TEAM_SEES_ARGS(range->who, RIGHT_HEALTH_READ)),
            arena, &rows, err))
        return false;
    struct trend_day *days = arena_take_array(arena, rows.count, sizeof *days);
    for (size_t i = 0; days && i < rows.count; i++)
        days[i] = (struct trend_day){.team_id = db_int(&rows, i, 0),
            .day = db_int(&rows, i, 1),
            .flows = db_text(&rows, i, 2),
            .stocks = db_text(&rows, i, 3),
            .seen = db_text(&rows, i, 4)};
    if (days && rows.count)
        qsort(days, rows.count, sizeof *days, by_team_and_day);
    *ret_days = days;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- now -- */

/* $1 is now; where says whose. */
#define SELECT_BACKLOG(where)                                                                      \
    "SELECT x.priority, x.age, count(*), count(*) FILTER (WHERE x.due_us < $1), count(x.kev_us),"  \
    " CAST(COALESCE(sum(($1 - x.kev_us) / 3600000000), 0) AS BIGINT),"                             \
    " COALESCE(MAX(($1 - x.kev_us) / 3600000000), 0)"                                              \
    " FROM (SELECT t.priority, t.due_us, " KEV_SINCE " AS kev_us,"                                 \
    " CASE WHEN $1 - t.created_us <= 604800000000 THEN 0"                                          \
    " WHEN $1 - t.created_us <= 2592000000000 THEN 1"                                              \
    " WHEN $1 - t.created_us <= 7776000000000 THEN 2 ELSE 3 END AS age"                            \
    " FROM ticket t JOIN service s ON s.id = t.service_id WHERE t.is_done = 0"                     \
    " AND s.deleted_us IS NULL AND " where ") x GROUP BY x.priority, x.age"

static bool query_backlog(struct db *db, const struct trend_range *range, int64_t now_us,
    struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    if (range->team_id)
        return db_query(db,
            SELECT_BACKLOG("t.team_id = $2 AND (CAST($3 AS BIGINT) = 0 OR t.service_id = $3)"),
            DB_ARGS(DB_INT(now_us), DB_INT(range->team_id), DB_INT(range->service_id)), arena,
            ret_rows, err);
    return db_query(db, SELECT_BACKLOG(TEAM_SEES_HEALTH("t.team_id", "$2", "$3")),
        DB_ARGS(DB_INT(now_us), TEAM_SEES_ARGS(range->who, RIGHT_HEALTH_READ)), arena, ret_rows,
        err);
}

static void add_backlog(const struct db_rows *rows, struct trend_facts *facts)
{
    for (size_t i = 0; i < rows->count; i++) {
        int64_t priority = db_int(rows, i, 0), longest = db_int(rows, i, 6);
        if (priority < 0 || priority >= TREND_PRIORITIES)
            continue;
        facts->at[TREND_BACKLOG + priority * TREND_AGES + db_int(rows, i, 1)] = db_int(rows, i, 2);
        facts->at[TREND_OVERDUE + priority] += db_int(rows, i, 3);
        facts->at[TREND_KEV] += db_int(rows, i, 4);
        facts->at[TREND_KEV_HOURS] += db_int(rows, i, 5);
        if (longest > facts->at[TREND_KEV_LONGEST])
            facts->at[TREND_KEV_LONGEST] = longest;
    }
}

/* What is judged through the operating system is covered as that is. */
#define SELECT_SEEN(where, now)                                                                    \
    "SELECT s.id, CAST(COALESCE(sum(y.checked - y.undecidable + y.owned), 0) AS BIGINT),"          \
    " CAST(COALESCE(sum(y.not_covered), 0) AS BIGINT),"                                            \
    " CAST(COALESCE(sum(y.undecidable), 0) AS BIGINT), count(*),"                                  \
    " count(*) FILTER (WHERE b.created_us >= " now " - 2592000000000)"                             \
    " FROM service s JOIN part p ON p.service_id = s.id"                                           \
    " JOIN sbom b ON b.part_id = p.id AND b.is_current = 1"                                        \
    " LEFT JOIN sbom_summary y ON y.sbom_id = b.id"                                                \
    " WHERE s.deleted_us IS NULL AND " where " GROUP BY s.id ORDER BY s.id"
#define SELECT_SEEN_OF_TEAM SELECT_SEEN("s.team_id = $2", "$1")

static bool query_seen(struct db *db, const struct trend_range *range, int64_t now_us,
    struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    if (range->team_id)
        return db_query(db, SELECT_SEEN_OF_TEAM, DB_ARGS(DB_INT(now_us), DB_INT(range->team_id)),
            arena, ret_rows, err);
    return db_query(db, SELECT_SEEN(TEAM_SEES_HEALTH("s.team_id", "$2", "$3"), "$1"),
        DB_ARGS(DB_INT(now_us), TEAM_SEES_ARGS(range->who, RIGHT_HEALTH_READ)), arena, ret_rows,
        err);
}

static void add_seen(const struct db_rows *rows, size_t row, struct trend_facts *facts)
{
    for (size_t i = 0; i < TREND_COUNTS - TREND_STOCKS; i++)
        facts->at[TREND_STOCKS + i] += db_int(rows, row, 1 + i);
}

bool trend_rows_now(struct db *db, const struct trend_range *range, int64_t now_us,
    struct trend_facts *facts, struct err *err)
{
    struct arena arena;
    struct db_rows rows, seen;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = query_backlog(db, range, now_us, &arena, &rows, err) &&
                 query_seen(db, range, now_us, &arena, &seen, err);
    if (is_ok)
        add_backlog(&rows, facts);
    for (size_t i = 0; is_ok && i < seen.count; i++)
        if (!range->service_id || db_int(&seen, i, 0) == range->service_id)
            add_seen(&seen, i, facts);
    arena_done(&arena);
    return is_ok;
}

static bool write_seen(struct writing *writing, int64_t service_id, int64_t day,
    const struct trend_facts *facts, struct err *err)
{
    const struct db_value values[] = {DB_INT(writing->team_id), DB_INT(service_id), DB_INT(day),
        DB_TEXT(TEXT("")), DB_TEXT(TEXT("")),
        DB_TEXT(trend_fact_print(facts, TREND_OF_SEEN, writing->arena)), DB_INT(writing->now_us)};
    return db_batch_add(&writing->batch, values, err);
}

bool trend_rows_write_seen(
    struct db *db, int64_t team_id, int64_t day, int64_t now_us, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    struct trend_facts sum = {0};
    arena_init(&arena, SIZE_MAX);
    struct writing writing = {.team_id = team_id, .now_us = now_us, .arena = &arena};
    bool is_ok = db_query(
        db, SELECT_SEEN_OF_TEAM, DB_ARGS(DB_INT(now_us), DB_INT(team_id)), &arena, &rows, err);
    db_batch_init(&writing.batch, db, INSERT_DAY, 7,
        "ON CONFLICT (team_id, service_id, day) DO UPDATE SET seen = excluded.seen");
    for (size_t i = 0; is_ok && i < rows.count; i++) {
        struct trend_facts own = {0};
        add_seen(&rows, i, &own);
        add_seen(&rows, i, &sum);
        is_ok = write_seen(&writing, db_int(&rows, i, 0), day, &own, err);
    }
    is_ok = is_ok && write_seen(&writing, 0, day, &sum, err) && db_batch_end(&writing.batch, err);
    db_batch_done(&writing.batch);
    arena_done(&arena);
    return is_ok;
}

/* -- teams and flaws -- */

bool trend_rows_teams(struct db *db, const struct api_principal *who, int64_t team_id,
    struct arena *arena, struct trend_team **ret_teams, size_t *ret_count, struct err *err)
{
    static const struct api_principal all = {.roles = ACCOUNT_ADMINISTRATOR};
    struct db_rows rows;
    if (!db_query(db,
            "SELECT g.id, g.name, g.time_zone, (SELECT MAX(h.day) FROM health_day h"
            " WHERE h.team_id = g.id AND h.service_id = 0), CASE WHEN EXISTS"
            " (SELECT 1 FROM health_day h WHERE h.team_id = g.id) THEN NULL ELSE"
            " (SELECT MIN(t.created_us) FROM ticket t WHERE t.team_id = g.id) END FROM team g"
            " WHERE (CAST($1 AS BIGINT) = 0 OR g.id = $1) AND g.deleted_us IS NULL"
            " AND " TEAM_SEES_HEALTH("g.id", "$2", "$3") " ORDER BY lower(g.name), g.id",
            DB_ARGS(DB_INT(team_id), TEAM_SEES_ARGS(who ? who : &all, RIGHT_HEALTH_READ)), arena,
            &rows, err))
        return false;
    struct trend_team *teams = arena_take_array(arena, rows.count, sizeof *teams);
    for (size_t i = 0; teams && i < rows.count; i++)
        teams[i] = (struct trend_team){.id = db_int(&rows, i, 0),
            .name = db_text(&rows, i, 1),
            .zone = db_text(&rows, i, 2),
            .last_day = db_is_null(&rows, i, 3) ? TREND_NO_DAY : db_int(&rows, i, 3),
            .first_us = db_int(&rows, i, 4)};
    *ret_teams = teams;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool trend_rows_new_flaws(struct db *db, size_t limit, struct arena *arena,
    struct trend_flaw **ret_flaws, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT v.id, v.name FROM vulnerability v WHERE NOT EXISTS"
            " (SELECT 1 FROM health_flaw f WHERE f.vulnerability_id = v.id) ORDER BY v.id LIMIT $1",
            DB_ARGS(DB_INT((int64_t)limit)), arena, &rows, err))
        return false;
    struct trend_flaw *flaws = arena_take_array(arena, rows.count, sizeof *flaws);
    for (size_t i = 0; flaws && i < rows.count; i++)
        flaws[i] = (struct trend_flaw){
            .vulnerability_id = db_int(&rows, i, 0), .name = db_text(&rows, i, 1)};
    *ret_flaws = flaws;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool trend_rows_write_flaws(
    struct db *db, const struct trend_flaw *flaws, size_t count, int64_t now_us, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO health_flaw (vulnerability_id, published_us, looked_us) VALUES", 3,
        "ON CONFLICT (vulnerability_id) DO NOTHING");
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct db_value values[] = {
            DB_INT(flaws[i].vulnerability_id), DB_ID(flaws[i].published_us), DB_INT(now_us)};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}
