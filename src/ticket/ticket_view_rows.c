/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_in.h"
#include "ticket/ticket_columns.h"
#include "ticket/ticket_pick.h"
#include "ticket/ticket_view.h"

#define FROM                                                                                       \
    " FROM ticket t JOIN team g ON g.id = t.team_id JOIN service s ON s.id = t.service_id"         \
    " JOIN part p ON p.id = t.part_id LEFT JOIN account a ON a.id = t.assignee_id"                 \
    " LEFT JOIN ticket_snooze z ON z.ticket_id = t.id AND t.is_done = 0"                           \
    " LEFT JOIN team_member m ON m.team_id = t.team_id AND m.account_id = $1"                      \
    " WHERE s.deleted_us IS NULL AND " TEAM_ROLE_IS("m.role", "$2")
#define SELECT                                                                                     \
    "SELECT " TICKET_COLUMNS_SELECT ", g.name, s.name, p.name, a.name, m.role,"                    \
    " (SELECT w.is_watching FROM ticket_watch w WHERE w.ticket_id = t.id AND w.account_id = $1),"  \
    " z.ticket_id, z.until_us, z.is_until_fix" FROM

static void read_view(const struct db_rows *rows, size_t row, struct ticket_view *ret_view)
{
    struct ticket_view view = {
        .team_name = db_text(rows, row, TICKET_COLUMN_COUNT),
        .service_name = db_text(rows, row, TICKET_COLUMN_COUNT + 1),
        .part_name = db_text(rows, row, TICKET_COLUMN_COUNT + 2),
        .assignee_name = db_text(rows, row, TICKET_COLUMN_COUNT + 3),
        .role = TEAM_STRANGER,
        .is_watching = db_int(rows, row, TICKET_COLUMN_COUNT + 5) != 0,
        .is_snoozed = db_int(rows, row, TICKET_COLUMN_COUNT + 6) != 0,
        .until_us = db_int(rows, row, TICKET_COLUMN_COUNT + 7),
        .is_until_fix = db_int(rows, row, TICKET_COLUMN_COUNT + 8) != 0,
    };
    ticket_rows_read(rows, row, &view.ticket);
    if (!right_team_read(db_text(rows, row, TICKET_COLUMN_COUNT + 4), &view.role))
        view.role = TEAM_STRANGER;
    *ret_view = view;
}

