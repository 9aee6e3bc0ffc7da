/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/alias_conflict_rows.h"

#define SELECT                                                                                     \
    "SELECT c.id, c.cve, c.other_cve, c.name, c.record, c.source, c.other_record, c.other_source," \
    " c.since_us FROM alias_conflict c WHERE c.until_us IS NULL"

static struct alias_conflict read_row(const struct db_rows *rows, size_t row)
{
    return (struct alias_conflict){.id = db_int(rows, row, 0),
        .what = {db_text(rows, row, 1), db_text(rows, row, 2), db_text(rows, row, 3),
            db_text(rows, row, 4), db_text(rows, row, 5), db_text(rows, row, 6),
            db_text(rows, row, 7)},
        .since_us = db_int(rows, row, 8)};
}

static bool read_all(const struct db_rows *rows, struct arena *arena,
    struct alias_conflict **ret_conflicts, size_t *ret_count, struct err *err)
{
    struct alias_conflict *list = arena_take_array(arena, rows->count, sizeof *list);
    for (size_t i = 0; list && i < rows->count; i++)
        list[i] = read_row(rows, i);
    *ret_conflicts = list;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool alias_conflict_rows_find(struct db *db, const struct advisory_conflict *what,
    struct arena *arena, struct alias_conflict *ret_conflict, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, SELECT " AND c.cve = $1 AND c.other_cve = $2 AND c.name = $3",
            DB_ARGS(DB_TEXT(what->cve), DB_TEXT(what->other_cve), DB_TEXT(what->name)), arena,
            &rows, err))
        return false;
    *ret_conflict = rows.count ? read_row(&rows, 0) : (struct alias_conflict){0};
    return true;
}

bool alias_conflict_rows_write(
    struct db *db, const struct alias_conflict *conflict, struct err *err)
{
    const struct advisory_conflict *what = &conflict->what;
    return db_run(db,
        "INSERT INTO alias_conflict (id, cve, other_cve, name, record, source, other_record,"
        " other_source, since_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " ON CONFLICT (cve, other_cve, name) WHERE until_us IS NULL DO UPDATE SET"
        " record = excluded.record, source = excluded.source,"
        " other_record = excluded.other_record, other_source = excluded.other_source",
        DB_ARGS(DB_INT(conflict->id), DB_TEXT(what->cve), DB_TEXT(what->other_cve),
            DB_TEXT(what->name), DB_TEXT(what->record), DB_TEXT(what->source),
            DB_TEXT(what->other_record), DB_TEXT(what->other_source), DB_INT(conflict->since_us)),
        NULL, err);
}

bool alias_conflict_rows_end(struct db *db, int64_t id, int64_t now_us, struct err *err)
{
    return db_run(db, "UPDATE alias_conflict SET until_us = $2 WHERE id = $1",
        DB_ARGS(DB_INT(id), DB_INT(now_us)), NULL, err);
}

bool alias_conflict_rows_open(struct db *db, struct arena *arena,
    struct alias_conflict **ret_conflicts, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(
               db, SELECT " ORDER BY c.cve, c.other_cve, c.name", DB_NO_ARGS, arena, &rows, err) &&
           read_all(&rows, arena, ret_conflicts, ret_count, err);
}

#define HIS_NAMES "(SELECT a.alias FROM vulnerability_alias a WHERE a.vulnerability_id = $1)"

bool alias_conflict_rows_of(struct db *db, int64_t vulnerability_id, struct arena *arena,
    struct alias_conflict **ret_conflicts, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               SELECT " AND c.cve IN " HIS_NAMES " UNION " SELECT " AND c.other_cve IN " HIS_NAMES
                      " ORDER BY 2, 3, 4",
               DB_ARGS(DB_INT(vulnerability_id)), arena, &rows, err) &&
           read_all(&rows, arena, ret_conflicts, ret_count, err);
}

bool alias_conflict_rows_tickets(struct db *db, struct text cve, struct text other_cve,
    struct arena *arena, int64_t **ret_ids, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT DISTINCT t.id FROM vulnerability_alias a"
            " JOIN ticket t ON t.vulnerability_id = a.vulnerability_id"
            " WHERE a.alias IN (CAST($1 AS TEXT), CAST($2 AS TEXT)) AND t.is_done = 0 ORDER BY 1",
            DB_ARGS(DB_TEXT(cve), DB_TEXT(other_cve)), arena, &rows, err))
        return false;
    int64_t *ids = arena_take_array(arena, rows.count, sizeof *ids);
    for (size_t i = 0; ids && i < rows.count; i++)
        ids[i] = db_int(&rows, i, 0);
    *ret_ids = ids;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

static bool is_named(
    struct db *db, int64_t vulnerability_id, struct text name, bool *ret_is, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok =
        db_query(db, "SELECT 1 FROM vulnerability_alias WHERE alias = $1 AND vulnerability_id = $2",
            DB_ARGS(DB_TEXT(name), DB_INT(vulnerability_id)), &arena, &rows, err);
    if (is_ok)
        *ret_is = rows.count > 0;
    arena_done(&arena);
    return is_ok;
}

bool alias_conflict_rows_other(struct db *db, const struct ticket *ticket,
    const struct advisory_conflict *what, struct arena *arena,
    struct alias_conflict_other *ret_other, struct err *err)
{
    struct db_rows rows;
    bool is_first;
    if (!is_named(db, ticket->vulnerability_id, what->cve, &is_first, err))
        return false;
    struct text cve = is_first ? what->other_cve : what->cve;
    if (!db_query(db,
            "SELECT t.id, t.state FROM vulnerability_alias a"
            " JOIN ticket t ON t.vulnerability_id = a.vulnerability_id WHERE a.alias = $1"
            " AND t.part_id = $2 AND t.ecosystem = $3 AND t.package = $4"
            " AND (t.cause IS NULL OR t.cause <> 'duplicate') ORDER BY t.id LIMIT 1",
            DB_ARGS(DB_TEXT(cve), DB_INT(ticket->part_id), DB_TEXT(ticket->ecosystem),
                DB_TEXT(ticket->package)),
            arena, &rows, err))
        return false;
    *ret_other = (struct alias_conflict_other){.cve = cve};
    if (rows.count) {
        ret_other->ticket_id = db_int(&rows, 0, 0);
        ret_other->state = ticket_state_read(db_text(&rows, 0, 1));
    }
    return true;
}
