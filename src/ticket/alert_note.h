/* SPDX-License-Identifier: Apache-2.0 */
/* Notes what may be worth an alert, for whoever makes alerts of it (src/alert/alert_plan.h): where the events of tickets are written,
   each that a room may want to hear of is one small row more. Many of one part at once, as a first upload brings them, are one row.
   Example: alert_note_tell(db, events, count, err) in the transaction that writes the events */
#ifndef TICKET_ALERT_NOTE_H
#define TICKET_ALERT_NOTE_H

#include "ticket/ticket.h"

/* Tickets of one part that are opened at once and noted one by one; more are noted as one. */
enum { ALERT_NOTE_SINGLE_MAX = 32 };

/* What happened, a set of bits once notes are gathered. */
enum alert_note_kind {
    ALERT_NOTE_OPENED = 1,
    ALERT_NOTE_REOPENED = 2,   /* kenzen found it again: a regression, or completed but not fixed */
    ALERT_NOTE_EXPIRED = 4,    /* the time for which its risk was accepted is over */
    ALERT_NOTE_RAISED = 8,     /* its priority rose */
    ALERT_NOTE_UPLOAD = 16,    /* with opened: an SBOM that somebody sent brought it */
    ALERT_NOTE_EXPLOITED = 64, /* it became known to be exploited; 32 is alert_plan.h's */
};

struct alert_note {
    int64_t team_id, part_id;
    int64_t ticket_id; /* 0: all tickets of the part that were made at at_us */
    int64_t seq;       /* of the event; of many: at_us */
    int64_t at_us;
    unsigned what; /* a set of enum alert_note_kind */
};

/* The note that an event is worth; false when it is worth none. */
bool alert_note_of(const struct ticket_event *event, struct alert_note *ret_note);

/* Notes events that were written, whose seq is set. Must run inside their transaction. */
MUST_USE bool alert_note_tell(
    struct db *db, const struct ticket_event *events, size_t count, struct err *err);

#endif
