/* SPDX-License-Identifier: Apache-2.0 */
#include "account/team.h"
#include "health/diary.h"
#include "health/diary_sql.h"

/* $1 and $2 are who looks, $3 whose diary, $4 to $5 the time, $6 to $9 the place behind which it goes on, $10 how many. Rows of one source
   come by an index of its own, so that a long day costs as much as its page. */
#define AFTER(at, source, id, seq)                                                                 \
    at " >= $4 AND " at " < $5 AND " at " <= $6 AND (" at " < $6 OR " source                       \
       " > CAST($7 AS BIGINT) OR (" source " = CAST($7 AS BIGINT) AND (" id " < $8 OR (" id        \
       " = $8 AND " seq " < CAST($9 AS BIGINT)))))"
#define PAGE(columns, from, at, source, id, seq, own)                                              \
    "SELECT * FROM (SELECT " source " AS source, " at " AS bite_us, " id " AS bite_id, " seq       \
    " AS bite_seq, " columns " " from " AND " own " AND " AFTER(                                   \
        at, source, id, seq) " ORDER BY bite_us DESC, bite_id DESC, bite_seq DESC LIMIT $10) x"

/* Behind the place: kind, what, subject, text, team, its name, service, package, ticket, count, seconds, whether it is seen. */
#define OF_READING                                                                                 \
    "0 AS kind, 'read' AS what, r.advisory AS subject, '' AS text, 0 AS team_id, '' AS team, "     \
    "'' AS service, '' AS package, 0 AS ticket_id, r.count AS count, r.seconds AS seconds, 1 AS seen"
#define OF_SIGHTING                                                                                \
    "1, g.kind, g.value, g.text, g.team_id, t.name, COALESCE(s.name, ''), '', 0, 0, 0, "           \
    "CASE WHEN " TEAM_SEES("g.team_id", "$1", "$2") " THEN 1 ELSE 0 END"
#define OF_EVENT                                                                                   \
    "CASE WHEN " DIARY_SQL_IS_ACT                                                                  \
    " THEN 3 ELSE 2 END, e.kind, k.name, e.text, k.team_id, t.name, "                              \
    "s.name, k.package, k.id, 0, 0, "                                                              \
    "CASE WHEN " TEAM_SEES("k.team_id", "$1", "$2") " THEN 1 ELSE 0 END"
#define OF_ACTION                                                                                  \
    DIARY_SQL_ACTION_KIND                                                                          \
    ", l.kind, l.advisory_id, l.text, l.team_id, t.name, COALESCE(s.name, ''), "                   \
    "COALESCE(k.package, ''), COALESCE(l.ticket_id, 0), 0, 0, "                                    \
    "CASE WHEN " TEAM_SEES("l.team_id", "$1", "$2") " THEN 1 ELSE 0 END"
#define OF_ADVICE "3, 'advice', a.vulnerability, a.text, 0, '', '', a.package, 0, 0, 0, 1"

/* A row of reading is of a day on the person's clock then, which may have been another than now. */
#define READING                                                                                    \
    "FROM reading r WHERE r.day >= $4 / 86400000000 - 2 AND r.day <= $5 / 86400000000 + 2"
#define SIGHTING                                                                                   \
    "FROM sighting g JOIN team t ON t.id = g.team_id LEFT JOIN service s ON s.id = g.service_id "  \
    "WHERE g.id > 0"
#define EVENT                                                                                      \
    "FROM ticket_event e JOIN ticket k ON k.id = e.ticket_id JOIN team t ON t.id = k.team_id "     \
    "JOIN service s ON s.id = k.service_id WHERE " DIARY_SQL_IS_BITE
#define ACTION                                                                                     \
    "FROM action_log l JOIN team t ON t.id = l.team_id LEFT JOIN ticket k ON k.id = l.ticket_id "  \
    "LEFT JOIN service s ON s.id = k.service_id WHERE l.id > 0"
#define ADVICE "FROM advice a WHERE a.id > 0"

static struct diary_bite read_bite(const struct db_rows *rows, size_t row)
{
    bool is_hidden = db_int(rows, row, 15) == 0;
    struct diary_bite bite = {.source = (enum diary_source)db_int(rows, row, 0),
        .at_us = db_int(rows, row, 1),
        .id = db_int(rows, row, 2),
        .seq = db_int(rows, row, 3),
        .kind = (enum diary_kind)db_int(rows, row, 4),
        .what = db_text(rows, row, 5),
        .is_hidden = is_hidden,
        .subject = {"", 0},
        .text = {"", 0},
        .team_name = {"", 0},
        .service_name = {"", 0},
        .package = {"", 0}};
    if (is_hidden)
        return bite;
    bite.subject = db_text(rows, row, 6);
    bite.text = db_text(rows, row, 7);
    bite.team_id = db_int(rows, row, 8);
    bite.team_name = db_text(rows, row, 9);
    bite.service_name = db_text(rows, row, 10);
    bite.package = db_text(rows, row, 11);
    bite.ticket_id = db_int(rows, row, 12);
    bite.count = db_int(rows, row, 13);
    bite.seconds = db_int(rows, row, 14);
    return bite;
}

