/* SPDX-License-Identifier: Apache-2.0 */
/* Decides tickets anew after something else was said: of a service, of a component, or of how a team decides.
   Example: ticket_redecide(db, &(struct ticket_redecide_of){.service_id = id}, &(struct ticket_redecision){"service", &why}, arena, err) */
#ifndef TICKET_TICKET_REDECIDE_H
#define TICKET_TICKET_REDECIDE_H

#include "job/job_run.h"
#include "ticket/ticket_rows.h"

/* Tickets at work: of one of these. A component is a package in a part. */
struct ticket_redecide_of {
    int64_t team_id, service_id, ticket_id;
    int64_t part_id; /* with ecosystem and package */
    struct text ecosystem, package;
};

struct ticket_redecision {
    const char *cause; /* of another priority: "service", "policy", "override" */
    const struct ticket_cause_of_sync *why;
    /* An event that each ticket gets before those that tell of changes; kind NULL: none. */
    const char *kind;
    struct text text, detail;
};

/* Decides them and tells what changed. Must run inside a transaction. */
MUST_USE bool ticket_redecide(struct db *db, const struct ticket_redecide_of *of,
    const struct ticket_redecision *redecision, struct arena *arena, struct err *err);

/* The tickets by id, behind after_id; at most limit, SIZE_MAX: all. */
MUST_USE bool ticket_redecide_rows(struct db *db, const struct ticket_redecide_of *of,
    int64_t after_id, size_t limit, struct arena *arena, struct ticket **ret_tickets,
    size_t *ret_count, struct err *err);

/* The parts of tickets, by id. */
MUST_USE bool ticket_redecide_parts(struct db *db, const struct ticket *tickets, size_t count,
    struct arena *arena, struct ticket_part **ret_parts, size_t *ret_count, struct err *err);
const struct ticket_part *ticket_redecide_part(
    const struct ticket_part *parts, size_t count, int64_t part_id);

/* All tickets of a team, in the background, step by step. */
#define TICKET_REDECIDE_JOB "redecide"
MUST_USE bool ticket_redecide_add_job(
    struct db *db, int64_t team_id, int64_t account_id, int64_t now_us, struct err *err);
MUST_USE bool ticket_redecide_job(struct job_call *call, struct err *err);
/* Whether such a job waits or runs. */
MUST_USE bool ticket_redecide_is_due(
    struct db *db, int64_t team_id, struct arena *arena, bool *ret_is_due, struct err *err);

/* One step of that, for benchmarks and tests: ret_after_id goes on, ret_is_done at the end. */
MUST_USE bool ticket_redecide_step(struct db *db, int64_t team_id,
    const struct ticket_cause_of_sync *why, int64_t *after_id, bool *ret_is_done, struct err *err);

#endif
