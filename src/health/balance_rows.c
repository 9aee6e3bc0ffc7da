/* SPDX-License-Identifier: Apache-2.0 */
#include "health/balance_rows.h"

#include "health/diary.h"
#include "health/diary_sql.h"

/* What was there before an act, of its ticket k and in the team: $1 the team, $2 to $3 the time, $4 how many. */
#define BEFORE(at)                                                                                 \
    "EXISTS (SELECT 1 FROM ticket_event c WHERE c.ticket_id = k.id AND c.kind = 'commented' "      \
    "AND c.at_us <= " at "), "                                                                     \
    "EXISTS (SELECT 1 FROM advice_flaw f JOIN advice v ON v.id = f.advice_id "                     \
    "WHERE f.vulnerability = lower(k.name) AND v.created_us <= " at " AND v.withdrawn_us IS NULL " \
    "AND v.package IN ('', k.package)), "                                                          \
    "EXISTS (SELECT 1 FROM sighting g WHERE g.vulnerability_id = k.vulnerability_id "              \
    "AND g.team_id = $1 AND g.created_us <= " at "), "                                             \
    "(SELECT min(d.at_us) FROM ticket_event d WHERE d.ticket_id = k.id "                           \
    "AND d.kind = 'decision_changed' AND d.at_us > " at "), "
#define OF_TICKET                                                                                  \
    "COALESCE(k.records, ''), COALESCE(k.decision, ''), "                                          \
    "CASE WHEN k.cvss_vector <> '' THEN 1 ELSE 0 END, "                                            \
    "CASE WHEN k.is_kev = 1 OR k.epss_millionths IS NOT NULL OR k.ssvc_exploitation IS NOT NULL "  \
    "THEN 1 ELSE 0 END"

/* What is known of the flaw of an action on no ticket is what a ticket of the same flaw in the team tells. */
#define ABOUT                                                                                      \
    "COALESCE(l.ticket_id, (SELECT min(n.id) FROM vulnerability_alias w "                          \
    "JOIN ticket n ON n.vulnerability_id = w.vulnerability_id "                                    \
    "WHERE w.alias = l.advisory_id AND n.team_id = l.team_id))"

static const char acts_sql[] =
    "SELECT * FROM (SELECT 0 AS source, e.at_us AS bite_us, e.ticket_id AS ticket, e.seq AS bite_id, "
    "e.kind, k.name, k.package, a.name AS person, '' AS action_kind, "
    "CASE WHEN e.text <> '' THEN 1 ELSE 0 END, " BEFORE("e.at_us") OF_TICKET
    " FROM ticket_event e JOIN ticket k ON k.id = e.ticket_id JOIN account a ON a.id = e.account_id "
    "WHERE k.team_id = $1 AND e.at_us >= $2 AND e.at_us < $3 AND " DIARY_SQL_IS_DECISION
    " ORDER BY bite_us DESC LIMIT $4) x "
    "UNION ALL SELECT * FROM (SELECT 1 AS source, l.executed_us AS bite_us, "
    "COALESCE(l.ticket_id, 0) AS ticket, l.id AS bite_id, l.kind, l.advisory_id, "
    "COALESCE(k.package, ''), a.name AS person, l.kind AS action_kind, "
    "CASE WHEN l.kind IN ('acceptance', 'rejection') THEN 1 ELSE 0 END, " BEFORE("l.executed_us")
        OF_TICKET " FROM action_log l JOIN account a ON a.id = l.account_id "
                  "LEFT JOIN ticket k ON k.id = " ABOUT " "
                  "WHERE l.team_id = $1 AND l.executed_us >= $2 AND l.executed_us < $3 "
                  "AND NOT EXISTS (SELECT 1 FROM action_log n WHERE n.corrects_id = l.id) "
                  "ORDER BY bite_us DESC LIMIT $4) y "
                  "ORDER BY bite_us DESC, source, ticket, bite_id LIMIT $4";

static struct balance_rows_act read_act(const struct db_rows *rows, size_t row)
{
    return (struct balance_rows_act){
        .act = {.is_action = db_int(rows, row, 0) == 1,
            .at_us = db_int(rows, row, 1),
            .ticket_id = db_int(rows, row, 2),
            .id = db_int(rows, row, 3),
            .what = db_text(rows, row, 4),
            .flaw = db_text(rows, row, 5),
            .package = db_text(rows, row, 6),
            .person = db_text(rows, row, 7),
            .changed_us = db_int(rows, row, 13)},
        .action_kind = db_text(rows, row, 8),
        .has_reason = db_int(rows, row, 9) != 0,
        .has_comment = db_int(rows, row, 10) != 0,
        .has_advice = db_int(rows, row, 11) != 0,
        .has_sighting = db_int(rows, row, 12) != 0,
        .records = db_text(rows, row, 14),
        .decision = db_text(rows, row, 15),
        .is_rated = db_int(rows, row, 16) != 0,
        .is_known_to_cisa = db_int(rows, row, 17) != 0,
    };
}

