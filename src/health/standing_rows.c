/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "health/standing.h"
#include "health/trend.h"

enum { FIRST_COUNT = 2 };

/* $3 now, $4 the beginning of the period, $5 one team or 0. Each table is gone through once, whichever teams there are: what is open by the index that lists of
   a team go by, whose rank begins with the priority (ticket_rank). A part is bare while it has no current SBOM. */
#define OPEN(where)                                                                                  \
    "SELECT t.team_id, count(*) AS tickets, count(*) FILTER (WHERE t.rank >= 4294967296) AS urgent," \
    " count(*) FILTER (WHERE t.due_us < CAST($3 AS BIGINT)) AS overdue FROM ticket t"                \
    " WHERE t.is_done = 0 AND " where " GROUP BY t.team_id"
#define EXPLOITED(where)                                                                           \
    "SELECT t.team_id, count(*) AS tickets, min(CASE WHEN t.kev_added_us > t.created_us"           \
    " THEN t.kev_added_us ELSE t.created_us END) AS since_us FROM ticket t"                        \
    " WHERE t.is_done = 0 AND t.is_kev = 1 AND " where " GROUP BY t.team_id"
#define ENDED(where)                                                                               \
    "SELECT t.team_id, count(*) FILTER (WHERE t.closed_us <= t.due_us) AS in_time,"                \
    " count(*) FILTER (WHERE t.closed_us > t.due_us) AS late FROM ticket t"                        \
    " WHERE t.closed_us >= CAST($4 AS BIGINT) AND t.is_done = 1 AND " where " GROUP BY t.team_id"
#define ACCEPTED(where)                                                                            \
    "SELECT t.team_id, count(*) AS tickets FROM ticket t WHERE t.cause = 'accepted' AND " where    \
    " GROUP BY t.team_id"
#define SERVICES(where)                                                                            \
    "SELECT t.team_id, count(*) AS services, count(*) FILTER (WHERE NOT EXISTS (SELECT 1"          \
    " FROM part p JOIN sbom b ON b.part_id = p.id AND b.is_current = 1"                            \
    " WHERE p.service_id = t.id)) AS bare FROM service t WHERE t.deleted_us IS NULL AND " where    \
    " GROUP BY t.team_id"
#define COMPONENTS(where)                                                                          \
    "SELECT t.team_id, CAST(sum(y.affected) AS BIGINT) AS affected,"                               \
    " CAST(sum(y.checked) AS BIGINT) AS checked,"                                                  \
    " CAST(sum(y.not_covered) AS BIGINT) AS not_covered,"                                          \
    " CAST(sum(y.undecidable) AS BIGINT) AS undecidable"                                           \
    " FROM service t JOIN part p ON p.service_id = t.id"                                           \
    " JOIN sbom b ON b.part_id = p.id AND b.is_current = 1"                                        \
    " JOIN sbom_summary y ON y.sbom_id = b.id WHERE t.deleted_us IS NULL AND " where               \
    " GROUP BY t.team_id"
#define SUMS(where)                                                                                \
    "WITH o AS (" OPEN(where) "), k AS (" EXPLOITED(where) "), e AS (" ENDED(                      \
        where) "), a AS (" ACCEPTED(where) "), s AS (" SERVICES(where) "), c AS (" COMPONENTS(where) ")"
#define IS_SEEN TEAM_SEES_HEALTH("m.id", "$1", "$2")
#define LIST                                                                                       \
    " SELECT m.id, m.name, o.tickets, o.urgent, o.overdue, k.tickets, k.since_us, e.in_time,"      \
    " e.late, a.tickets, (SELECT count(*) FROM license_exception x WHERE x.team_id = m.id"         \
    " AND x.ended_us IS NULL AND (x.until_us IS NULL OR x.until_us > $3)),"                        \
    " s.services, s.bare, c.affected, c.checked, c.not_covered, c.undecidable FROM team m"         \
    " LEFT JOIN o ON o.team_id = m.id LEFT JOIN k ON k.team_id = m.id"                             \
    " LEFT JOIN e ON e.team_id = m.id LEFT JOIN a ON a.team_id = m.id"                             \
    " LEFT JOIN s ON s.team_id = m.id LEFT JOIN c ON c.team_id = m.id"                             \
    " WHERE m.deleted_us IS NULL AND (CAST($5 AS BIGINT) = 0 OR m.id = $5)"                        \
    " AND (lower(m.name) > lower(CAST($6 AS TEXT)) OR (lower(m.name) = lower($6) AND m.id > $7))"  \
    " AND " IS_SEEN " ORDER BY lower(m.name), m.id LIMIT $8"

static const char *list_sql(int64_t team_id)
{
    return team_id ? SUMS("t.team_id = CAST($5 AS BIGINT)") LIST
                   : SUMS("CAST($5 AS BIGINT) = 0") LIST;
}

static struct standing read_standing(const struct db_rows *rows, size_t row)
{
    struct standing one = {.team_id = db_int(rows, row, 0), .team_name = db_text(rows, row, 1)};
    int64_t *const counts[] = {&one.open, &one.urgent, &one.overdue, &one.exploited,
        &one.exploited_us, &one.in_time, &one.late, &one.accepted, &one.exceptions, &one.services,
        &one.bare, &one.affected, &one.checked, &one.not_covered, &one.undecidable};
    for (size_t i = 0; i < LEN_OF(counts); i++)
        *counts[i] = db_int(rows, row, FIRST_COUNT + i);
    return one;
}

