/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_replay_rows.h"

#include <stdlib.h>

#include "base/limits.h"

#define OF_TEAM " FROM ticket t JOIN service s ON s.id = t.service_id AND s.deleted_us IS NULL"
#define LATELY " WHERE t.team_id = $1 AND (t.is_done = 0 OR t.updated_us >= $2)"

static bool find_tickets(
    const struct alert_scope *scope, int64_t since_us, struct alert_past *past, struct err *err)
{
    struct db_rows rows;
    if (!db_query(scope->db,
            "SELECT t.id, t.vulnerability_id, t.service_id, t.part_id, t.rank, t.name,"
            " CASE WHEN t.is_kev + t.is_malicious > 0 THEN 1 ELSE 0 END, t.kev_added_us,"
            " CASE WHEN z.ticket_id IS NULL AND m.team_id IS NULL THEN 0 ELSE 1 END" OF_TEAM
            " LEFT JOIN ticket_snooze z ON z.ticket_id = t.id"
            " LEFT JOIN alert_mute m ON m.team_id = t.team_id"
            " AND m.vulnerability_id = t.vulnerability_id AND m.until_us > $3" LATELY
            " ORDER BY t.id",
            DB_ARGS(DB_INT(scope->team_id), DB_INT(since_us), DB_INT(scope->now_us)), scope->arena,
            &rows, err))
        return false;
    past->tickets = arena_take_array(scope->arena, rows.count, sizeof *past->tickets);
    past->ticket_count = past->tickets ? rows.count : 0;
    for (size_t i = 0; i < past->ticket_count; i++)
        past->tickets[i] = (struct alert_past_ticket){.id = db_int(&rows, i, 0),
            .vulnerability_id = db_int(&rows, i, 1),
            .service_id = db_int(&rows, i, 2),
            .part_id = db_int(&rows, i, 3),
            .rank = db_int(&rows, i, 4),
            .vulnerability = db_text(&rows, i, 5),
            .is_kev = db_int(&rows, i, 6) != 0,
            .kev_us = db_int(&rows, i, 7),
            .is_silent = db_int(&rows, i, 8) != 0};
    return arena_check(scope->arena, err);
}

static int by_time(const void *left, const void *right)
{
    const struct alert_past_event *a = left, *b = right;
    if (a->at_us != b->at_us)
        return a->at_us < b->at_us ? -1 : 1;
    if (a->ticket_id != b->ticket_id)
        return a->ticket_id < b->ticket_id ? -1 : 1;
    return a->seq < b->seq ? -1 : a->seq > b->seq;
}

/* Details are long, and only those of some kinds say what is needed. */
static bool find_events(
    const struct alert_scope *scope, int64_t since_us, struct alert_past *past, struct err *err)
{
    struct db_rows rows;
    if (!db_query(scope->db,
            "SELECT e.ticket_id, e.at_us, e.account_id, e.seq, e.kind,"
            " CASE WHEN e.kind IN ('reopened', 'decision_changed') THEN e.detail ELSE '{}' END,"
            " e.sets, CASE WHEN e.kind = 'opened' AND e.account_id IS NOT NULL"
            " AND e.detail NOT LIKE '%former_sbom_digest%' THEN 1 ELSE 0 END" OF_TEAM
            " JOIN ticket_event e ON e.ticket_id = t.id" LATELY " AND e.sets <> '{}'"
            " ORDER BY e.at_us DESC LIMIT $3",
            DB_ARGS(DB_INT(scope->team_id), DB_INT(since_us),
                DB_INT((int64_t)LIMIT_ALERT_PREVIEW_EVENTS + 1)),
            scope->arena, &rows, err))
        return false;
    past->is_cut = rows.count > LIMIT_ALERT_PREVIEW_EVENTS;
    size_t count = past->is_cut ? LIMIT_ALERT_PREVIEW_EVENTS : rows.count;
    past->events = arena_take_array(scope->arena, count, sizeof *past->events);
    past->event_count = past->events ? count : 0;
    for (size_t i = 0; i < past->event_count; i++)
        past->events[i] = (struct alert_past_event){.ticket_id = db_int(&rows, i, 0),
            .at_us = db_int(&rows, i, 1),
            .account_id = db_int(&rows, i, 2),
            .seq = db_int(&rows, i, 3),
            .kind = db_text(&rows, i, 4),
            .detail = db_text(&rows, i, 5),
            .sets = db_text(&rows, i, 6),
            .is_first_sbom = db_int(&rows, i, 7) != 0};
    if (past->event_count)
        qsort(past->events, past->event_count, sizeof *past->events, by_time);
    return arena_check(scope->arena, err);
}

bool alert_replay_rows(
    const struct alert_scope *scope, int64_t since_us, struct alert_past *ret_past, struct err *err)
{
    *ret_past = (struct alert_past){0};
    return find_tickets(scope, since_us, ret_past, err) &&
           find_events(scope, since_us, ret_past, err);
}
