/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_closing.h"

#include "store/db_in.h"
#include "ticket/ticket_fold.h"

static bool is_text(
    const struct ticket_fold *fold, enum ticket_fold_column column, const char *word)
{
    const struct db_value *value = &fold->at[column];
    return value->kind == DB_KIND_TEXT && text_is(value->text, word);
}

static int64_t number_of(const struct ticket_fold *fold, enum ticket_fold_column column)
{
    return fold->at[column].kind == DB_KIND_INT ? fold->at[column].number : 0;
}

/* Events that were written before they said what they set add up to nothing, which is no closing. */
static bool is_closing(const struct ticket_fold *now, struct text kind)
{
    return text_is(kind, "closed") && is_text(now, FOLD_state, "closed") &&
           (is_text(now, FOLD_cause, "fixed") || is_text(now, FOLD_cause, "removed"));
}

static bool add_up(const struct db_rows *events, struct arena *arena,
    struct badge_closings *closings, struct err *err)
{
    struct ticket_fold now = {0};
    int64_t completed_id = 0;
    for (size_t i = 0; i < events->count; i++) {
        int64_t id = db_int(events, i, 0);
        if (i == 0 || id != db_int(events, i - 1, 0)) {
            now = (struct ticket_fold){0};
            completed_id = 0;
        }
        if (!db_is_null(events, i, 5))
            completed_id = db_int(events, i, 5);
        if (!ticket_fold_add(&now, db_text(events, i, 3), arena, err))
            return false;
        if (is_closing(&now, db_text(events, i, 2)))
            closings->at[closings->count++] = (struct badge_closing){.ticket_id = id,
                .at_us = db_int(events, i, 1),
                .due_us = is_text(&now, FOLD_due_source, "person") ? db_int(events, i, 4)
                                                                   : number_of(&now, FOLD_due_us),
                .priority = (int)number_of(&now, FOLD_priority),
                .completed_id = completed_id};
    }
    return true;
}

bool badge_closing_find(struct db *db, struct db_args ticket_ids, struct arena *arena,
    struct badge_closings *ret_closings, struct err *err)
{
    struct db_rows events;
    if (!db_in_query(db,
            "SELECT e.ticket_id, e.at_us, e.kind, e.sets, t.kev_due_us,"
            " CASE WHEN e.kind = 'completed' THEN (SELECT max(j.id) FROM journal_entry j"
            " WHERE j.object_id = e.ticket_id AND j.kind = 'ticket.completed'"
            " AND j.at_us = e.at_us) END FROM ticket_event e"
            " JOIN ticket t ON t.id = e.ticket_id WHERE EXISTS (SELECT 1 FROM ticket_event r"
            " WHERE r.ticket_id = e.ticket_id AND r.kind IN ('reopened', 'undone'))"
            " AND e.ticket_id IN",
            DB_NO_ARGS, ticket_ids, "ORDER BY e.ticket_id, e.seq", arena, &events, err))
        return false;
    struct badge_closings closings = {
        .at = arena_take_array(arena, events.count, sizeof *closings.at)};
    if (!arena_check(arena, err) || !add_up(&events, arena, &closings, err))
        return false;
    *ret_closings = closings;
    return true;
}

const struct badge_closing *badge_closing_between(
    const struct badge_closings *closings, int64_t ticket_id, int64_t from_us, int64_t until_us)
{
    for (size_t i = 0; i < closings->count; i++) {
        const struct badge_closing *closing = &closings->at[i];
        if (closing->ticket_id == ticket_id && closing->at_us >= from_us &&
            closing->at_us <= until_us)
            return closing;
    }
    return NULL;
}