bool balance_rows_acts(struct db *db, const struct balance_query *query, struct arena *arena,
    struct balance_rows_act **ret_acts, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, acts_sql,
            DB_ARGS(DB_INT(query->team_id), DB_INT(query->from_us), DB_INT(query->to_us),
                DB_INT(BALANCE_ACTS_MAX + 1)),
            arena, &rows, err))
        return false;
    struct balance_rows_act *acts = arena_take_array(arena, rows.count, sizeof *acts);
    for (size_t i = 0; acts && i < rows.count; i++)
        acts[i] = read_act(&rows, i);
    *ret_acts = acts;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool balance_rows_grounds(struct db *db, const struct balance_query *query, struct arena *arena,
    struct balance_rows_ground **ret_grounds, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT g.action_id, g.kind, g.source_id FROM action_log l "
            "JOIN action_ground g ON g.action_id = l.id "
            "WHERE l.team_id = $1 AND l.executed_us >= $2 AND l.executed_us < $3 "
            "ORDER BY g.action_id, g.position",
            DB_ARGS(DB_INT(query->team_id), DB_INT(query->from_us), DB_INT(query->to_us)), arena,
            &rows, err))
        return false;
    struct balance_rows_ground *grounds = arena_take_array(arena, rows.count, sizeof *grounds);
    for (size_t i = 0; grounds && i < rows.count; i++)
        grounds[i] = (struct balance_rows_ground){
            db_int(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2)};
    *ret_grounds = grounds;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool balance_rows_generations(
    struct db *db, struct arena *arena, int64_t **ret_times, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT created_us FROM advisory_generation ORDER BY created_us", DB_NO_ARGS,
            arena, &rows, err))
        return false;
    int64_t *times = arena_take_array(arena, rows.count, sizeof *times);
    for (size_t i = 0; times && i < rows.count; i++)
        times[i] = db_int(&rows, i, 0);
    *ret_times = times;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- what is run -- */

#define OF_TEAM                                                                                    \
    "JOIN part p ON p.id = b.part_id JOIN service s ON s.id = p.service_id "                       \
    "WHERE b.is_current = 1 AND s.deleted_us IS NULL AND s.team_id = $1 "

bool balance_rows_answers(struct db *db, int64_t team_id, struct arena *arena,
    struct balance_rows_answer **ret_answers, size_t *ret_count, int64_t *ret_component_count,
    struct err *err)
{
    struct db_rows total, rows;
    struct db_args args = DB_ARGS(DB_INT(team_id));
    if (!db_query(db, "SELECT CAST(sum(b.component_count) AS BIGINT) FROM sbom b " OF_TEAM, args,
            arena, &total, err) ||
        !db_query(db,
            "SELECT x.ecosystem, x.answer, CAST(sum(x.component_count) AS BIGINT) FROM ("
            "SELECT a.ecosystem, a.answer, a.component_count FROM sbom_answer a "
            "JOIN sbom b ON b.id = a.sbom_id " OF_TEAM
            "UNION ALL SELECT e.ecosystem, -1, e.component_count FROM sbom_ecosystem e "
            "JOIN sbom b ON b.id = e.sbom_id " OF_TEAM
            "AND NOT EXISTS (SELECT 1 FROM sbom_summary y WHERE y.sbom_id = e.sbom_id)) x "
            "GROUP BY x.ecosystem, x.answer ORDER BY 3 DESC, x.ecosystem, x.answer",
            args, arena, &rows, err))
        return false;
    struct balance_rows_answer *answers = arena_take_array(arena, rows.count, sizeof *answers);
    for (size_t i = 0; answers && i < rows.count; i++)
        answers[i] = (struct balance_rows_answer){
            db_text(&rows, i, 0), db_int(&rows, i, 1), db_int(&rows, i, 2)};
    *ret_answers = answers;
    *ret_count = rows.count;
    *ret_component_count = db_int(&total, 0, 0);
    return arena_check(arena, err);
}

/* -- gaps -- */

/* Rows of label, ticket, count. */
static void take_examples(const struct db_rows *rows, struct balance_gap *gap)
{
    for (size_t i = 0; i < rows->count && i < BALANCE_EXAMPLES; i++)
        gap->examples[gap->example_count++] =
            (struct balance_example){db_text(rows, i, 0), db_int(rows, i, 1), db_int(rows, i, 2)};
}

#define UNRATED "k.is_kev = 0 AND k.epss_millionths IS NULL AND k.cvss_vector = ''"

