/* SPDX-License-Identifier: Apache-2.0 */
/* What a ticket's history says. Example: assert_text(loop_events(&l, ticket.id), "opened closed reopened"); */
#ifndef LOOP_EVENTS_H
#define LOOP_EVENTS_H

#include "ticket/loop.h"

/* The kinds of a ticket's events, "opened closed reopened". */
static inline struct text loop_events(struct loop *l, int64_t ticket_id)
{
    struct db_rows rows;
    struct text kinds = {"", 0};
    struct arena *arena = &l->world.t->arena;
    assert_ok(
        db_query(l->world.t->db, "SELECT kind FROM ticket_event WHERE ticket_id = $1 ORDER BY seq",
            DB_ARGS(DB_INT(ticket_id)), arena, &rows, err));
    for (size_t i = 0; i < rows.count; i++)
        kinds = arena_join(arena, kinds, " ", db_text(&rows, i, 0));
    return kinds;
}

/* The detail of a ticket's last event. */
static inline struct text loop_evidence(struct loop *l, int64_t ticket_id)
{
    struct db_rows rows;
    assert_ok(db_query(l->world.t->db,
        "SELECT detail FROM ticket_event WHERE ticket_id = $1 ORDER BY seq DESC LIMIT 1",
        DB_ARGS(DB_INT(ticket_id)), &l->world.t->arena, &rows, err));
    assert_int_equal(rows.count, 1);
    return db_text(&rows, 0, 0);
}

static inline void loop_assert_has(struct text text, const char *part)
{
    if (text_find_text(text, text_of(part)) < 0)
        fail_msg("no \"%s\" in %.*s", part, TEXT_ARG(text));
}

#endif
