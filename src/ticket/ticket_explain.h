/* SPDX-License-Identifier: Apache-2.0 */
/* Why there is a ticket: each package version of it, explained against the index of the moment.
   Example: ticket_explain_print(&out, db, index, &ticket, arena, err) */
#ifndef TICKET_TICKET_EXPLAIN_H
#define TICKET_TICKET_EXPLAIN_H

#include "match/match_explain.h"
#include "ticket/ticket.h"

/* A package version of a ticket's package, as a component. */
struct ticket_explain_component {
    struct sbom_component component;
    struct text place; /* its number in the SBOM, or empty */
    size_t twin_count;
};

/* The package versions of the ticket's package in the current SBOM of its part; without any, those that it was last seen
   in, and *ret_is_present is false. */
MUST_USE bool ticket_explain_components(struct db *db, const struct ticket *ticket,
    struct arena *arena, struct ticket_explain_component **ret_components, size_t *ret_count,
    bool *ret_is_present, struct err *err);

/* Adds an object (docs/api.yaml, TicketExplanation). index may be NULL. */
MUST_USE bool ticket_explain_print(struct buf *out, struct db *db,
    const struct advisory_index *index, const struct ticket *ticket, struct arena *arena,
    struct err *err);

#endif
