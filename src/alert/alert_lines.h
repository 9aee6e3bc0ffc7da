/* SPDX-License-Identifier: Apache-2.0 */
/* Many dated tickets as a message or a few: by flaw, the worst first, one digest where they are more than a channel takes singly.
   Example: alert_lines_add(&lines, &due, ALERT_OVERDUE); …; alert_lines_tell(&lines, &compose, channel, &how, err) */
#ifndef ALERT_ALERT_LINES_H
#define ALERT_ALERT_LINES_H

#include "alert/alert_compose.h"
#include "alert/alert_due_rows.h"

struct alert_lines {
    struct {
        VEC(struct alert_line);
    } list;
    struct {
        VEC(int64_t);
    } services; /* of all tickets */
    int64_t by_priority[ALERT_PRIORITIES], total;
};

/* A flaw that is told of. */
struct alert_line {
    int64_t vulnerability_id, worst_ticket_id, rank, at_us; /* at_us: the earliest date */
    enum alert_kind kind;
};

/* Adds a ticket; those of one flaw stand together. Of its kinds, overdue counts. */
void alert_lines_add(struct alert_lines *lines, const struct alert_due *due, enum alert_kind kind);
void alert_lines_done(struct alert_lines *lines);

struct alert_lines_how {
    enum alert_cause cause, digest_cause;
    size_t most;      /* told one by one; more are a digest */
    const char *name; /* of the messages' keys */
    int64_t number;   /* the same */
};
/* Tells a channel of them all. */
MUST_USE bool alert_lines_tell(struct alert_lines *lines, struct alert_compose *compose,
    size_t channel, const struct alert_lines_how *how, struct err *err);

#endif
