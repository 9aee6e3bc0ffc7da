/* SPDX-License-Identifier: Apache-2.0 */
/* Gives a ticket its priority and its due date by what its part, its package and people say, and tells when they change.
   Example: ticket_priority_set(&ticket, before, &part, now_us, arena); …; ticket_priority_tell(&writes, at, &change, arena) */
#ifndef TICKET_TICKET_PRIORITY_H
#define TICKET_TICKET_PRIORITY_H

#include "ticket/ticket_override.h"
#include "ticket/ticket_writes.h"

/* Decides; before is the ticket as it was, NULL for a new one. ticket->finding and ticket->use are what is known now. */
void ticket_priority_set(struct ticket *ticket, const struct ticket *before,
    const struct ticket_part *part, int64_t now_us, struct arena *arena);

/* Decides with other things said, or by another policy than the team's: what if. Of a value SSVC_UNKNOWN, what people said of that
   input is left out. */
void ticket_priority_try(struct ticket_decision *ret_decision, const struct ticket *ticket,
    const struct ticket_part *part, const struct ticket_policy *policy,
    const struct ticket_override *more, size_t more_count);

struct ticket_priority_change {
    const struct ticket *before, *now;
    const char *cause; /* "advisory", "service", "policy", "override": what changed */
    const struct ticket_cause_of_sync *why;
};
/* Adds the events that tell of another priority or due date, to the ticket at that place; and that its flaw became known to be exploited,
   where no other priority tells it (it was the most urgent already, or attacks were known of from elsewhere). */
void ticket_priority_tell(struct ticket_writes *writes, size_t at,
    const struct ticket_priority_change *change, struct arena *arena);

#endif