#define PAGE_OF_READING                                                                            \
    PAGE(OF_READING, READING, "r.first_us", "0", "r.last_us", "0", "r.account_id = $3")
#define PAGE_OF_SIGHTINGS                                                                          \
    PAGE(OF_SIGHTING, SIGHTING, "g.created_us", "1", "g.id", "0", "g.recorded_by = $3")
#define PAGE_OF_EVENTS                                                                             \
    PAGE(OF_EVENT, EVENT, "e.at_us", "2", "e.ticket_id", "e.seq", "e.account_id = $3")
#define PAGE_OF_ACTIONS                                                                            \
    PAGE(OF_ACTION, ACTION, "l.executed_us", "3", "l.id", "0", "l.account_id = $3")
#define PAGE_OF_ADVICE PAGE(OF_ADVICE, ADVICE, "a.created_us", "4", "a.id", "0", "a.author_id = $3")

static const char list_sql[] =
    PAGE_OF_READING " UNION ALL " PAGE_OF_SIGHTINGS " UNION ALL " PAGE_OF_EVENTS
                    " UNION ALL " PAGE_OF_ACTIONS " UNION ALL " PAGE_OF_ADVICE
                    " ORDER BY bite_us DESC, source, bite_id DESC, bite_seq DESC LIMIT $10";

bool diary_list(struct db *db, const struct api_principal *who, const struct diary_query *query,
    struct arena *arena, struct diary_bite **ret_bites, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, list_sql,
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_TICKET_READ), DB_INT(query->person_id),
                DB_INT(query->from_us), DB_INT(query->to_us), DB_INT(query->after.at_us),
                DB_INT(query->after.source), DB_INT(query->after.id), DB_INT(query->after.seq),
                DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct diary_bite *bites = arena_take_array(arena, rows.count, sizeof *bites);
    for (size_t i = 0; bites && i < rows.count; i++)
        bites[i] = read_bite(&rows, i);
    *ret_bites = bites;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- marks -- */

/* $1 whose, $2 to $3 the time, $4 the step. */
#define SLICES(kind, at, from)                                                                     \
    "SELECT " kind " AS kind, (" at " - $2) / $4 AS slice, count(*) AS bites " from " AND " at     \
    " >= $2 AND " at " < $3 GROUP BY 1, 2"

#define MARKS_OF_READING                                                                           \
    SLICES("0", "r.first_us",                                                                      \
        "FROM reading r WHERE r.account_id = $1 AND r.day >= $2 / 86400000000 - 2 "                \
        "AND r.day <= $3 / 86400000000 + 2")
#define MARKS_OF_SIGHTINGS SLICES("1", "g.created_us", "FROM sighting g WHERE g.recorded_by = $1")
#define MARKS_OF_EVENTS                                                                            \
    SLICES("CASE WHEN " DIARY_SQL_IS_ACT " THEN 3 ELSE 2 END", "e.at_us",                          \
        "FROM ticket_event e WHERE e.account_id = $1 AND " DIARY_SQL_IS_BITE)
#define MARKS_OF_ACTIONS                                                                           \
    SLICES(DIARY_SQL_ACTION_KIND, "l.executed_us", "FROM action_log l WHERE l.account_id = $1")
#define MARKS_OF_ADVICE SLICES("3", "a.created_us", "FROM advice a WHERE a.author_id = $1")

static const char marks_sql[] =
    "SELECT kind, slice, CAST(sum(bites) AS BIGINT) FROM (" MARKS_OF_READING
    " UNION ALL " MARKS_OF_SIGHTINGS " UNION ALL " MARKS_OF_EVENTS " UNION ALL " MARKS_OF_ACTIONS
    " UNION ALL " MARKS_OF_ADVICE ") x GROUP BY kind, slice ORDER BY slice, kind";

bool diary_marks(struct db *db, const struct diary_query *query, int64_t step_us,
    struct arena *arena, struct diary_mark **ret_marks, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, marks_sql,
            DB_ARGS(DB_INT(query->person_id), DB_INT(query->from_us), DB_INT(query->to_us),
                DB_INT(step_us)),
            arena, &rows, err))
        return false;
    struct diary_mark *marks = arena_take_array(arena, rows.count, sizeof *marks);
    for (size_t i = 0; marks && i < rows.count; i++)
        marks[i] = (struct diary_mark){.kind = (enum diary_kind)db_int(&rows, i, 0),
            .at_us = query->from_us + db_int(&rows, i, 1) * step_us,
            .count = db_int(&rows, i, 2)};
    *ret_marks = marks;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool diary_zone(
    struct db *db, int64_t person_id, struct arena *arena, struct text *ret_zone, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT time_zone FROM account WHERE id = $1", DB_ARGS(DB_INT(person_id)),
            arena, &rows, err))
        return false;
    struct text zone = rows.count ? db_text(&rows, 0, 0) : TEXT("");
    *ret_zone = zone.len ? zone : TEXT("UTC");
    return true;
}
