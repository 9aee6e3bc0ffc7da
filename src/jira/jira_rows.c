/* SPDX-License-Identifier: Apache-2.0 */
#include "jira/jira.h"

/* -- connections -- */

#define JIRA_SELECT                                                                                \
    "SELECT r.id, r.team_id, r.account_id, r.kind, r.base_url, r.project_key, r.project_id, "      \
    "r.issue_type, r.mail, r.token, r.hook_secret, coalesce(r.least_priority, -1), r.assigns, "    \
    "r.is_on, r.own_author, r.own_name, r.trouble, r.trouble_us, r.checked_us, r.heard_us, "       \
    "r.refused_us, r.created_us, r.updated_us, a.name FROM tracker r "                             \
    "JOIN account a ON a.id = r.account_id WHERE r.deleted_us IS NULL "

static struct jira read_jira(const struct db_rows *rows, size_t row)
{
    return (struct jira){
        .id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .account_id = db_int(rows, row, 2),
        .is_cloud = text_is(db_text(rows, row, 3), "cloud"),
        .base_url = db_text(rows, row, 4),
        .project_key = db_text(rows, row, 5),
        .project_id = db_text(rows, row, 6),
        .issue_type = db_text(rows, row, 7),
        .mail = db_text(rows, row, 8),
        .token = db_text(rows, row, 9),
        .hook_secret = db_text(rows, row, 10),
        .least_priority = db_int(rows, row, 11),
        .assigns = db_int(rows, row, 12) != 0,
        .is_on = db_int(rows, row, 13) != 0,
        .own_author = db_text(rows, row, 14),
        .own_name = db_text(rows, row, 15),
        .trouble = db_text(rows, row, 16),
        .trouble_us = db_int(rows, row, 17),
        .checked_us = db_int(rows, row, 18),
        .heard_us = db_int(rows, row, 19),
        .refused_us = db_int(rows, row, 20),
        .created_us = db_int(rows, row, 21),
        .updated_us = db_int(rows, row, 22),
        .account_name = db_text(rows, row, 23),
    };
}

static bool find_one(struct db *db, const char *sql, int64_t id, struct arena *arena,
    struct jira *ret_jira, bool *ret_is_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, sql, DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    *ret_is_there = rows.count == 1;
    if (rows.count)
        *ret_jira = read_jira(&rows, 0);
    return true;
}

bool jira_find_team(struct db *db, int64_t team_id, struct arena *arena, struct jira *ret_jira,
    bool *ret_is_there, struct err *err)
{
    return find_one(
        db, JIRA_SELECT "AND r.team_id = $1", team_id, arena, ret_jira, ret_is_there, err);
}

bool jira_find(struct db *db, int64_t id, struct arena *arena, struct jira *ret_jira,
    bool *ret_is_there, struct err *err)
{
    return find_one(db, JIRA_SELECT "AND r.id = $1", id, arena, ret_jira, ret_is_there, err);
}

static struct db_value priority_value(const struct jira *jira)
{
    return jira->least_priority < 0 ? DB_NULL : DB_INT(jira->least_priority);
}

bool jira_add(struct db *db, const struct jira *jira, struct err *err)
{
    return db_run(db,
        "INSERT INTO tracker (id, team_id, account_id, kind, base_url, project_key, project_id, "
        "issue_type, mail, token, hook_secret, least_priority, assigns, is_on, own_author, own_name, "
        "trouble, created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10, $11, "
        "$12, $13, '', '', '', $14, $14)",
        DB_ARGS(DB_INT(jira->id), DB_INT(jira->team_id), DB_INT(jira->account_id),
            DB_TEXT(jira->is_cloud ? TEXT("cloud") : TEXT("server")), DB_TEXT(jira->base_url),
            DB_TEXT(jira->project_key), DB_TEXT(jira->issue_type), DB_TEXT(jira->mail),
            DB_BLOB(jira->token), DB_BLOB(jira->hook_secret), priority_value(jira),
            DB_INT(jira->assigns), DB_INT(jira->is_on), DB_INT(jira->created_us)),
        NULL, err);
}

