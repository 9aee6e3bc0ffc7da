/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "codec/json.h"
#include "journal/journal.h"
#include "ticket/action.h"

/* A clock that is a little fast on the other side is no lie about the future. */
#define FUTURE_MAX_US (5 * 60 * CLOCK_SECOND_US)

/* $1 and $2 are the one who asks. */
#define ACTION_SELECT                                                                              \
    "SELECT l.id, l.team_id, l.ticket_id, l.account_id, l.recorded_by, l.kind, l.text, "           \
    "l.advisory_id, l.executed_us, l.created_us, a.name, r.name, s.name, "                         \
    "l.corrects_id, (SELECT n.id FROM action_log n WHERE n.corrects_id = l.id) "                   \
    "FROM action_log l JOIN account a ON a.id = l.account_id "                                     \
    "JOIN account r ON r.id = l.recorded_by LEFT JOIN ticket t ON t.id = l.ticket_id "             \
    "LEFT JOIN service s ON s.id = t.service_id WHERE " TEAM_SEES("l.team_id", "$1", "$2")

static struct action read_action(const struct db_rows *rows, size_t row)
{
    struct action action = {
        .id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .ticket_id = db_int(rows, row, 2),
        .account_id = db_int(rows, row, 3),
        .recorded_by = db_int(rows, row, 4),
        .text = db_text(rows, row, 6),
        .advisory_id = db_text(rows, row, 7),
        .executed_us = db_int(rows, row, 8),
        .created_us = db_int(rows, row, 9),
        .account_name = db_text(rows, row, 10),
        .recorder_name = db_text(rows, row, 11),
        .service_name = db_text(rows, row, 12),
        .corrects_id = db_int(rows, row, 13),
        .corrected_by_id = db_int(rows, row, 14),
    };
    /* The table's own check lets no other word in. */
    if (!action_kind_read(db_text(rows, row, 5), &action.kind))
        action.kind = ACTION_DETECTION;
    return action;
}

static bool check_member(struct db *db, const struct action *action, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine =
        db_query(db, "SELECT role FROM team_member WHERE team_id = $1 AND account_id = $2",
            DB_ARGS(DB_INT(action->team_id), DB_INT(action->account_id)), &arena, &rows, err);
    bool is_member = is_fine && rows.count > 0;
    arena_done(&arena);
    return is_fine &&
           (is_member || err_set(err, ERR_USAGE, "account_id: is no member of the team"));
}

static bool check_correction(
    struct db *db, const struct api_principal *who, const struct action *action, struct err *err)
{
    struct arena arena;
    struct action former;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = action_find(db, who, action->corrects_id, &arena, &former, err);
    arena_done(&arena);
    if (!is_fine)
        return err_add(err, "corrects");
    if (former.team_id != action->team_id)
        return err_set(err, ERR_USAGE, "corrects: is an action of another team");
    return !former.corrected_by_id ||
           err_set(err, ERR_CONFLICT, "corrects: it was corrected already, by %lld: correct that",
               (long long)former.corrected_by_id);
}

bool action_check(
    struct db *db, const struct api_principal *who, struct action *action, struct err *err)
{
    action->recorded_by = who->account_id;
    if (action->account_id == 0)
        action->account_id = who->account_id;
    if (action->executed_us == 0)
        action->executed_us = action->created_us;
    if (text_trim(action->text).len == 0)
        return err_set(err, ERR_USAGE, "text: is missing: say what was done");
    if (action->executed_us > action->created_us + FUTURE_MAX_US)
        return err_set(err, ERR_USAGE, "executed_at: lies in the future");
    if (action->corrects_id && !check_correction(db, who, action, err))
        return false;
    if (!action_ground_check(db, action->team_id, action->grounds, action->ground_count, err))
        return false;
    /* An administrator may write down what they did themselves without being a member. */
    if (action->account_id == who->account_id && who->roles & ACCOUNT_ADMINISTRATOR)
        return true;
    return check_member(db, action, err);
}

/* Who acted is told by the facts; who wrote it down is the actor, and the text is theirs. */
static bool tell(struct db *db, const struct action *action, struct err *err)
{
    struct buf facts;
    buf_init(&facts, SIZE_MAX);
    json_print_open(&facts, '{');
    json_print_member_z(&facts, "kind", action_kind_name(action->kind));
    json_print_member_id(&facts, "account_id", action->account_id);
    if (action->ticket_id)
        json_print_member_id(&facts, "ticket_id", action->ticket_id);
    json_print_member_time(&facts, "executed_at", action->executed_us);
    if (action->corrects_id)
        json_print_member_id(&facts, "corrects", action->corrects_id);
    action_ground_print(&facts, action->grounds, action->ground_count);
    json_print_close(&facts, '}');
    bool is_told = journal_add_texts(db,
        &(struct journal_entry){
            .kind = action->corrects_id ? "action.corrected" : "action.recorded",
            .actor_id = action->recorded_by,
            .team_id = action->team_id,
            .object_kind = "action",
            .object_id = action->id,
            .at_us = action->created_us,
            .facts = buf_text(&facts)},
        JOURNAL_TEXTS({"text", action->text}, {"advisory_id", action->advisory_id}), err);
    buf_done(&facts);
    return is_told;
}

