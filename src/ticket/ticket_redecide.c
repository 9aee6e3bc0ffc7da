/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_json.h"
#include "ticket/ticket_rows.h"

static bool tell(struct db *db, const struct ticket *before, const struct ticket *now,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err)
{
    if (before->decision.outcome == now->decision.outcome)
        return true;
    return ticket_rows_add_event(db,
        &(struct ticket_event){.ticket_id = now->id,
            .at_us = why->now_us,
            .account_id = why->account_id,
            .kind = "decision_changed",
            .text = ticket_json_decision_text(before, now, arena),
            .detail = ticket_json_decision_change(before, now, "service", arena),
            .generation = now->generation},
        err);
}

static bool redecide(struct db *db, const struct ticket *before,
    const struct ticket_service_inputs *inputs, const struct ticket_cause_of_sync *why,
    struct arena *arena, struct err *err)
{
    struct ticket ticket = *before;
    ticket_decide(&ticket.decision, &ticket.finding, inputs);
    ticket.decision_json = ticket_json_decision(&ticket.decision, arena);
    ticket.rank = ticket_rank(&ticket.finding, ticket.decision.outcome);
    ticket.updated_us = why->now_us;
    return text_eq(ticket.decision_json, before->decision_json) ||
           (ticket_rows_write(db, &ticket, 1, err) && tell(db, before, &ticket, why, arena, err));
}

static bool redecide_part(struct db *db, int64_t part_id, const struct ticket_cause_of_sync *why,
    struct arena *arena, struct err *err)
{
    struct ticket_part part;
    struct ticket *tickets;
    size_t count;
    bool is_ok = ticket_rows_part(db, part_id, arena, &part, err) &&
                 ticket_rows_of_part(db, part_id, arena, &tickets, &count, err);
    for (size_t i = 0; is_ok && i < count; i++)
        if (tickets[i].state != TICKET_CLOSED)
            is_ok = redecide(db, &tickets[i], &part.inputs, why, arena, err);
    return is_ok;
}

bool ticket_redecide_service(struct db *db, int64_t service_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct err *err)
{
    int64_t *parts;
    size_t count;
    bool is_ok = ticket_rows_service_parts(db, service_id, arena, &parts, &count, err);
    for (size_t i = 0; is_ok && i < count; i++)
        is_ok = redecide_part(db, parts[i], why, arena, err);
    return is_ok;
}