bool jira_write(struct db *db, const struct jira *jira, struct err *err)
{
    return db_run(db,
        "UPDATE tracker SET account_id = $2, kind = $3, base_url = $4, project_key = $5, "
        "project_id = $6, issue_type = $7, mail = $8, token = $9, hook_secret = $10, "
        "least_priority = $11, assigns = $12, is_on = $13, own_author = $14, own_name = $15, "
        "updated_us = $16 WHERE id = $1",
        DB_ARGS(DB_INT(jira->id), DB_INT(jira->account_id),
            DB_TEXT(jira->is_cloud ? TEXT("cloud") : TEXT("server")), DB_TEXT(jira->base_url),
            DB_TEXT(jira->project_key), DB_TEXT(jira->project_id), DB_TEXT(jira->issue_type),
            DB_TEXT(jira->mail), DB_BLOB(jira->token), DB_BLOB(jira->hook_secret),
            priority_value(jira), DB_INT(jira->assigns), DB_INT(jira->is_on),
            DB_TEXT(jira->own_author), DB_TEXT(jira->own_name), DB_INT(jira->updated_us)),
        NULL, err);
}

bool jira_delete(struct db *db, const struct jira *jira, int64_t now_us, struct err *err)
{
    const struct db_args args = DB_ARGS(DB_INT(jira->id));
    return outbox_cancel(db, TRACKER_CHANNEL, jira->id, 0, TEXT("the connection was taken away"),
               now_us, err) &&
           db_run(db, "DELETE FROM tracker_link WHERE tracker_id = $1", args, NULL, err) &&
           db_run(db, "DELETE FROM tracker_comment WHERE tracker_id = $1", args, NULL, err) &&
           db_run(db, "DELETE FROM tracker_heard WHERE tracker_id = $1", args, NULL, err) &&
           db_run(db,
               "UPDATE tracker SET deleted_us = $2, token = $3, hook_secret = $3, mail = '' WHERE id = $1",
               DB_ARGS(DB_INT(jira->id), DB_INT(now_us), DB_BLOB(TEXT(""))), NULL, err);
}

bool jira_note_trouble(
    struct db *db, int64_t id, struct text trouble, int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE tracker SET trouble = $2, trouble_us = $3 WHERE id = $1 AND trouble <> $2",
        DB_ARGS(DB_INT(id), DB_TEXT(trouble), trouble.len ? DB_INT(now_us) : DB_NULL), NULL, err);
}

bool jira_note_untested(struct db *db, int64_t id, struct err *err)
{
    return db_run(db,
        "UPDATE tracker SET trouble = '', trouble_us = NULL, checked_us = NULL WHERE id = $1",
        DB_ARGS(DB_INT(id)), NULL, err);
}

bool jira_note_check(struct db *db, const struct jira *jira, int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE tracker SET own_author = $2, own_name = $3, project_key = $4, project_id = $5, "
        "checked_us = $6, trouble = '', trouble_us = NULL WHERE id = $1",
        DB_ARGS(DB_INT(jira->id), DB_TEXT(jira->own_author), DB_TEXT(jira->own_name),
            DB_TEXT(jira->project_key), DB_TEXT(jira->project_id), DB_INT(now_us)),
        NULL, err);
}

bool jira_note_refused(struct db *db, int64_t id, int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE tracker SET refused_us = $2 WHERE id = $1 AND coalesce(refused_us, 0) < $3",
        DB_ARGS(DB_INT(id), DB_INT(now_us), DB_INT(now_us - 60 * CLOCK_SECOND_US)), NULL, err);
}

bool jira_find_member(struct db *db, int64_t team_id, struct text mail, struct arena *arena,
    int64_t *ret_account_id, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT a.id FROM account a JOIN team_member m ON m.account_id = a.id AND m.team_id = $1 "
            "WHERE lower(a.email) = lower($2) AND a.email <> '' LIMIT 2",
            DB_ARGS(DB_INT(team_id), DB_TEXT(mail)), arena, &rows, err))
        return false;
    *ret_account_id = rows.count == 1 ? db_int(&rows, 0, 0) : 0;
    return true;
}

/* -- links -- */

static const char *const link_states[] = {"wanted", "linked", "gone"};

const char *jira_link_state_name(enum jira_link_state state)
{
    return link_states[state];
}

#define LINK_SELECT                                                                                \
    "SELECT ticket_id, tracker_id, state, issue_id, issue_key, status, category, created_us, "     \
    "updated_us, coalesce(created_by, 0) FROM tracker_link "

static struct jira_link read_link(const struct db_rows *rows)
{
    struct jira_link link = {
        .ticket_id = db_int(rows, 0, 0),
        .tracker_id = db_int(rows, 0, 1),
        .issue_id = db_text(rows, 0, 3),
        .issue_key = db_text(rows, 0, 4),
        .status = db_text(rows, 0, 5),
        .category = db_text(rows, 0, 6),
        .created_us = db_int(rows, 0, 7),
        .updated_us = db_int(rows, 0, 8),
        .created_by = db_int(rows, 0, 9),
    };
    for (size_t i = 0; i < LEN_OF(link_states); i++)
        if (text_is(db_text(rows, 0, 2), link_states[i]))
            link.state = (enum jira_link_state)i;
    return link;
}

