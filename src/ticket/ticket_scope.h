/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets that are looked at together: parts, their package versions, what those were found to have, the tickets there are.
   Example: ticket_scope_run(&scope, &writes, &counts, err); ticket_writes_run(&writes, db, err) */
#ifndef TICKET_TICKET_SCOPE_H
#define TICKET_TICKET_SCOPE_H

#include "base/map.h"
#include "ticket/ticket_found.h"
#include "ticket/ticket_writes.h"

/* A package version in the current SBOM of a part. */
struct ticket_posting {
    uint32_t component, part; /* places in components and parts */
    struct text owner_ecosystem,
        owner_package; /* of the operating system's package that is judged for it; or empty */
    struct ticket_use use;
};

struct ticket_scope {
    struct db *db;
    const struct advisory_index *index;
    const struct ticket_cause_of_sync *why;
    struct arena *arena; /* what writes borrow lives here */
    const struct ticket_part *parts;
    size_t part_count;
    const struct sbom_component *components; /* package versions by id, each once */
    const int64_t *version_ids;              /* of the components */
    size_t component_count;
    const struct ticket_posting *postings; /* by component, then by part, each once */
    size_t posting_count;
    const struct ticket_found *found; /* worst first */
    size_t found_count;
    struct ticket *tickets; /* those that exist, but no duplicates */
    size_t ticket_count;
    const struct map *keys; /* NULL, or the only tickets to look at (ticket_scope_key) */
};

/* Tells a ticket from all others: part (its id), ecosystem, package, vulnerability. Lives in arena. */
struct text ticket_scope_key(int64_t part_id, struct text ecosystem, struct text package,
    int64_t vulnerability_id, struct arena *arena);

/* The package version in the current SBOM of a part, or NULL when it is not there. */
const struct ticket_posting *ticket_scope_find(
    const struct ticket_scope *scope, uint32_t component, uint32_t part);

/* Computes what becomes of the tickets, and adds to ret_counts. The database is only read. */
MUST_USE bool ticket_scope_run(const struct ticket_scope *scope, struct ticket_writes *ret_writes,
    struct ticket_counts *ret_counts, struct err *err);

#endif
