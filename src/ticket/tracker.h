/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets that an issue tracker must hear of: where the events of tickets are written, messages for the tracker of their team go
   into the outbox. What they say over there is the tracker's own matter (src/jira/).
   Example: tracker_tell(db, events, count, err) in the transaction that writes the events */
#ifndef TICKET_TRACKER_H
#define TICKET_TRACKER_H

#include "job/outbox.h"
#include "ticket/ticket.h"

#define TRACKER_CHANNEL "jira"

/* Kinds of messages; their lane is the ticket. */
#define TRACKER_CREATE "create" /* make an issue; body: {} */
#define TRACKER_STATE                                                                              \
    "state" /* bring its status up to the ticket's; body: {"seq": "3"}, the event that says why */
#define TRACKER_COMMENT "comment" /* body: {"seq": "4"} */
#define TRACKER_ASSIGN "assign"   /* body: {} */

/* Issues that the rule of a tracker makes at once: a first upload must not flood it. */
enum { TRACKER_CREATE_MAX = 25 };

/* Writes the messages of events that were written, whose seq is set. An event that came from the tracker, whose detail has a member
   "tracker", is not told to it again. Must run inside their transaction. */
MUST_USE bool tracker_tell(
    struct db *db, const struct ticket_event *events, size_t count, struct err *err);

/* Links a ticket to an issue that is to be made, by a person's wish, and writes the messages. ERR_CONFLICT when it is linked
   already. Must run inside a transaction. */
MUST_USE bool tracker_want(struct db *db, const struct ticket *ticket, int64_t tracker_id,
    struct text title, int64_t account_id, int64_t now_us, struct err *err);

/* Returns what a message is called for people: "CVE-2021-44228 · log4j-core". */
struct text tracker_title(struct text flaw, struct text package, struct arena *arena);

#endif
