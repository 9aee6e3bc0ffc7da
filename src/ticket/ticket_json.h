/* SPDX-License-Identifier: Apache-2.0 */
/* Small JSON texts that tickets and their events keep. Example: ticket_json_list(versions, count, arena) gives ["1.0","1.1"] */
#ifndef TICKET_TICKET_JSON_H
#define TICKET_TICKET_JSON_H

#include "codec/json.h"
#include "ticket/ticket_view.h"

/* Returns an array of texts, each once, in their order. */
struct text ticket_json_list(const struct text *texts, size_t count, struct arena *arena);

/* Returns the decision as an object (docs/api.yaml, TicketDecision). */
struct text ticket_json_decision(const struct ticket_decision *decision, struct arena *arena);

/* The sentence and the detail of the event that tells of another priority; cause says what changed (ticket_priority.h). */
struct text ticket_json_decision_text(
    const struct ticket *before, const struct ticket *now, struct arena *arena);
struct text ticket_json_decision_change(
    const struct ticket *before, const struct ticket *now, const char *cause, struct arena *arena);

/* Reads such an array of texts back; empty when it is none. The texts live in arena. */
void ticket_json_read_list(
    struct text json, struct arena *arena, struct text **ret_texts, size_t *ret_count);

/* Adds the members of a ticket to an object that is open (docs/api.yaml, Ticket). */
void ticket_json_print(struct buf *out, const struct ticket_view *view);

/* Adds "immediate", "out_of_cycle", "scheduled" and "defer" to an object that is open. */
void ticket_json_print_counts(struct buf *out, const struct ticket_priorities *counts);

#endif