bool action_add(struct db *db, const struct action *action, struct err *err)
{
    return db_run(db,
               "INSERT INTO action_log (id, team_id, ticket_id, account_id, recorded_by, kind, text, "
               "advisory_id, executed_us, created_us, corrects_id) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
               DB_ARGS(DB_INT(action->id), DB_INT(action->team_id), DB_ID(action->ticket_id),
                   DB_INT(action->account_id), DB_INT(action->recorded_by),
                   DB_TEXT(text_of(action_kind_name(action->kind))), DB_TEXT(action->text),
                   DB_TEXT(action->advisory_id.len ? action->advisory_id : TEXT("")),
                   DB_INT(action->executed_us), DB_INT(action->created_us),
                   DB_ID(action->corrects_id)),
               NULL, err) &&
           action_ground_add(db, action->id, action->grounds, action->ground_count, err) &&
           tell(db, action, err);
}

static bool find_grounds(
    struct db *db, struct action *actions, size_t count, struct arena *arena, struct err *err)
{
    struct action_ground *grounds;
    int64_t *owners;
    size_t ground_count;
    struct db_value *ids = arena_take_array(arena, count, sizeof *ids);
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = DB_INT(actions[i].id);
    if (!arena_check(arena, err) || !action_ground_find(db, (struct db_args){ids, count}, arena,
                                        &grounds, &owners, &ground_count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t g = 0; g < ground_count; g++) {
            if (owners[g] != actions[i].id)
                continue;
            actions[i].grounds = actions[i].ground_count ? actions[i].grounds : &grounds[g];
            actions[i].ground_count++;
        }
    return true;
}

bool action_find(struct db *db, const struct api_principal *who, int64_t id, struct arena *arena,
    struct action *ret_action, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, ACTION_SELECT " AND l.id = $3",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_ACTION_READ), DB_INT(id)), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such action");
    struct action action = read_action(&rows, 0);
    if (!find_grounds(db, &action, 1, arena, err))
        return false;
    *ret_action = action;
    return true;
}

bool action_list(struct db *db, const struct api_principal *who, const struct action_query *query,
    struct arena *arena, struct action **ret_actions, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    const char *kind = query->kind < 0 ? "" : action_kind_name((enum action_kind)query->kind);
    if (!db_query(db,
            ACTION_SELECT
            " AND (CAST($3 AS BIGINT) = 0 OR l.team_id = $3)"
            " AND (CAST($4 AS BIGINT) = 0 OR l.ticket_id = $4)"
            " AND (CAST($5 AS TEXT) = '' OR l.kind = $5)"
            " AND (CAST($6 AS TEXT) = '' OR replace(lower(l.text || ' ' || l.advisory_id || ' ' || a.name), lower($6), '')"
            " <> lower(l.text || ' ' || l.advisory_id || ' ' || a.name))"
            " AND (l.created_us < $7 OR (l.created_us = $7 AND l.id < $8))"
            " AND (CAST($10 AS BIGINT) IS NULL OR l.account_id = $10)"
            " AND (CAST($11 AS BIGINT) IS NULL OR l.executed_us >= $11)"
            " AND (CAST($12 AS BIGINT) IS NULL OR l.executed_us < $12)"
            " AND (CAST($13 AS TEXT) IS NULL OR lower(l.advisory_id) = lower($13) OR EXISTS "
            "(SELECT 1 FROM action_ground g WHERE g.action_id = l.id AND g.kind = 'advisory' "
            "AND lower(g.source_id) = lower($13)))"
            " ORDER BY l.created_us DESC, l.id DESC LIMIT $9",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_ACTION_READ), DB_INT(query->team_id),
                DB_INT(query->ticket_id), DB_TEXT(text_of(kind)), DB_TEXT(query->words),
                DB_INT(query->before_us), DB_INT(query->before_id), DB_INT((int64_t)query->limit),
                DB_ID(query->account_id), DB_ID(query->since_us), DB_ID(query->until_us),
                DB_TEXT_OR_NULL(query->advisory)),
            arena, &rows, err))
        return false;
    struct action *actions = arena_take_array(arena, rows.count, sizeof *actions);
    for (size_t i = 0; actions && i < rows.count; i++)
        actions[i] = read_action(&rows, i);
    *ret_actions = actions;
    *ret_count = rows.count;
    return arena_check(arena, err) && find_grounds(db, actions, rows.count, arena, err);
}