bool balance_rows_unrated(struct db *db, int64_t team_id, struct arena *arena,
    struct balance_gap *ret_gap, struct err *err)
{
    struct balance_gap gap = {0};
    struct db_rows sums, rows;
    if (!db_query(db,
            "SELECT count(*) FILTER (WHERE " UNRATED "), count(*) FROM ticket k "
            "WHERE k.team_id = $1 AND k.is_done = 0",
            DB_ARGS(DB_INT(team_id)), arena, &sums, err) ||
        !db_query(db,
            "SELECT k.name, k.id, 0 FROM ticket k WHERE k.team_id = $1 AND k.is_done = 0 AND " UNRATED
            " ORDER BY k.rank DESC, k.id LIMIT $2",
            DB_ARGS(DB_INT(team_id), DB_INT(BALANCE_EXAMPLES)), arena, &rows, err))
        return false;
    gap.count = db_int(&sums, 0, 0);
    gap.of = db_int(&sums, 0, 1);
    take_examples(&rows, &gap);
    *ret_gap = gap;
    return true;
}

/* $1 the team, $2 to $3 the days, $4 how many readers; a flaw by the name it was read under. What all of a team read would tell of
   each of them, and so would how many did. */
#define READ                                                                                         \
    "(SELECT r.advisory AS advisory, max(r.vulnerability_id) AS flaw, min(r.first_us) AS first_us, " \
    "count(DISTINCT r.account_id) AS readers FROM reading_team m "                                   \
    "JOIN reading r ON r.account_id = m.account_id AND r.day = m.day AND r.advisory = m.advisory "   \
    "WHERE m.team_id = $1 AND m.day >= $2 AND m.day < $3 GROUP BY r.advisory "                       \
    "HAVING count(DISTINCT r.account_id) >= $4 AND count(DISTINCT r.account_id) < "                  \
    "(SELECT count(*) FROM team_member n WHERE n.team_id = $1)) x"
#define NOTHING_FOLLOWED                                                                             \
    "NOT EXISTS (SELECT 1 FROM ticket k JOIN ticket_event e ON e.ticket_id = k.id "                  \
    "WHERE k.vulnerability_id = x.flaw AND k.team_id = $1 AND e.at_us >= x.first_us "                \
    "AND " DIARY_SQL_IS_BITE ") AND NOT EXISTS (SELECT 1 FROM action_log l "                         \
    "LEFT JOIN ticket k ON k.id = l.ticket_id WHERE l.team_id = $1 AND l.executed_us >= x.first_us " \
    "AND (lower(l.advisory_id) = lower(x.advisory) OR k.vulnerability_id = x.flaw))"

bool balance_rows_read_unused(struct db *db, int64_t team_id, int64_t from_day, int64_t to_day,
    struct arena *arena, struct balance_gap *ret_gap, struct err *err)
{
    struct balance_gap gap = {0};
    struct db_rows people, sums, rows;
    struct db_args args =
        DB_ARGS(DB_INT(team_id), DB_INT(from_day), DB_INT(to_day), DB_INT(DIARY_PEOPLE_LEAST));
    if (!db_query(db,
            "SELECT count(DISTINCT account_id) FROM reading_team "
            "WHERE team_id = $1 AND day >= $2 AND day < $3",
            DB_ARGS(DB_INT(team_id), DB_INT(from_day), DB_INT(to_day)), arena, &people, err) ||
        !db_query(db, "SELECT count(*) FROM " READ, args, arena, &sums, err) ||
        !db_query(db,
            "SELECT x.advisory, 0, 0 FROM " READ " WHERE " NOTHING_FOLLOWED
            " ORDER BY x.first_us DESC, x.advisory",
            args, arena, &rows, err))
        return false;
    gap.is_hidden = db_int(&people, 0, 0) < DIARY_PEOPLE_LEAST;
    gap.of = db_int(&sums, 0, 0);
    gap.count = (int64_t)rows.count;
    take_examples(&rows, &gap);
    *ret_gap = gap;
    return true;
}

bool balance_rows_source_found(struct db *db, int64_t team_id, struct text source, int64_t since_us,
    struct arena *arena, bool *ret_is_found, struct err *err)
{
    struct db_rows rows;
    struct text mark = arena_format(arena, "(%.*s)", TEXT_ARG(source));
    if (!arena_check(arena, err) ||
        !db_query(db,
            "SELECT 1 FROM ticket k WHERE k.team_id = $1 AND k.created_us >= $2 "
            "AND replace(k.records, $3, '') <> k.records LIMIT 1",
            DB_ARGS(DB_INT(team_id), DB_INT(since_us), DB_TEXT(mark)), arena, &rows, err))
        return false;
    *ret_is_found = rows.count > 0;
    return true;
}

bool balance_rows_zone(
    struct db *db, int64_t team_id, struct arena *arena, struct text *ret_zone, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT time_zone FROM team WHERE id = $1", DB_ARGS(DB_INT(team_id)), arena,
            &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such team");
    *ret_zone = db_text(&rows, 0, 0);
    return true;
}
