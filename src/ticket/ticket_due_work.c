/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_due.h"
#include "ticket/ticket_priority.h"
#include "ticket/ticket_view.h"

struct work {
    const struct api_principal *who;
    int64_t ticket_id, now_us;
    struct arena arena;
};

static bool find_ticket(
    struct db *db, struct work *work, struct ticket *ret_ticket, struct err *err)
{
    struct ticket_view view;
    if (!ticket_view_find(
            db, work->who, work->ticket_id, RIGHT_TICKET_WORK, &work->arena, &view, err))
        return false;
    *ret_ticket = view.ticket;
    if (view.ticket.state == TICKET_CLOSED || view.ticket.state == TICKET_COMPLETED)
        return err_set(err, ERR_CONFLICT, "the ticket is %s: reopen it first",
            ticket_state_name(view.ticket.state));
    return view.ticket.due_source == TICKET_DUE_PERSON ||
           err_set(err, ERR_CONFLICT, "nobody has set its due date");
}

static bool take_back(struct db *db, void *context, struct err *err)
{
    struct work *work = context;
    struct ticket_cause_of_sync why = {.account_id = work->who->account_id, .now_us = work->now_us};
    struct ticket before, ticket;
    struct ticket_part part;
    struct ticket_writes writes = {0};
    if (!find_ticket(db, work, &before, err) ||
        !ticket_rows_part(db, before.part_id, &work->arena, &part, err))
        return false;
    ticket = before;
    ticket.due_us = 0;
    ticket.due_source = TICKET_DUE_NOT;
    ticket.updated_us = work->now_us;
    ticket_priority_set(&ticket, &before, &part, work->now_us, &work->arena);
    size_t at = ticket_writes_ticket(&writes, &ticket);
    ticket_priority_tell(&writes, at,
        &(struct ticket_priority_change){&before, &ticket, "person", &why}, &work->arena);
    bool is_done = ticket_writes_run(&writes, db, err);
    ticket_writes_done(&writes);
    return is_done;
}

bool ticket_due_take_back(struct db *db, const struct api_principal *who, int64_t ticket_id,
    int64_t now_us, struct err *err)
{
    struct work work = {.who = who, .ticket_id = ticket_id, .now_us = now_us};
    arena_init(&work.arena, SIZE_MAX);
    bool is_done = db_transact(db, take_back, &work, err);
    arena_done(&work.arena);
    return is_done;
}
