/* SPDX-License-Identifier: Apache-2.0 */
/* Small JSON texts that tickets and their events keep. Example: ticket_json_list(versions, count, arena) gives ["1.0","1.1"] */
#ifndef TICKET_TICKET_JSON_H
#define TICKET_TICKET_JSON_H

#include "codec/json.h"
#include "ticket/ticket.h"

/* Returns an array of texts, each once, in their order. */
struct text ticket_json_list(const struct text *texts, size_t count, struct arena *arena);

/* Returns the decision as an object (docs/api.yaml, TicketDecision). */
struct text ticket_json_decision(const struct ticket_decision *decision, struct arena *arena);

#endif