bool jira_link_find(struct db *db, int64_t ticket_id, struct arena *arena,
    struct jira_link *ret_link, bool *ret_is_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(
            db, LINK_SELECT "WHERE ticket_id = $1", DB_ARGS(DB_INT(ticket_id)), arena, &rows, err))
        return false;
    *ret_is_there = rows.count == 1;
    if (rows.count)
        *ret_link = read_link(&rows);
    return true;
}

bool jira_link_find_issue(struct db *db, int64_t tracker_id, struct text issue_id,
    struct arena *arena, struct jira_link *ret_link, bool *ret_is_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, LINK_SELECT "WHERE tracker_id = $1 AND issue_id = $2 AND issue_id <> ''",
            DB_ARGS(DB_INT(tracker_id), DB_TEXT(issue_id)), arena, &rows, err))
        return false;
    *ret_is_there = rows.count == 1;
    if (rows.count)
        *ret_link = read_link(&rows);
    return true;
}

bool jira_link_write(struct db *db, const struct jira_link *link, int64_t now_us, struct err *err)
{
    return db_run(db,
        "UPDATE tracker_link SET state = $2, issue_id = $3, issue_key = $4, status = $5, category = $6, "
        "updated_us = $7 WHERE ticket_id = $1",
        DB_ARGS(DB_INT(link->ticket_id), DB_TEXT(text_of(link_states[link->state])),
            DB_TEXT(link->issue_id), DB_TEXT(link->issue_key), DB_TEXT(link->status),
            DB_TEXT(link->category), DB_INT(now_us)),
        NULL, err);
}

bool jira_link_told(struct db *db, int64_t ticket_id, const char *state, struct err *err)
{
    return db_run(db, "UPDATE tracker_link SET told_state = $2 WHERE ticket_id = $1",
        DB_ARGS(DB_INT(ticket_id), DB_TEXT(text_of(state))), NULL, err);
}

bool jira_link_delete(struct db *db, int64_t ticket_id, struct err *err)
{
    const struct db_args args = DB_ARGS(DB_INT(ticket_id));
    return db_run(db, "DELETE FROM tracker_comment WHERE ticket_id = $1", args, NULL, err) &&
           db_run(db, "DELETE FROM tracker_link WHERE ticket_id = $1", args, NULL, err);
}

/* Reads one number. */
static bool read_number(
    struct db *db, const char *sql, struct db_args args, int64_t *ret_number, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_read = db_query(db, sql, args, &arena, &rows, err);
    if (is_read)
        *ret_number = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_read;
}

bool jira_link_count(struct db *db, int64_t tracker_id, int64_t *ret_count, struct err *err)
{
    return read_number(db, "SELECT count(*) FROM tracker_link WHERE tracker_id = $1",
        DB_ARGS(DB_INT(tracker_id)), ret_count, err);
}

/* -- comments and events -- */

bool jira_comment_add(struct db *db, int64_t tracker_id, struct text comment_id, int64_t ticket_id,
    int64_t seq, struct err *err)
{
    return db_run(db,
        "INSERT INTO tracker_comment (tracker_id, comment_id, ticket_id, seq) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (tracker_id, comment_id) DO NOTHING",
        DB_ARGS(DB_INT(tracker_id), DB_TEXT(comment_id), DB_INT(ticket_id), DB_INT(seq)), NULL,
        err);
}

bool jira_comment_add_last(
    struct db *db, int64_t tracker_id, struct text comment_id, int64_t ticket_id, struct err *err)
{
    return db_run(db,
        "INSERT INTO tracker_comment (tracker_id, comment_id, ticket_id, seq) "
        "SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS BIGINT), max(seq) "
        "FROM ticket_event WHERE ticket_id = $3",
        DB_ARGS(DB_INT(tracker_id), DB_TEXT(comment_id), DB_INT(ticket_id)), NULL, err);
}

bool jira_comment_is_known(
    struct db *db, int64_t tracker_id, struct text comment_id, bool *ret_is_known, struct err *err)
{
    int64_t count = 0;
    bool is_read = read_number(db,
        "SELECT count(*) FROM tracker_comment WHERE tracker_id = $1 AND comment_id = $2",
        DB_ARGS(DB_INT(tracker_id), DB_TEXT(comment_id)), &count, err);
    *ret_is_known = count > 0;
    return is_read;
}

