/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_leave.h"
#include "ticket/ticket_rows.h"

static bool leave(struct db *db, const struct ticket_leave *it, int64_t ticket_id, struct err *err)
{
    struct arena arena;
    struct ticket ticket;
    arena_init(&arena, SIZE_MAX);
    bool is_done = ticket_rows_find(db, ticket_id, &arena, &ticket, err);
    if (is_done) {
        const char *state = ticket_state_name(ticket.state);
        ticket.assignee_id = 0;
        ticket.updated_us = it->now_us;
        is_done = ticket_rows_write(db, &ticket, 1, err) &&
                  ticket_rows_add_event(db, &ticket,
                      &(struct ticket_event){.ticket_id = ticket_id,
                          .at_us = it->now_us,
                          .account_id = it->actor_id,
                          .kind = "assigned",
                          .text = TEXT("the account was deleted"),
                          .detail = arena_format(&arena,
                              "{\"from\":\"%s\",\"to\":\"%s\",\"cause\":\"account_deleted\"}",
                              state, state),
                          .generation = ticket.generation},
                      err);
    }
    arena_done(&arena);
    return is_done;
}

bool ticket_leave_all(struct db *db, void *context, struct err *err)
{
    const struct ticket_leave *it = context;
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_done =
        db_query(db, "SELECT id FROM ticket WHERE assignee_id = $1 AND is_done = 0 ORDER BY id",
            DB_ARGS(DB_INT(it->account_id)), &arena, &rows, err);
    for (size_t i = 0; is_done && i < rows.count; i++)
        is_done = leave(db, it, db_int(&rows, i, 0), err);
    arena_done(&arena);
    return is_done;
}
