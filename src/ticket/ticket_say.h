/* SPDX-License-Identifier: Apache-2.0 */
/* A person answers a question of a decision: for one ticket, or for all of its package in its part; and takes that back.
   Example: ticket_say(db, &who, &(struct ticket_saying){.ticket_id = id, .input = TICKET_INPUT_REACH, .value = 1, …}, err) */
#ifndef TICKET_TICKET_SAY_H
#define TICKET_TICKET_SAY_H

#include "account/api.h"
#include "ticket/ticket_override.h"

struct ticket_saying {
    int64_t ticket_id;
    bool is_of_component; /* for all tickets of the package in the part */
    int input, value;
    struct text reason;
    int64_t now_us;
};

/* Writes it down, tells it to each ticket that it is about, and decides those anew: in one transaction. ERR_NOT_FOUND for a
   stranger, ERR_FORBIDDEN for a viewer, ERR_CONFLICT for a ticket that is done, ERR_USAGE without a reason. */
MUST_USE bool ticket_say(struct db *db, const struct api_principal *who,
    const struct ticket_saying *saying, struct err *err);

/* Takes back what was said under that id, of that ticket or of its component. */
MUST_USE bool ticket_say_undo(struct db *db, const struct api_principal *who, int64_t ticket_id,
    int64_t override_id, int64_t now_us, struct err *err);

/* Adds "overrides": [{"id", "input", "value", "reason", "is_of_component", "account", "created_at"}] to an open object. */
MUST_USE bool ticket_say_print(struct buf *out, struct db *db, const struct ticket *ticket,
    struct arena *arena, struct err *err);

#endif
