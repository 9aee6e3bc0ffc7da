/* SPDX-License-Identifier: Apache-2.0 */
#include "health/sighting.h"

/* $1 and $2 are the one who asks. */
#define SIGHTING_SELECT                                                                            \
    "SELECT g.id, g.team_id, g.account_id, g.recorded_by, g.kind, g.value, g.indicator_type, "     \
    "g.service_id, g.part_id, g.asset, g.told_by, g.text, g.confidence, g.severity, g.seen_us, "   \
    "g.created_us, g.corrects_id, (SELECT n.id FROM sighting n WHERE n.corrects_id = g.id), "      \
    "a.name, r.name, t.name, s.name, p.name, "                                                     \
    "(SELECT count(*) FROM action_ground b WHERE b.sighting_id = g.id) "                           \
    "FROM sighting g JOIN account a ON a.id = g.account_id "                                       \
    "JOIN account r ON r.id = g.recorded_by JOIN team t ON t.id = g.team_id "                      \
    "LEFT JOIN service s ON s.id = g.service_id LEFT JOIN part p ON p.id = g.part_id "             \
    "WHERE " TEAM_SEES("g.team_id", "$1", "$2")

static struct sighting read_sighting(const struct db_rows *rows, size_t row)
{
    struct sighting sighting = {
        .id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .account_id = db_int(rows, row, 2),
        .recorded_by = db_int(rows, row, 3),
        .value = db_text(rows, row, 5),
        .indicator_type = db_text(rows, row, 6),
        .service_id = db_int(rows, row, 7),
        .part_id = db_int(rows, row, 8),
        .asset = db_text(rows, row, 9),
        .told_by = db_text(rows, row, 10),
        .text = db_text(rows, row, 11),
        .confidence = db_text(rows, row, 12),
        .severity = db_text(rows, row, 13),
        .seen_us = db_int(rows, row, 14),
        .created_us = db_int(rows, row, 15),
        .corrects_id = db_int(rows, row, 16),
        .corrected_by_id = db_int(rows, row, 17),
        .account_name = db_text(rows, row, 18),
        .recorder_name = db_text(rows, row, 19),
        .team_name = db_text(rows, row, 20),
        .service_name = db_text(rows, row, 21),
        .part_name = db_text(rows, row, 22),
        .ground_count = db_int(rows, row, 23),
    };
    /* The table's own check lets no other word in. */
    if (!sighting_kind_read(db_text(rows, row, 4), &sighting.kind))
        sighting.kind = SIGHTING_OTHER;
    return sighting;
}

static bool check_member(
    struct db *db, const struct sighting *sighting, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    return db_query(db, "SELECT role FROM team_member WHERE team_id = $1 AND account_id = $2",
               DB_ARGS(DB_INT(sighting->team_id), DB_INT(sighting->account_id)), arena, &rows,
               err) &&
           (rows.count > 0 || err_set(err, ERR_USAGE, "account_id: is no member of the team"));
}

static bool check_place(
    struct db *db, struct sighting *sighting, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    if (sighting->part_id) {
        if (!db_query(db,
                "SELECT s.id FROM part p JOIN service s ON s.id = p.service_id "
                "WHERE p.id = $1 AND s.team_id = $2 AND s.deleted_us IS NULL",
                DB_ARGS(DB_INT(sighting->part_id), DB_INT(sighting->team_id)), arena, &rows, err))
            return false;
        if (!rows.count)
            return err_set(err, ERR_USAGE, "part_id: is no part of a service of the team");
        if (sighting->service_id && sighting->service_id != db_int(&rows, 0, 0))
            return err_set(err, ERR_USAGE, "part_id: is of another service");
        sighting->service_id = db_int(&rows, 0, 0);
        return true;
    }
    return !sighting->service_id ||
           (db_query(db,
                "SELECT id FROM service WHERE id = $1 AND team_id = $2 AND deleted_us IS NULL",
                DB_ARGS(DB_INT(sighting->service_id), DB_INT(sighting->team_id)), arena, &rows,
                err) &&
               (rows.count > 0 ||
                   err_set(err, ERR_USAGE, "service_id: is no service of the team")));
}

bool sighting_rows_check(
    struct db *db, struct sighting *sighting, bool is_any_account, struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = (is_any_account || check_member(db, sighting, &arena, err)) &&
                   check_place(db, sighting, &arena, err);
    arena_done(&arena);
    return is_fine;
}

