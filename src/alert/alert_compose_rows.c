/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_compose_rows.h"

#include "store/db_in.h"
#include "ticket/ticket_decide_json.h"
#include "ticket/ticket_json.h"

#define COLUMNS                                                                                    \
    "SELECT t.id, t.vulnerability_id, t.name, t.summary, t.severity, t.score_tenths, t.is_kev,"    \
    " t.is_kev_ransomware, t.is_malicious, t.kev_due_us, t.epss_millionths, t.priority,"           \
    " t.decision, t.due_us, t.assignee_id, t.ecosystem, t.package, t.versions, t.fixed, s.name,"   \
    " p.name, t.part_id, t.aliases FROM ticket t JOIN service s ON s.id = t.service_id"            \
    " JOIN part p ON p.id = t.part_id"

/* The only text of a JSON list, or nothing. */
static struct text only_of(struct text list, struct arena *arena)
{
    struct text *texts;
    size_t count;
    ticket_json_read_list(list, arena, &texts, &count);
    return count == 1 ? texts[0] : TEXT("");
}

static struct text join_of(struct text list, struct arena *arena)
{
    struct text *texts, joined = {"", 0};
    size_t count;
    ticket_json_read_list(list, arena, &texts, &count);
    for (size_t i = 0; i < count; i++)
        joined = i ? arena_join(arena, joined, ", ", texts[i]) : texts[i];
    return joined;
}

static struct text outcome_of(struct text stored)
{
    struct ticket_decision decision;
    if (!ticket_decide_read(&decision, stored))
        return TEXT("");
    const char *word = ssvc_word(ssvc_model_row(decision.model)->outcome_kind, decision.own);
    return word ? text_of(word) : TEXT("");
}

static struct alert_affected read_affected(
    const struct db_rows *rows, size_t row, struct arena *arena)
{
    return (struct alert_affected){.ticket_id = db_int(rows, row, 0),
        .vulnerability = db_text(rows, row, 2),
        .service = db_text(rows, row, 19),
        .part = db_text(rows, row, 20),
        .ecosystem = db_text(rows, row, 15),
        .package = db_text(rows, row, 16),
        .version = join_of(db_text(rows, row, 17), arena),
        .priority = (int)db_int(rows, row, 11),
        .due_us = db_int(rows, row, 13),
        .assignee_id = db_int(rows, row, 14),
        .assignee = TEXT("")};
}

static struct alert_ticket read_ticket(const struct db_rows *rows, size_t row, struct arena *arena)
{
    enum severity severity = (enum severity)db_int(rows, row, 4);
    int64_t score = db_int(rows, row, 5);
    return (struct alert_ticket){.affected = read_affected(rows, row, arena),
        .vulnerability_id = db_int(rows, row, 1),
        .part_id = db_int(rows, row, 21),
        .outcome = outcome_of(db_text(rows, row, 12)),
        .summary = db_text(rows, row, 3),
        .aliases = db_text(rows, row, 22),
        .fixed = only_of(db_text(rows, row, 18), arena),
        .is_kev = db_int(rows, row, 6) != 0,
        .is_ransomware = db_int(rows, row, 7) != 0,
        .is_malicious = db_int(rows, row, 8) != 0,
        .kev_due_us = db_int(rows, row, 9),
        .epss_millionths = db_is_null(rows, row, 10) ? -1 : db_int(rows, row, 10),
        .cvss_tenths = score || severity == SEVERITY_NONE ? score : -1,
        .severity = severity};
}

