/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_json.h"
#include "ticket/ticket_writes.h"

struct redecision {
    struct db *db;
    const struct ticket_cause_of_sync *why;
    struct arena *arena;
    struct ticket_writes writes;
};

static void redecide(
    struct redecision *r, const struct ticket *before, const struct ticket_service_inputs *inputs)
{
    struct ticket ticket = *before;
    ticket_decide(&ticket.decision, &ticket.finding, inputs);
    ticket.decision_json = ticket_json_decision(&ticket.decision, r->arena);
    ticket.rank = ticket_rank(&ticket.finding, ticket.decision.outcome);
    ticket.updated_us = r->why->now_us;
    if (text_eq(ticket.decision_json, before->decision_json))
        return;
    size_t at = ticket_writes_ticket(&r->writes, &ticket);
    if (before->decision.outcome == ticket.decision.outcome)
        return;
    ticket_writes_event(&r->writes, at,
        &(struct ticket_event){.at_us = r->why->now_us,
            .account_id = r->why->account_id,
            .kind = "decision_changed",
            .text = ticket_json_decision_text(before, &ticket, r->arena),
            .detail = ticket_json_decision_change(before, &ticket, "service", r->arena),
            .generation = ticket.generation});
}

static bool redecide_part(struct redecision *r, int64_t part_id, struct err *err)
{
    struct ticket_part part;
    struct ticket *tickets;
    size_t count;
    if (!ticket_rows_part(r->db, part_id, r->arena, &part, err) ||
        !ticket_rows_of_part(r->db, part_id, r->arena, &tickets, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (tickets[i].state != TICKET_CLOSED)
            redecide(r, &tickets[i], &part.inputs);
    return true;
}

bool ticket_redecide_service(struct db *db, int64_t service_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err)
{
    struct redecision r = {.db = db, .why = why, .arena = arena};
    int64_t *parts;
    size_t count;
    bool is_ok = ticket_rows_service_parts(db, service_id, arena, &parts, &count, err);
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = redecide_part(&r, parts[i], err);
    is_ok = is_ok && arena_check(arena, err) && ticket_writes_run(&r.writes, db, err);
    ticket_writes_done(&r.writes);
    return is_ok;
}