bool ticket_view_find(struct db *db, const struct api_principal *who, int64_t id, enum right right,
    struct arena *arena, struct ticket_view *ret_view, struct err *err)
{
    struct db_rows rows;
    struct ticket_view view;
    if (!db_query(db, SELECT " AND t.id = $3",
            DB_ARGS(DB_INT(who->account_id), DB_INT(TEAM_STRANGER), DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such ticket");
    read_view(&rows, 0, &view);
    if (!right_check(who->roles, view.role, right, "ticket", err))
        return false;
    *ret_view = view;
    return true;
}

/* -- lists -- */

int64_t ticket_view_key(const struct ticket *ticket, enum ticket_sort sort)
{
    if (sort == TICKET_BY_UPDATE)
        return ticket->updated_us;
    if (sort == TICKET_BY_RANK)
        return ticket->rank;
    if (sort == TICKET_BY_CREATION || sort == TICKET_BY_AGE)
        return ticket->created_us;
    return ticket->due_us ? ticket->due_us : INT64_MAX;
}

/* Runs head on what the query finds. */
static bool pick_list(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, const char *head, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    struct ticket_pick pick;
    bool is_ok = ticket_pick_init(&pick, db, who, query, arena, err) &&
                 ticket_pick_list(&pick, db, head, arena, ret_rows, err);
    ticket_pick_done(&pick);
    return is_ok;
}

static bool read_views(const struct db_rows *rows, struct arena *arena,
    struct ticket_view **ret_views, size_t *ret_count, struct err *err)
{
    struct ticket_view *views = arena_take_array(arena, rows->count, sizeof *views);
    for (size_t i = 0; views && i < rows->count; i++)
        read_view(rows, i, &views[i]);
    *ret_views = views;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool ticket_view_list(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, struct arena *arena, struct ticket_view **ret_views,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return pick_list(db, who, query, SELECT, arena, &rows, err) &&
           read_views(&rows, arena, ret_views, ret_count, err);
}

/* -- for orders -- */

#define BRIEF "SELECT t.id, t.state, t.cause, m.role, t.fixed, z.ticket_id" FROM

static bool read_briefs(const struct db_rows *rows, struct arena *arena,
    struct ticket_brief **ret_briefs, size_t *ret_count, struct err *err)
{
    struct ticket_brief *briefs = arena_take_array(arena, rows->count, sizeof *briefs);
    for (size_t i = 0; briefs && i < rows->count; i++) {
        briefs[i] = (struct ticket_brief){.id = db_int(rows, i, 0),
            .state = ticket_state_read(db_text(rows, i, 1)),
            .cause = ticket_cause_read(db_text(rows, i, 2)),
            .has_fix = !text_is(db_text(rows, i, 4), "[]"),
            .is_snoozed = !db_is_null(rows, i, 5)};
        if (!right_team_read(db_text(rows, i, 3), &briefs[i].role))
            briefs[i].role = TEAM_STRANGER;
    }
    *ret_briefs = briefs;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool ticket_view_briefs(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, struct arena *arena, struct ticket_brief **ret_briefs,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return pick_list(db, who, query, BRIEF, arena, &rows, err) &&
           read_briefs(&rows, arena, ret_briefs, ret_count, err);
}

bool ticket_view_briefs_of(struct db *db, const struct api_principal *who, const int64_t *ids,
    size_t id_count, struct arena *arena, struct ticket_brief **ret_briefs, size_t *ret_count,
    struct err *err)
{
    struct db_rows rows;
    struct db_value *values = arena_take_array(arena, id_count, sizeof *values);
    for (size_t i = 0; values && i < id_count; i++)
        values[i] = DB_INT(ids[i]);
    return arena_check(arena, err) &&
           db_in_query(db, BRIEF " AND t.id IN", DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_TICKET_READ)),
               (struct db_args){values, id_count}, "ORDER BY t.rank DESC, t.id", arena, &rows,
               err) &&
           read_briefs(&rows, arena, ret_briefs, ret_count, err);
}

/* Those that are done and those that are not come in rows of their own. */
static void read_counts(const struct db_rows *rows, struct ticket_priorities *ret_counts)
{
    *ret_counts = (struct ticket_priorities){0};
    for (size_t i = 0; i < rows->count; i++) {
        int64_t priority = db_int(rows, i, 0);
        if (priority < SSVC_DEFER || priority > SSVC_IMMEDIATE)
            continue;
        ret_counts->at[priority] += db_int(rows, i, 1);
        if (db_int(rows, i, 2))
            ret_counts->more |= 1U << priority;
    }
}

bool ticket_view_page(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, bool is_exact, struct arena *arena,
    struct ticket_page *ret_page, struct err *err)
{
    struct ticket_pick pick;
    struct db_rows rows, counts;
    bool is_ok = ticket_pick_init(&pick, db, who, query, arena, err);
    if (is_ok && pick.is_few)
        is_ok = ticket_pick_few(&pick, db, SELECT, arena, &rows, &counts, err);
    else if (is_ok)
        is_ok = ticket_pick_count(&pick, db, is_exact, arena, &counts, err) &&
                ticket_pick_list(&pick, db, SELECT, arena, &rows, err);
    ticket_pick_done(&pick);
    if (!is_ok)
        return false;
    read_counts(&counts, &ret_page->counts);
    return read_views(&rows, arena, &ret_page->views, &ret_page->count, err);
}

bool ticket_view_count(struct db *db, const struct api_principal *who,
    const struct ticket_query *query, bool is_exact, struct arena *arena,
    struct ticket_priorities *ret_counts, struct err *err)
{
    struct ticket_pick pick;
    struct db_rows rows;
    bool is_ok = ticket_pick_init(&pick, db, who, query, arena, err) &&
                 ticket_pick_count(&pick, db, is_exact, arena, &rows, err);
    ticket_pick_done(&pick);
    if (is_ok)
        read_counts(&rows, ret_counts);
    return is_ok;
}
