/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_due_rows.h"

#include "base/limits.h"
#include "store/db_batch.h"

#define COLUMNS(at)                                                                                \
    "SELECT t.id, t.vulnerability_id, t.service_id, t.part_id, t.rank, t.assignee_id, " at         \
    ", t.priority, CASE WHEN t.is_kev + t.is_malicious > 0 THEN 1 ELSE 0 END,"                     \
    " CASE WHEN m.team_id IS NULL THEN 0 ELSE 1 END"                                               \
    " FROM ticket t JOIN service s ON s.id = t.service_id AND s.deleted_us IS NULL"                \
    " LEFT JOIN ticket_snooze z ON z.ticket_id = t.id"                                             \
    " LEFT JOIN alert_mute m ON m.team_id = t.team_id"                                             \
    " AND m.vulnerability_id = t.vulnerability_id AND m.until_us > $3 "

#define AT_WORK " WHERE t.team_id = $1 AND t.is_done = 0 AND z.ticket_id IS NULL"
#define BY_FLAW " ORDER BY t.vulnerability_id, t.rank DESC, t.id LIMIT $4"

/* From when on somebody should have seen it: when it became the most urgent, or came. */
#define SINCE "COALESCE(t.due_from_us, t.created_us)"

static bool find(const struct alert_scope *scope, const char *sql, int64_t before_us, size_t limit,
    struct alert_due **ret_due, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(scope->db, sql,
            DB_ARGS(DB_INT(scope->team_id), DB_INT(before_us), DB_INT(scope->now_us),
                DB_INT((int64_t)limit)),
            scope->arena, &rows, err))
        return false;
    struct alert_due *due = arena_take_array(scope->arena, rows.count, sizeof *due);
    for (size_t i = 0; due && i < rows.count; i++)
        due[i] = (struct alert_due){.ticket_id = db_int(&rows, i, 0),
            .vulnerability_id = db_int(&rows, i, 1),
            .service_id = db_int(&rows, i, 2),
            .part_id = db_int(&rows, i, 3),
            .rank = db_int(&rows, i, 4),
            .assignee_id = db_int(&rows, i, 5),
            .at_us = db_int(&rows, i, 6),
            .priority = (int)db_int(&rows, i, 7),
            .is_kev = db_int(&rows, i, 8) != 0,
            .is_muted = db_int(&rows, i, 9) != 0};
    *ret_due = due;
    *ret_count = rows.count;
    return arena_check(scope->arena, err);
}

bool alert_due_rows_find(const struct alert_scope *scope, int64_t before_us,
    struct alert_due **ret_due, size_t *ret_count, struct err *err)
{
    return find(scope, COLUMNS("t.due_us") AT_WORK " AND t.due_us < $2" BY_FLAW, before_us,
        LIMIT_ALERT_LINES, ret_due, ret_count, err);
}

/* What was late before it was known here, as old flaws with a date of CISA's are, is nobody's fault for as many days more. */
bool alert_due_rows_late(const struct alert_scope *scope, int64_t before_us,
    struct alert_due **ret_due, size_t *ret_count, struct err *err)
{
    return find(scope,
        COLUMNS("t.due_us") " LEFT JOIN alert_escalated e ON e.ticket_id = t.id"
                            " AND e.kind = 'overdue' AND e.for_us = t.due_us" AT_WORK
                            " AND t.due_us < $2 AND " SINCE " < $2 AND e.ticket_id IS NULL" BY_FLAW,
        before_us, LIMIT_ALERT_LINES, ret_due, ret_count, err);
}

bool alert_due_rows_unseen(const struct alert_scope *scope, int64_t before_us,
    struct alert_due **ret_due, size_t *ret_count, struct err *err)
{
    return find(scope,
        COLUMNS(SINCE) " LEFT JOIN alert_escalated e ON e.ticket_id = t.id"
                       " AND e.kind = 'unseen' AND e.for_us = " SINCE AT_WORK
                       " AND t.priority = 3 AND t.state = 'open' AND " SINCE " < $2"
                       " AND e.ticket_id IS NULL" BY_FLAW,
        before_us, LIMIT_ALERT_LINES, ret_due, ret_count, err);
}

bool alert_due_rows_keep(
    struct db *db, const char *kind, const struct alert_due *due, size_t count, struct err *err)
{
    struct db_batch batch;
    bool is_ok = true;
    db_batch_init(&batch, db, "INSERT INTO alert_escalated (ticket_id, kind, for_us) VALUES", 3,
        "ON CONFLICT (ticket_id, kind) DO UPDATE SET for_us = excluded.for_us");
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct db_value values[] = {
            DB_INT(due[i].ticket_id), DB_TEXT(text_of(kind)), DB_INT(due[i].at_us)};
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    db_batch_done(&batch);
    return is_ok;
}

bool alert_due_rows_next(const struct alert_scope *scope, int64_t *ret_us, struct err *err)
{
    struct db_rows rows;
    if (!db_query(scope->db,
            "SELECT MIN(due_us) FROM ticket WHERE team_id = $1 AND is_done = 0 AND priority = $2"
            " AND due_us > $3",
            DB_ARGS(DB_INT(scope->team_id), DB_INT(SSVC_IMMEDIATE), DB_INT(scope->now_us)),
            scope->arena, &rows, err))
        return false;
    *ret_us = db_int(&rows, 0, 0);
    return true;
}

bool alert_due_rows_closed(const struct alert_scope *scope, int64_t from_us, int64_t until_us,
    int64_t *ret_by_priority, int64_t *ret_service_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(scope->db,
            "SELECT priority, count(*), 0 FROM ticket"
            " WHERE team_id = $1 AND closed_us >= $2 AND closed_us < $3 GROUP BY priority"
            " UNION ALL SELECT -1, 0, count(DISTINCT service_id) FROM ticket"
            " WHERE team_id = $1 AND closed_us >= $2 AND closed_us < $3",
            DB_ARGS(DB_INT(scope->team_id), DB_INT(from_us), DB_INT(until_us)), scope->arena, &rows,
            err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        int64_t priority = db_int(&rows, i, 0);
        if (priority < 0)
            *ret_service_count = db_int(&rows, i, 2);
        else if (priority < ALERT_PRIORITIES)
            ret_by_priority[priority] = db_int(&rows, i, 1);
    }
    return true;
}

bool alert_due_rows_heads(
    const struct alert_scope *scope, int64_t **ret_accounts, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(scope->db,
            "SELECT a.id FROM account a WHERE a.disabled_us IS NULL AND a.deleted_us IS NULL"
            " AND ((CAST($1 AS BIGINT) = 1 AND a.id IN (SELECT m.account_id FROM team_member m"
            " WHERE m.team_id = $2 AND m.role = 'admin'))"
            " OR (CAST($3 AS BIGINT) = 1 AND a.is_governance = 1)) ORDER BY a.id",
            DB_ARGS(DB_INT(scope->policy.escalate_admins), DB_INT(scope->team_id),
                DB_INT(scope->policy.escalate_governance)),
            scope->arena, &rows, err))
        return false;
    int64_t *accounts = arena_take_array(scope->arena, rows.count, sizeof *accounts);
    for (size_t i = 0; accounts && i < rows.count; i++)
        accounts[i] = db_int(&rows, i, 0);
    *ret_accounts = accounts;
    *ret_count = rows.count;
    return arena_check(scope->arena, err);
}
