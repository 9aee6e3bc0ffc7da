/* SPDX-License-Identifier: Apache-2.0 */
/* A decision as a ticket keeps it, and as people see it.
   Example: ticket_decide_store(&decision, &out); ticket_decide_read(&decision, stored); ticket_decide_print(&decision, &out) */
#ifndef TICKET_TICKET_DECIDE_JSON_H
#define TICKET_TICKET_DECIDE_JSON_H

#include "ticket/ticket_decide.h"

/* Adds the members that are kept: "model", "outcome", "inputs": [{"name", "value", "source", "is_assumed"}]. */
void ticket_decide_store(const struct ticket_decision *decision, struct buf *out);

/* Reads what was kept, also by kenzen before it had several models. Returns whether it is a decision. */
MUST_USE bool ticket_decide_read(struct ticket_decision *ret_decision, struct text stored);

/* Adds the members that are shown (docs/api.yaml, TicketDecision): the same with the table, what each other answer would give,
   and which answer is worth asking for. */
void ticket_decide_print(const struct ticket_decision *decision, struct buf *out);

#endif
