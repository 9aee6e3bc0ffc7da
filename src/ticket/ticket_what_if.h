/* SPDX-License-Identifier: Apache-2.0 */
/* What a change of a service or of a team's policy would do to its tickets, before it is made.
   Example: ticket_what_if(db, &of, &(struct ticket_change){.policy = &policy, .now_us = now_us}, arena, &result, err) */
#ifndef TICKET_TICKET_WHAT_IF_H
#define TICKET_TICKET_WHAT_IF_H

#include "ticket/ticket_redecide.h"
#include "ticket/ticket_view.h"

/* What would be otherwise; NULL: it stays. */
struct ticket_change {
    const struct ticket_policy *policy;
    const struct ticket_service_inputs *service;
    int64_t now_us;
};

enum { TICKET_MOVES_MAX = 50 };

struct ticket_move {
    int64_t ticket_id, rank;
    struct text vulnerability, package;
    enum ssvc_decision from, to;
    int64_t due_before_us, due_after_us;
};

struct ticket_what_if {
    int64_t ticket_count, raised_count, lowered_count;
    int64_t due_count; /* that would get another due date */
    struct ticket_priorities before, after;
    struct ticket_move moves[TICKET_MOVES_MAX]; /* other priorities: the most raised first */
    size_t move_count;
};

/* Tries it on all tickets at work; the database is only read. */
MUST_USE bool ticket_what_if(struct db *db, const struct ticket_redecide_of *of,
    const struct ticket_change *change, struct arena *arena, struct ticket_what_if *ret_result,
    struct err *err);

/* Adds its members to an open object (docs/api.yaml, WhatIf). */
void ticket_what_if_print(struct buf *out, const struct ticket_what_if *result);

#endif
