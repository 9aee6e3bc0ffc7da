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

/* Whether each ticket has the words that its texts make, and no other row is there; repairs writes those anew that differ. The index over the
   words is looked at too: of SQLite, which keeps it by itself, and made anew with repairs. Rows of 512 tickets in each transaction. */
struct ticket_text_verdict {
    int64_t tickets;
    int64_t problems; /* mended or not */
    int64_t mended;
};
struct ticket_text_order {
    bool repairs;
    void (*tell)(
        void *context, int64_t ticket_id, const char *what); /* ticket 0: of the index as a whole */
    void *context;
};
MUST_USE bool ticket_text_verify(struct db *db, const struct ticket_text_order *order,
    struct ticket_text_verdict *ret_verdict, struct err *err);

/* Writes the words of tickets that have none, because the database is older than the index, some hundred in each transaction. */
MUST_USE bool ticket_text_fill(struct db *db, struct err *err);

#endif
