/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_detail.h"

#include "base/limits.h"

bool ticket_detail_occurrences(struct db *db, const struct ticket *ticket, struct arena *arena,
    struct ticket_detail_occurrence **ret_occurrences, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT o.package_version_id, v.version, o.reason, o.fixed,"
            " (SELECT min(c.purl) FROM occurrence c JOIN sbom b ON b.id = c.sbom_id"
            " WHERE c.package_version_id = v.id AND b.part_id = $2 AND b.is_current = 1)"
            " FROM ticket_occurrence o JOIN package_version v ON v.id = o.package_version_id"
            " WHERE o.ticket_id = $1 ORDER BY v.version, o.package_version_id",
            DB_ARGS(DB_INT(ticket->id), DB_INT(ticket->part_id)), arena, &rows, err))
        return false;
    struct ticket_detail_occurrence *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        list[i] = (struct ticket_detail_occurrence){.package_version_id = db_int(&rows, i, 0),
            .version = db_text(&rows, i, 1),
            .reason = db_text(&rows, i, 2),
            .fixed = db_text(&rows, i, 3),
            .purl = db_text(&rows, i, 4)};
    *ret_occurrences = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool ticket_detail_events(struct db *db, int64_t ticket_id, struct arena *arena,
    struct ticket_detail_event **ret_events, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT e.seq, e.at_us, e.account_id, a.name, e.kind, e.text, e.detail, e.generation"
            " FROM ticket_event e LEFT JOIN account a ON a.id = e.account_id"
            " WHERE e.ticket_id = $1 ORDER BY e.seq DESC LIMIT $2",
            DB_ARGS(DB_INT(ticket_id), DB_INT((int64_t)LIMIT_TICKET_EVENTS)), arena, &rows, err))
        return false;
    struct ticket_detail_event *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        list[rows.count - 1 - i] =
            (struct ticket_detail_event){.event = {.ticket_id = ticket_id,
                                             .seq = db_int(&rows, i, 0),
                                             .at_us = db_int(&rows, i, 1),
                                             .account_id = db_int(&rows, i, 2),
                                             .text = db_text(&rows, i, 5),
                                             .detail = db_text(&rows, i, 6),
                                             .generation = db_text(&rows, i, 7)},
                .actor = db_text(&rows, i, 3),
                .kind = db_text(&rows, i, 4)};
    *ret_events = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
