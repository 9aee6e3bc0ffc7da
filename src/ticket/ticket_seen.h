/* SPDX-License-Identifier: Apache-2.0 */
/* What became of a ticket's flaw that no finding speaks of any more: mended, removed, withdrawn, or simply not known.
   Example: ticket_seen_find(&look, &ticket, &seen, &reason, err); plan = ticket_plan(ticket.state, &seen) */
#ifndef TICKET_TICKET_SEEN_H
#define TICKET_TICKET_SEEN_H

#include "ticket/ticket_rows.h"

/* A part's current components and what they were found to have. */
struct ticket_look {
    struct db *db;
    const struct advisory_index *index;
    struct arena *arena;
    const struct sbom_component *components;
    size_t component_count;
    const struct match_result *result;
};

/* Finds out about a ticket without an affected occurrence. ret_reason says why it is unsure, or what mended it; installed
   gets the versions that are there now, as a JSON array. */
MUST_USE bool ticket_seen_find(const struct ticket_look *look, const struct ticket *ticket,
    struct ticket_seen *ret_seen, struct text *ret_reason, struct text *ret_installed,
    struct err *err);

#endif
