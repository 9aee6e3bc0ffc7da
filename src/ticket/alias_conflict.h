/* SPDX-License-Identifier: Apache-2.0 */
/* Where the aliases of records would join two vulnerabilities that have different CVEs: kept with its dates, and told in the
   tickets of both (advisory/advisory_conflict.h says what it is).
   Example: alias_conflict_of(db, ticket.vulnerability_id, arena, &conflicts, &count, err) */
#ifndef TICKET_ALIAS_CONFLICT_H
#define TICKET_ALIAS_CONFLICT_H

#include "advisory/advisory_conflict.h"
#include "ticket/ticket.h"
#include "ticket/ticket_found.h"

struct alias_conflict {
    int64_t id;
    struct advisory_conflict what;
    int64_t since_us;
};

/* Keeps what is new about the findings that may be concerned (is_disputed); all others cost nothing. Must run inside a
   transaction, behind what writes the tickets. */
MUST_USE bool alias_conflict_follow(struct db *db, const struct advisory_index *index,
    const struct ticket_found *found, size_t count, const struct ticket_cause_of_sync *why,
    struct arena *arena, struct err *err);

/* Ends what the records of a new generation do not say any more: a look-up or two for each that was not at an end. Must run
   inside a transaction. */
MUST_USE bool alias_conflict_check(
    struct db *db, const struct advisory_index *index, int64_t now_us, struct err *err);

/* Adds "alias_conflicts": […] to an open object: what concerns a ticket, and the ticket of the other CVE in the same package of
   the same part. */
MUST_USE bool alias_conflict_print_ticket(struct buf *out, struct db *db,
    const struct ticket *ticket, struct arena *arena, struct err *err);
/* The same for people, a line each. */
MUST_USE bool alias_conflict_print_plain(struct buf *out, struct db *db,
    const struct ticket *ticket, struct arena *arena, struct err *err);
/* Adds "alias_conflicts": […] of an id to an open object, by the index; since when, where that is kept. */
MUST_USE bool alias_conflict_print_id(struct buf *out, struct db *db,
    const struct advisory_index *index, struct text id, struct arena *arena, struct err *err);

#endif
