/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_vex_out.h"

/* $1 the ticket, $2 the SBOM, $3 and $4 its ecosystem and package. */
static const char *const selects[] = {
    [TICKET_VEX_OUT_AFFECTED] =
        "SELECT DISTINCT o.purl, o.name, v.version FROM ticket_occurrence t"
        " JOIN package_version v ON v.id = t.package_version_id"
        " JOIN occurrence o ON o.package_version_id = v.id AND o.sbom_id = $2"
        " WHERE t.ticket_id = $1 AND o.owner_package = ''"
        " AND v.ecosystem = $3 AND CAST($4 AS TEXT) <> '' ORDER BY 1, 2, 3",
    [TICKET_VEX_OUT_PRESENT] =
        "SELECT DISTINCT o.purl, o.name, v.version FROM occurrence o"
        " JOIN package_version v ON v.id = o.package_version_id"
        " WHERE o.sbom_id = $2 AND v.ecosystem = $3 AND (v.name = $4 OR v.source_package = $4)"
        " AND o.owner_package = '' AND CAST($1 AS BIGINT) <> 0 ORDER BY 1, 2, 3",
    [TICKET_VEX_OUT_FORMER] =
        "SELECT min(o.purl), min(o.name), v.version FROM ticket_occurrence t"
        " JOIN package_version v ON v.id = t.package_version_id"
        " JOIN occurrence o ON o.package_version_id = v.id"
        " WHERE t.ticket_id = $1 AND CAST($2 AS BIGINT) >= 0 AND v.ecosystem = $3"
        " AND CAST($4 AS TEXT) <> '' GROUP BY v.id, v.version ORDER BY 1, 2, 3",
};

bool ticket_vex_out_components(struct db *db, const struct ticket *ticket,
    enum ticket_vex_out_which which, int64_t sbom_id, struct arena *arena,
    struct ticket_vex_out_component **ret_components, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, selects[which],
            DB_ARGS(DB_INT(ticket->id), DB_INT(sbom_id), DB_TEXT(ticket->ecosystem),
                DB_TEXT(ticket->package)),
            arena, &rows, err))
        return false;
    struct ticket_vex_out_component *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        list[i] = (struct ticket_vex_out_component){.purl = db_text(&rows, i, 0),
            .name = db_text(&rows, i, 1),
            .version = db_text(&rows, i, 2)};
    *ret_components = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

static bool read_text(struct db *db, const char *sql, int64_t ticket_id, struct arena *arena,
    struct text *ret_text, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, sql, DB_ARGS(DB_INT(ticket_id)), arena, &rows, err))
        return false;
    *ret_text = rows.count ? db_text(&rows, 0, 0) : (struct text){"", 0};
    return true;
}

bool ticket_vex_out_action(
    struct db *db, int64_t ticket_id, struct arena *arena, struct text *ret_text, struct err *err)
{
    return read_text(db,
        "SELECT text FROM action_log WHERE ticket_id = $1 ORDER BY created_us DESC, id DESC LIMIT 1",
        ticket_id, arena, ret_text, err);
}

bool ticket_vex_out_reason(
    struct db *db, int64_t ticket_id, struct arena *arena, struct text *ret_text, struct err *err)
{
    return read_text(db,
        "SELECT text FROM ticket_event WHERE ticket_id = $1 AND kind = 'wrong_match'"
        " ORDER BY seq DESC LIMIT 1",
        ticket_id, arena, ret_text, err);
}