/* What stood at the end of each week is known where days were stored. */
static bool read_weeks(struct db *db, const struct api_principal *who, struct standing *one,
    int64_t now_us, struct arena *arena, struct err *err)
{
    struct trend trend;
    const struct trend_order order = {.who = who,
        .team_id = one->team_id,
        .period = TREND_WEEK,
        .count = STANDING_WEEKS,
        .until_day = TREND_NO_DAY,
        .is_without_times = true,
        .now_us = now_us};
    if (!trend_read(db, &order, arena, &trend, err))
        return false;
    for (size_t i = 0; i < trend.count && i < STANDING_WEEKS; i++)
        if (trend.points[i].has_facts || one->week_count)
            one->backlog[one->week_count++] = trend_fact_sum(
                &trend.points[i].facts, TREND_BACKLOG, TREND_PRIORITIES * TREND_AGES);
    return true;
}

bool standing_list(struct db *db, const struct api_principal *who,
    const struct standing_query *query, struct arena *arena, struct standing **ret_list,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, list_sql(query->team_id),
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_HEALTH_READ), DB_INT(query->now_us),
                DB_INT(query->now_us - STANDING_PERIOD_US), DB_INT(query->team_id),
                DB_TEXT(query->after_name), DB_INT(query->after_id), DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct standing *list = arena_take_array(arena, rows.count, sizeof *list);
    bool is_ok = arena_check(arena, err);
    for (size_t i = 0; is_ok && i < rows.count; i++) {
        list[i] = read_standing(&rows, i);
        is_ok = read_weeks(db, who, &list[i], query->now_us, arena, err);
    }
    *ret_list = list;
    *ret_count = rows.count;
    return is_ok;
}

/* -- exceptions -- */

/* $3 now. Whoever approves an exception says why: that stands in the action log, the exception itself, the override. */
#define FOREVER "9223372036854775807"
#define EXCEPTIONS                                                                                                                          \
    "SELECT t.id AS id, 'accepted-risk' AS kind, t.team_id AS team_id, t.name || ' · ' || t.package || ' · ' || s.name AS what,"            \
    " '/tickets/' || t.id AS link, COALESCE((SELECT a.text FROM action_log a WHERE a.ticket_id = t.id AND a.kind = 'acceptance'"            \
    " ORDER BY a.created_us DESC, a.id DESC LIMIT 1), '') AS reason, COALESCE(t.closed_us, t.updated_us) AS since_us,"                      \
    " COALESCE(t.accepted_until_us, " FOREVER                                                                                               \
    ") AS until_us FROM ticket t JOIN service s ON s.id = t.service_id"                                                                     \
    " WHERE t.cause = 'accepted'"                                                                                                           \
    " UNION ALL SELECT x.id, 'license', x.team_id, CASE WHEN x.license = '' THEN '*' ELSE x.license END || ' · ' ||"                        \
    " CASE WHEN x.package = '' THEN '*' ELSE x.package END, COALESCE('/services/' || x.service_id || '/licenses', '/teams/' || x.team_id)," \
    " x.reason, x.created_us, COALESCE(x.until_us, " FOREVER                                                                                \
    ") FROM license_exception x WHERE x.ended_us IS NULL"                                                                                   \
    " AND (x.until_us IS NULL OR x.until_us > CAST($3 AS BIGINT))"                                                                          \
    " UNION ALL SELECT o.id, 'decision', s.team_id, o.input || ' = ' || o.value || ' · ' || o.package || ' · ' || s.name,"                  \
    " CASE WHEN o.ticket_id IS NULL THEN '/services/' || s.id ELSE '/tickets/' || o.ticket_id END, o.reason, o.created_us, " FOREVER        \
    " FROM ticket_override o JOIN part p ON p.id = o.part_id JOIN service s ON s.id = p.service_id WHERE o.ended_us IS NULL AND s.deleted_us IS NULL"

static struct standing_exception read_exception(const struct db_rows *rows, size_t row)
{
    int64_t until_us = db_int(rows, row, 8);
    return (struct standing_exception){.id = db_int(rows, row, 0),
        .kind = db_text(rows, row, 1),
        .team_id = db_int(rows, row, 2),
        .team_name = db_text(rows, row, 3),
        .what = db_text(rows, row, 4),
        .link = db_text(rows, row, 5),
        .reason = db_text(rows, row, 6),
        .since_us = db_int(rows, row, 7),
        .until_us = until_us == INT64_MAX ? 0 : until_us};
}

bool standing_exceptions(struct db *db, const struct api_principal *who,
    const struct standing_exception_query *query, struct arena *arena,
    struct standing_exception **ret_list, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT e.id, e.kind, e.team_id, m.name, e.what, e.link, e.reason, e.since_us, e.until_us FROM team m JOIN (" EXCEPTIONS
            ") e ON e.team_id = m.id WHERE m.deleted_us IS NULL AND " TEAM_SEES("m.id", "$1",
                "$2") " AND (CAST($4 AS BIGINT) = 0 OR m.id = $4) AND (e.until_us > CAST($5 AS BIGINT) OR (e.until_us = $5 AND e.id > $6))"
                      " ORDER BY e.until_us, e.id LIMIT $7",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_POLICY_READ), DB_INT(query->now_us),
                DB_INT(query->team_id), DB_INT(query->after_us), DB_INT(query->after_id),
                DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct standing_exception *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        list[i] = read_exception(&rows, i);
    *ret_list = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
