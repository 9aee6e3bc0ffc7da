/* SPDX-License-Identifier: Apache-2.0 */
/* A ticket is the sum of its events: each says which of these columns it set. Writers print what changed, db verify adds it up.
   Example: ticket_fold_of(&now, &ticket); event.sets = ticket_fold_changes(&ticket.told, &now, arena); ticket.told = now */
#ifndef TICKET_TICKET_FOLD_H
#define TICKET_TICKET_FOLD_H

#include "store/db.h"

struct ticket;

/* The columns that events set. What else a ticket has is what it is about, or what advisories and SBOMs say of it now. */
#define TICKET_FOLD_COLUMNS(X)                                                                     \
    X(state)                                                                                       \
    X(cause)                                                                                       \
    X(mark_reason)                                                                                 \
    X(priority)                                                                                    \
    X(due_us)                                                                                      \
    X(due_source)                                                                                  \
    X(assignee_id)                                                                                 \
    X(vulnerability_id)                                                                            \
    X(sbom_number)                                                                                 \
    X(closed_us)                                                                                   \
    X(accepted_until_us)                                                                           \
    X(accepted_by)                                                                                 \
    X(mitigation)                                                                                  \
    X(undone_facts)

#define TICKET_FOLD_AS_ENUM(column) FOLD_##column,
enum ticket_fold_column { TICKET_FOLD_COLUMNS(TICKET_FOLD_AS_ENUM) TICKET_FOLD_COUNT };

/* Zero is a ticket before its first event: everything is NULL. */
struct ticket_fold {
    struct db_value at[TICKET_FOLD_COUNT]; /* INT, TEXT or NULL */
};

const char *ticket_fold_name(enum ticket_fold_column column); /* "due_us" */

/* The columns as the ticket has them; texts are the ticket's own. */
void ticket_fold_of(struct ticket_fold *ret_fold, const struct ticket *ticket);

bool ticket_fold_equal(const struct db_value *a, const struct db_value *b);

/* Returns what differs as a JSON object, {"state":"closed","due_us":null}, in arena. */
struct text ticket_fold_changes(
    const struct ticket_fold *before, const struct ticket_fold *after, struct arena *arena);

/* Adds what an event set. Texts are copied into arena. ERR_SYNTAX for what is no such object. */
MUST_USE bool ticket_fold_add(
    struct ticket_fold *fold, struct text sets, struct arena *arena, struct err *err);

#endif
