/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the words of tickets (store/fulltext.h): what a ticket is called, and what people said about it.
   Example: ticket_text_write(db, tickets, count, err) in the transaction that writes the tickets */
#ifndef TICKET_TICKET_TEXT_H
#define TICKET_TICKET_TEXT_H

#include "ticket/ticket.h"

/* What a ticket is found by without what was said: ids, package, aliases, summary; in small letters. */
struct text ticket_text_of(const struct ticket *ticket, struct arena *arena);

/* Writes the words of tickets that are new, and of those that will be called something else: before the tickets are written. */
MUST_USE bool ticket_text_write(
    struct db *db, const struct ticket *tickets, size_t count, struct err *err);

/* Adds what an event says. kenzen's own sentences about what it found, which every ticket has, are left out. */
MUST_USE bool ticket_text_say(struct db *db, const struct ticket_event *event, struct err *err);

/* Writes the words of tickets that have none, because the database is older than the index, some hundred in each transaction. */
MUST_USE bool ticket_text_fill(struct db *db, struct err *err);

#endif
