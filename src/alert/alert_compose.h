/* SPDX-License-Identifier: Apache-2.0 */
/* Makes messages of what was decided to be told: one about a flaw, wherever it is in the team, or a digest of many. Each ticket that a
   message names gets an event that says so, once for all channels.
   Example: alert_compose_flaw(&compose, 0, &about, err); …; alert_compose_end(&compose, err); alert_compose_done(&compose) */
#ifndef ALERT_ALERT_COMPOSE_H
#define ALERT_ALERT_COMPOSE_H

#include "alert/alert_scope.h"
#include "base/vec.h"

/* A ticket that a message names. */
struct alert_compose_named {
    int64_t ticket_id, part_id;
    size_t channel; /* its place in the scope */
    enum alert_kind kind;
};

struct alert_compose {
    const struct alert_scope *scope;
    size_t message_count;
    struct {
        VEC(struct alert_compose_named);
    } named;
};

/* What a message is about. */
struct alert_compose_about {
    enum alert_kind kind;
    enum alert_cause cause;
    int64_t days;             /* as the kind says; 0: not said */
    int64_t vulnerability_id; /* of a flaw; 0 in a digest */
    int64_t part_id;          /* of a digest of one part; 0: of the team */
    /* Of a digest, or of what was closed. */
    const int64_t *ticket_ids; /* those that are named, the worst first */
    size_t ticket_count;
    int64_t by_priority[ALERT_PRIORITIES];
    int64_t total, service_count, from_us, until_us;
    struct text key; /* the same is not told twice */
};

/* Puts a message for a channel of the scope into the outbox. Must run inside a transaction, as all of this. */
MUST_USE bool alert_compose_flaw(struct alert_compose *compose, size_t channel,
    const struct alert_compose_about *about, struct err *err);
MUST_USE bool alert_compose_digest(struct alert_compose *compose, size_t channel,
    const struct alert_compose_about *about, struct err *err);

/* Writes the events of the tickets that were named. */
MUST_USE bool alert_compose_end(struct alert_compose *compose, struct err *err);
void alert_compose_done(struct alert_compose *compose);

#endif
