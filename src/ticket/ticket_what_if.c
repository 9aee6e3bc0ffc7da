/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_what_if.h"

#include "base/limits.h"
#include "ticket/ticket_due.h"
#include "ticket/ticket_json.h"
#include "ticket/ticket_priority.h"

enum { STEP = 1000 };

static int rise_of(const struct ticket_move *move)
{
    return (int)move->to - (int)move->from;
}

static bool is_before(const struct ticket_move *a, const struct ticket_move *b)
{
    return rise_of(a) != rise_of(b) ? rise_of(a) > rise_of(b) : a->rank > b->rank;
}

/* Keeps a move when it belongs to the first; its texts are copied then. */
static void keep_move(
    struct ticket_what_if *result, const struct ticket_move *move, struct arena *arena)
{
    size_t at = result->move_count;
    while (at > 0 && is_before(move, &result->moves[at - 1]))
        at--;
    if (at == TICKET_MOVES_MAX)
        return;
    size_t kept = result->move_count;
    if (kept == TICKET_MOVES_MAX)
        kept--;
    memmove(&result->moves[at + 1], &result->moves[at], (kept - at) * sizeof *move);
    result->moves[at] = *move;
    result->moves[at].vulnerability = arena_text(arena, move->vulnerability);
    result->moves[at].package = arena_text(arena, move->package);
    result->move_count = kept + 1;
}

static void try_ticket(struct ticket_what_if *result, const struct ticket *before,
    const struct ticket_part *part, const struct ticket_change *change, struct arena *arena)
{
    struct ticket ticket = *before;
    struct ticket_part as_if = *part;
    if (change->service)
        as_if.inputs = *change->service;
    if (change->policy)
        as_if.policy = *change->policy;
    ticket_priority_try(&ticket.decision, before, &as_if, &as_if.policy, NULL, 0);
    ticket_due_set(&ticket, before, &as_if.policy, change->now_us);
    struct ticket_move move = {.ticket_id = before->id,
        .rank = before->rank,
        .vulnerability = before->finding.id,
        .package = before->package,
        .from = before->decision.outcome,
        .to = ticket.decision.outcome,
        .due_before_us = before->due_us,
        .due_after_us = ticket.due_us};
    result->ticket_count++;
    result->before.at[move.from]++;
    result->after.at[move.to]++;
    result->due_count += move.due_before_us != move.due_after_us;
    result->raised_count += move.to > move.from;
    result->lowered_count += move.to < move.from;
    if (move.to != move.from)
        keep_move(result, &move, arena);
}

static bool try_some(struct db *db, const struct ticket_redecide_of *of,
    const struct ticket_change *change, int64_t *after_id, struct arena *kept,
    struct ticket_what_if *result, bool *ret_is_done, struct err *err)
{
    struct ticket *tickets;
    struct ticket_part *parts;
    size_t count, part_count;
    struct arena arena;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_ok = ticket_redecide_rows(db, of, *after_id, STEP, &arena, &tickets, &count, err) &&
                 ticket_redecide_parts(db, tickets, count, &arena, &parts, &part_count, err);
    for (size_t i = 0; is_ok && i < count; i++) {
        const struct ticket_part *part =
            ticket_redecide_part(parts, part_count, tickets[i].part_id);
        if (part)
            try_ticket(result, &tickets[i], part, change, kept);
    }
    if (is_ok && count)
        *after_id = tickets[count - 1].id;
    *ret_is_done = is_ok && count < STEP;
    arena_done(&arena);
    return is_ok;
}

bool ticket_what_if(struct db *db, const struct ticket_redecide_of *of,
    const struct ticket_change *change, struct arena *arena, struct ticket_what_if *ret_result,
    struct err *err)
{
    int64_t after_id = 0;
    bool is_done = false, is_ok = true;
    *ret_result = (struct ticket_what_if){0};
    while (is_ok && !is_done)
        is_ok = try_some(db, of, change, &after_id, arena, ret_result, &is_done, err);
    return is_ok && arena_check(arena, err);
}

static void print_counts(struct buf *out, const char *name, const struct ticket_priorities *counts)
{
    json_print_member_open(out, name, '{');
    ticket_json_print_counts(out, counts);
    json_print_close(out, '}');
}

static void print_move(struct buf *out, const struct ticket_move *move)
{
    json_print_open(out, '{');
    json_print_member_id(out, "ticket_id", move->ticket_id);
    json_print_member(out, "vulnerability_id", move->vulnerability);
    json_print_member(out, "package", move->package);
    json_print_member_z(out, "from", ssvc_word("decision", (int)move->from));
    json_print_member_z(out, "to", ssvc_word("decision", (int)move->to));
    json_print_member_time(out, "due_before", move->due_before_us);
    json_print_member_time(out, "due_after", move->due_after_us);
    json_print_close(out, '}');
}

void ticket_what_if_print(struct buf *out, const struct ticket_what_if *result)
{
    json_print_member_int(out, "ticket_count", result->ticket_count);
    json_print_member_int(out, "raised_count", result->raised_count);
    json_print_member_int(out, "lowered_count", result->lowered_count);
    json_print_member_int(out, "due_count", result->due_count);
    print_counts(out, "before", &result->before);
    print_counts(out, "after", &result->after);
    json_print_member_open(out, "moves", '[');
    for (size_t i = 0; i < result->move_count; i++)
        print_move(out, &result->moves[i]);
    json_print_close(out, ']');
}