bool jira_comment_is_sent(
    struct db *db, int64_t ticket_id, int64_t seq, bool *ret_is_sent, struct err *err)
{
    int64_t count = 0;
    bool is_read =
        read_number(db, "SELECT count(*) FROM tracker_comment WHERE ticket_id = $1 AND seq = $2",
            DB_ARGS(DB_INT(ticket_id), DB_INT(seq)), &count, err);
    *ret_is_sent = count > 0;
    return is_read;
}

bool jira_event_find(struct db *db, int64_t ticket_id, int64_t seq, struct arena *arena,
    struct jira_event *ret_event, bool *ret_is_there, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT e.kind, e.text, e.detail, a.name FROM ticket_event e "
            "LEFT JOIN account a ON a.id = e.account_id WHERE e.ticket_id = $1 AND e.seq = $2",
            DB_ARGS(DB_INT(ticket_id), DB_INT(seq)), arena, &rows, err))
        return false;
    *ret_is_there = rows.count == 1;
    if (rows.count)
        *ret_event = (struct jira_event){
            db_text(&rows, 0, 0), db_text(&rows, 0, 1), db_text(&rows, 0, 2), db_text(&rows, 0, 3)};
    return true;
}

bool jira_event_last_change(
    struct db *db, int64_t ticket_id, struct arena *arena, int64_t *ret_at_us, struct err *err)
{
    struct db_rows rows;
    /* Events of a person or of kenzen that led to another state say from where. */
    if (!db_query(db,
            "SELECT coalesce(max(at_us), 0) FROM ticket_event WHERE ticket_id = $1 AND kind IN "
            "('acknowledged', 'scheduled', 'started', 'stopped', 'completed', 'reopened', 'closed', "
            "'accepted', 'wrong_match', 'not_affected', 'undone') AND detail NOT LIKE '%\"tracker\":{%'",
            DB_ARGS(DB_INT(ticket_id)), arena, &rows, err))
        return false;
    *ret_at_us = db_int(&rows, 0, 0);
    return true;
}

/* -- what was heard -- */

bool jira_heard_add(
    struct db *db, const struct jira_heard *heard, bool *ret_is_new, struct err *err)
{
    int64_t changed;
    if (!db_run(db,
            "INSERT INTO tracker_heard (tracker_id, digest, id, at_us, event, issue_key, outcome) "
            "VALUES ($1, $2, $3, $4, $5, $6, '') ON CONFLICT (tracker_id, digest) DO NOTHING",
            DB_ARGS(DB_INT(heard->tracker_id), DB_BLOB(heard->digest), DB_INT(heard->id),
                DB_INT(heard->at_us), DB_TEXT(heard->event), DB_TEXT(heard->issue_key)),
            &changed, err))
        return false;
    *ret_is_new = changed > 0;
    return changed == 0 || db_run(db, "UPDATE tracker SET heard_us = $2 WHERE id = $1",
                               DB_ARGS(DB_INT(heard->tracker_id), DB_INT(heard->at_us)), NULL, err);
}

bool jira_heard_end(struct db *db, const struct jira_heard *heard, struct err *err)
{
    return db_run(db,
        "UPDATE tracker_heard SET ticket_id = $3, outcome = $4 WHERE tracker_id = $1 AND digest = $2",
        DB_ARGS(DB_INT(heard->tracker_id), DB_BLOB(heard->digest), DB_ID(heard->ticket_id),
            DB_TEXT(heard->outcome)),
        NULL, err);
}

bool jira_heard_list(struct db *db, int64_t tracker_id, int64_t before_id, size_t limit,
    struct arena *arena, struct jira_heard **ret_heard, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT id, ticket_id, at_us, event, issue_key, outcome FROM tracker_heard "
            "WHERE tracker_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
            DB_ARGS(DB_INT(tracker_id), DB_INT(before_id), DB_INT((int64_t)limit)), arena, &rows,
            err))
        return false;
    struct jira_heard *heard = arena_take_array(arena, rows.count, sizeof *heard);
    for (size_t i = 0; heard && i < rows.count; i++)
        heard[i] = (struct jira_heard){.id = db_int(&rows, i, 0),
            .tracker_id = tracker_id,
            .ticket_id = db_int(&rows, i, 1),
            .at_us = db_int(&rows, i, 2),
            .event = db_text(&rows, i, 3),
            .issue_key = db_text(&rows, i, 4),
            .outcome = db_text(&rows, i, 5)};
    *ret_heard = heard;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool jira_heard_forget(struct db *db, int64_t tracker_id, int64_t before_us, struct err *err)
{
    return db_run(db, "DELETE FROM tracker_heard WHERE tracker_id = $1 AND at_us < $2",
        DB_ARGS(DB_INT(tracker_id), DB_INT(before_us)), NULL, err);
}
