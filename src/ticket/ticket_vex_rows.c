/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_batch.h"
#include "store/db_in.h"
#include "ticket/ticket_vex.h"

/* -- what an SBOM says of products -- */

bool ticket_vex_read_sbom(struct ticket_vex_part *vex, struct arena *arena, struct err *err)
{
    struct db_rows rows;
    if (!db_query(vex->db,
            "SELECT subject_name, subject_version, subject_purl, serial, subject_ref, subject_cpe"
            " FROM sbom WHERE id = $1",
            DB_ARGS(DB_INT(vex->sbom_id)), arena, &rows, err))
        return false;
    if (rows.count)
        vex->sbom = (struct sbom){.name = db_text(&rows, 0, 0),
            .version = db_text(&rows, 0, 1),
            .purl = db_text(&rows, 0, 2),
            .serial = db_text(&rows, 0, 3),
            .ref = db_text(&rows, 0, 4),
            .cpe = db_text(&rows, 0, 5)};
    if (!db_query(vex->db,
            "SELECT o.type, o.name, v.version, o.purl, o.cpe, o.ref FROM occurrence o"
            " JOIN package_version v ON v.id = o.package_version_id"
            " WHERE o.sbom_id = $1 AND o.type = 'operating-system' ORDER BY o.position LIMIT 1",
            DB_ARGS(DB_INT(vex->sbom_id)), arena, &rows, err))
        return false;
    if (rows.count)
        vex->system = (struct sbom_component){.type = db_text(&rows, 0, 0),
            .name = db_text(&rows, 0, 1),
            .version = db_text(&rows, 0, 2),
            .purl = db_text(&rows, 0, 3),
            .cpe = db_text(&rows, 0, 4),
            .ref = db_text(&rows, 0, 5)};
    return true;
}

bool ticket_vex_read_places(const struct ticket_vex_part *vex, int64_t version_id,
    struct arena *arena, struct sbom_component **ret_components, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(vex->db,
            "SELECT o.name, v.version, o.purl, o.cpe, o.ref, v.ecosystem FROM occurrence o"
            " JOIN package_version v ON v.id = o.package_version_id"
            " WHERE o.package_version_id = $1 AND o.sbom_id = $2 AND o.owner_package = ''"
            " ORDER BY o.position",
            DB_ARGS(DB_INT(version_id), DB_INT(vex->sbom_id)), arena, &rows, err))
        return false;
    struct sbom_component *components = arena_take_array(arena, rows.count, sizeof *components);
    for (size_t i = 0; components && i < rows.count; i++)
        components[i] = (struct sbom_component){.name = db_text(&rows, i, 0),
            .version = db_text(&rows, i, 1),
            .purl = db_text(&rows, i, 2),
            .cpe = db_text(&rows, i, 3),
            .ref = db_text(&rows, i, 4),
            .ecosystem = db_text(&rows, i, 5)};
    *ret_components = components;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool ticket_vex_read_versions(struct db *db, const struct ticket *ticket, int64_t sbom_id,
    struct arena *arena, int64_t **ret_ids, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT DISTINCT t.package_version_id FROM ticket_occurrence t"
            " JOIN occurrence o ON o.package_version_id = t.package_version_id AND o.sbom_id = $2"
            " WHERE t.ticket_id = $1 ORDER BY t.package_version_id",
            DB_ARGS(DB_INT(ticket->id), DB_INT(sbom_id)), arena, &rows, err))
        return false;
    int64_t *ids = arena_take_array(arena, rows.count, sizeof *ids);
    for (size_t i = 0; ids && i < rows.count; i++)
        ids[i] = db_int(&rows, i, 0);
    *ret_ids = ids;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- why a ticket was closed -- */

static struct text justification_word(const struct ticket_vex_row *row)
{
    return text_of(vex_justification_row(row->justification)->word);
}

bool ticket_vex_write(
    struct db *db, const struct ticket_vex_row *rows, size_t count, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db,
        "INSERT INTO ticket_vex (ticket_id, closed_us, status, justification, impact, account_id,"
        " vex_id, statements, is_overruled) VALUES",
        9,
        "ON CONFLICT (ticket_id) DO UPDATE SET closed_us = excluded.closed_us,"
        " status = excluded.status, justification = excluded.justification,"
        " impact = excluded.impact, account_id = excluded.account_id, vex_id = excluded.vex_id,"
        " statements = excluded.statements, is_overruled = excluded.is_overruled");
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct db_value values[] = {DB_INT(rows[i].ticket_id), DB_INT(rows[i].closed_us),
            DB_TEXT(text_of(vex_status_name(rows[i].status))),
            DB_TEXT(justification_word(&rows[i])), DB_TEXT(rows[i].impact),
            DB_ID(rows[i].account_id), DB_ID(rows[i].vex_id), DB_TEXT(rows[i].statements),
            DB_INT(rows[i].is_overruled)};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

bool ticket_vex_overrule(struct db *db, int64_t ticket_id, struct err *err)
{
    return db_run(db, "UPDATE ticket_vex SET is_overruled = 1 WHERE ticket_id = $1",
        DB_ARGS(DB_INT(ticket_id)), NULL, err);
}

static void read_row(const struct db_rows *rows, size_t i, struct ticket_vex_row *ret_row)
{
    *ret_row = (struct ticket_vex_row){.ticket_id = db_int(rows, i, 0),
        .closed_us = db_int(rows, i, 1),
        .impact = db_text(rows, i, 4),
        .account_id = db_int(rows, i, 5),
        .vex_id = db_int(rows, i, 6),
        .statements = db_text(rows, i, 7),
        .is_overruled = db_int(rows, i, 8) != 0,
        .account_name = db_text(rows, i, 9),
        .document = db_text(rows, i, 10)};
    if (!vex_status_find(db_text(rows, i, 2), &ret_row->status))
        ret_row->status = VEX_NOT_AFFECTED;
    if (!vex_justification_find(db_text(rows, i, 3), &ret_row->justification))
        ret_row->justification = VEX_UNJUSTIFIED;
}

bool ticket_vex_read(struct db *db, const int64_t *ticket_ids, size_t count, struct arena *arena,
    struct ticket_vex_row **ret_rows, size_t *ret_count, struct err *err)
{
    enum { LOOKUP = 1024 };
    struct db_value *ids = arena_take_array(arena, count, sizeof *ids);
    struct ticket_vex_row *list = arena_take_array(arena, count, sizeof *list);
    size_t found = 0;
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = DB_INT(ticket_ids[i]);
    for (size_t at = 0; ids && list && at < count; at += LOOKUP) {
        struct db_rows rows;
        size_t some = count - at < LOOKUP ? count - at : LOOKUP;
        if (!db_in_query(db,
                "SELECT x.ticket_id, x.closed_us, x.status, x.justification, x.impact,"
                " x.account_id, x.vex_id, x.statements, x.is_overruled, COALESCE(a.name, ''),"
                " COALESCE(d.file_name, '') FROM ticket_vex x"
                " LEFT JOIN account a ON a.id = x.account_id"
                " LEFT JOIN vex_document d ON d.id = x.vex_id WHERE x.ticket_id IN",
                DB_NO_ARGS, (struct db_args){ids + at, some}, "ORDER BY x.ticket_id", arena, &rows,
                err))
            return false;
        for (size_t i = 0; i < rows.count; i++)
            read_row(&rows, i, &list[found++]);
    }
    *ret_rows = list;
    *ret_count = found;
    return arena_check(arena, err);
}