/* The flaw is known by any of its names, when something we run has or had it. */
bool sighting_rows_add(struct db *db, const struct sighting *sighting, struct err *err)
{
    return db_run(db,
        "INSERT INTO sighting (id, team_id, account_id, recorded_by, kind, value, indicator_type, "
        "service_id, part_id, asset, told_by, text, confidence, severity, seen_us, created_us, "
        "corrects_id, vulnerability_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
        "CASE WHEN $5 = 'vulnerability' "
        "THEN (SELECT l.vulnerability_id FROM vulnerability_alias l WHERE l.alias = $6) END)",
        DB_ARGS(DB_INT(sighting->id), DB_INT(sighting->team_id), DB_INT(sighting->account_id),
            DB_INT(sighting->recorded_by), DB_TEXT(text_of(sighting_kind_name(sighting->kind))),
            DB_TEXT(sighting->value), DB_TEXT_OR_NULL(sighting->indicator_type),
            DB_ID(sighting->service_id), DB_ID(sighting->part_id), DB_TEXT(sighting->asset),
            DB_TEXT(sighting->told_by), DB_TEXT(sighting->text), DB_TEXT(sighting->confidence),
            DB_TEXT(sighting->severity), DB_INT(sighting->seen_us), DB_INT(sighting->created_us),
            DB_ID(sighting->corrects_id)),
        NULL, err);
}

bool sighting_find(struct db *db, const struct api_principal *who, int64_t id, struct arena *arena,
    struct sighting *ret_sighting, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, SIGHTING_SELECT " AND g.id = $3",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_SIGHTING_READ), DB_INT(id)), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such sighting");
    *ret_sighting = read_sighting(&rows, 0);
    return true;
}

bool sighting_list(struct db *db, const struct api_principal *who,
    const struct sighting_query *query, struct arena *arena, struct sighting **ret_sightings,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    const char *kind = query->kind < 0 ? "" : sighting_kind_name((enum sighting_kind)query->kind);
    if (!db_query(db,
            SIGHTING_SELECT
            " AND (CAST($3 AS BIGINT) IS NULL OR g.team_id = $3)"
            " AND (CAST($4 AS BIGINT) IS NULL OR g.service_id = $4)"
            " AND (CAST($5 AS BIGINT) IS NULL OR g.account_id = $5)"
            " AND (CAST($6 AS TEXT) = '' OR g.kind = $6)"
            " AND (CAST($7 AS TEXT) IS NULL OR lower(g.value) = lower($7) OR g.vulnerability_id = "
            "(SELECT l.vulnerability_id FROM vulnerability_alias l WHERE l.alias = $7))"
            " AND (CAST($8 AS TEXT) IS NULL OR replace(lower(g.value || ' ' || g.text || ' ' || "
            "g.asset || ' ' || g.told_by || ' ' || a.name || ' ' || COALESCE(s.name, '')), lower($8), '') "
            "<> lower(g.value || ' ' || g.text || ' ' || g.asset || ' ' || g.told_by || ' ' || a.name "
            "|| ' ' || COALESCE(s.name, '')))"
            " AND (CAST($9 AS BIGINT) IS NULL OR g.seen_us >= $9)"
            " AND (CAST($10 AS BIGINT) IS NULL OR g.seen_us < $10)"
            " AND (CAST($11 AS BIGINT) = 1 OR NOT EXISTS (SELECT 1 FROM sighting c WHERE c.corrects_id = g.id))"
            " AND g.id < $12 ORDER BY g.id DESC LIMIT $13",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_SIGHTING_READ), DB_ID(query->team_id),
                DB_ID(query->service_id), DB_ID(query->account_id), DB_TEXT(text_of(kind)),
                DB_TEXT_OR_NULL(query->vulnerability), DB_TEXT_OR_NULL(query->words),
                DB_ID(query->since_us), DB_ID(query->until_us), DB_INT(query->has_corrected),
                DB_INT(query->before_id), DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct sighting *sightings = arena_take_array(arena, rows.count, sizeof *sightings);
    for (size_t i = 0; sightings && i < rows.count; i++)
        sightings[i] = read_sighting(&rows, i);
    *ret_sightings = sightings;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