static bool read_tickets(const struct db_rows *rows, struct arena *arena,
    struct alert_ticket **ret_tickets, size_t *ret_count, struct err *err)
{
    struct alert_ticket *tickets = arena_take_array(arena, rows->count, sizeof *tickets);
    for (size_t i = 0; tickets && i < rows->count; i++)
        tickets[i] = read_ticket(rows, i, arena);
    *ret_tickets = tickets;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

#define OF_FLAW                                                                                    \
    " LEFT JOIN ticket_snooze z ON z.ticket_id = t.id WHERE t.vulnerability_id = $1"               \
    " AND t.team_id + 0 = $2 AND t.is_done + 0 = 0 AND z.ticket_id IS NULL"                        \
    " AND s.deleted_us IS NULL"
#define FROM_FLAW " FROM ticket t JOIN service s ON s.id = t.service_id" OF_FLAW

static void read_sums(const struct db_rows *rows, struct alert_flaw_sums *ret_sums)
{
    *ret_sums = (struct alert_flaw_sums){0};
    for (size_t i = 0; i < rows->count; i++) {
        int64_t priority = db_int(rows, i, 0);
        if (priority < 0)
            ret_sums->service_count = db_int(rows, i, 1);
        else if (priority < ALERT_PRIORITIES)
            ret_sums->by_priority[priority] = db_int(rows, i, 1);
    }
    for (size_t i = 0; i < ALERT_PRIORITIES; i++)
        ret_sums->total += ret_sums->by_priority[i];
}

bool alert_compose_rows_flaw(const struct alert_scope *scope, int64_t vulnerability_id,
    struct alert_ticket **ret_tickets, size_t *ret_count, struct alert_flaw_sums *ret_sums,
    struct err *err)
{
    struct db_rows rows, sums;
    if (!db_query(scope->db, COLUMNS OF_FLAW " ORDER BY t.rank DESC, t.id LIMIT $3",
            DB_ARGS(DB_INT(vulnerability_id), DB_INT(scope->team_id), DB_INT(ALERT_AFFECTED_MAX)),
            scope->arena, &rows, err) ||
        !db_query(scope->db,
            "SELECT t.priority, count(*)" FROM_FLAW " GROUP BY t.priority"
            " UNION ALL SELECT -1, count(DISTINCT t.service_id)" FROM_FLAW,
            DB_ARGS(DB_INT(vulnerability_id), DB_INT(scope->team_id)), scope->arena, &sums, err))
        return false;
    read_sums(&sums, ret_sums);
    return read_tickets(&rows, scope->arena, ret_tickets, ret_count, err);
}

/* Puts tickets into the order of ids; those that are gone are left out. */
static size_t order(struct alert_ticket *tickets, size_t count, const int64_t *ids, size_t id_count)
{
    size_t placed = 0;
    for (size_t i = 0; i < id_count; i++)
        for (size_t at = placed; at < count; at++)
            if (tickets[at].affected.ticket_id == ids[i]) {
                struct alert_ticket ticket = tickets[at];
                tickets[at] = tickets[placed];
                tickets[placed++] = ticket;
                break;
            }
    return placed;
}

bool alert_compose_rows_tickets(const struct alert_scope *scope, const int64_t *ids, size_t count,
    struct alert_ticket **ret_tickets, size_t *ret_count, struct err *err)
{
    struct db_value values[ALERT_AFFECTED_MAX];
    struct db_rows rows;
    size_t some = count < ALERT_AFFECTED_MAX ? count : ALERT_AFFECTED_MAX;
    for (size_t i = 0; i < some; i++)
        values[i] = DB_INT(ids[i]);
    if (!db_in_query(scope->db, COLUMNS " WHERE t.id IN", DB_NO_ARGS,
            (struct db_args){values, some}, "", scope->arena, &rows, err) ||
        !read_tickets(&rows, scope->arena, ret_tickets, ret_count, err))
        return false;
    *ret_count = order(*ret_tickets, *ret_count, ids, some);
    return true;
}

bool alert_compose_rows_fixes(const struct alert_scope *scope, const struct alert_ticket *tickets,
    size_t count, size_t limit, struct remedy_row **ret_rows, size_t *ret_count, struct err *err)
{
    struct db_value ids[ALERT_AFFECTED_MAX];
    struct db_rows rows;
    size_t some = count < ALERT_AFFECTED_MAX ? count : ALERT_AFFECTED_MAX;
    for (size_t i = 0; i < some; i++)
        ids[i] = DB_INT(tickets[i].affected.ticket_id);
    if (!db_in_query(scope->db,
            "SELECT t.id, t.ecosystem, t.package, t.priority, o.package_version_id, v.version, o.fixed"
            " FROM ticket t JOIN ticket_occurrence o ON o.ticket_id = t.id"
            " JOIN package_version v ON v.id = o.package_version_id WHERE t.id IN",
            DB_ARGS(DB_INT((int64_t)limit)), (struct db_args){ids, some},
            "ORDER BY t.id, o.package_version_id LIMIT $1", scope->arena, &rows, err))
        return false;
    struct remedy_row *list = arena_take_array(scope->arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        list[i] = (struct remedy_row){.ticket_id = db_int(&rows, i, 0),
            .ecosystem = db_text(&rows, i, 1),
            .package = db_text(&rows, i, 2),
            .priority = db_int(&rows, i, 3),
            .package_version_id = db_int(&rows, i, 4),
            .version = db_text(&rows, i, 5),
            .fixed = db_text(&rows, i, 6)};
    *ret_rows = list;
    *ret_count = rows.count;
    return arena_check(scope->arena, err);
}

bool alert_compose_rows_part(const struct alert_scope *scope, int64_t part_id,
    struct text *ret_subject, int64_t *ret_component_count, struct text *ret_link, struct err *err)
{
    struct db_rows rows;
    if (!db_query(scope->db,
            "SELECT s.name, p.name, b.component_count, s.id FROM part p JOIN service s"
            " ON s.id = p.service_id LEFT JOIN sbom b ON b.part_id = p.id AND b.is_current = 1"
            " WHERE p.id = $1",
            DB_ARGS(DB_INT(part_id)), scope->arena, &rows, err))
        return false;
    if (rows.count == 0)
        return true;
    *ret_subject = arena_join(scope->arena, db_text(&rows, 0, 0), " / ", db_text(&rows, 0, 1));
    *ret_component_count = db_int(&rows, 0, 2);
    *ret_link = arena_format(scope->arena, "/tickets?service=%lld", (long long)db_int(&rows, 0, 3));
    return true;
}
