/* SPDX-License-Identifier: Apache-2.0 */
/* All that is known of one ticket, as JSON: why this priority, what to do, what happened.
   Example: ticket_detail_print(&out, db, index, &view, arena, err) */
#ifndef TICKET_TICKET_DETAIL_H
#define TICKET_TICKET_DETAIL_H

#include "ticket/ticket_view.h"

/* Adds an object (docs/api.yaml, TicketDetail). index may be NULL: what its records say is left out then. */
MUST_USE bool ticket_detail_print(struct buf *out, struct db *db,
    const struct advisory_index *index, const struct ticket_view *view, struct arena *arena,
    struct err *err);

/* An occurrence with the package URL that the current SBOM gives it. */
struct ticket_detail_occurrence {
    int64_t package_version_id;
    struct text version, purl, reason, fixed;
};
MUST_USE bool ticket_detail_occurrences(struct db *db, const struct ticket *ticket,
    struct arena *arena, struct ticket_detail_occurrence **ret_occurrences, size_t *ret_count,
    struct err *err);

struct ticket_detail_event {
    struct ticket_event event;
    struct text kind, actor;
};
/* Oldest first; of very many, the newest LIMIT_TICKET_EVENTS. */
MUST_USE bool ticket_detail_events(struct db *db, int64_t ticket_id, struct arena *arena,
    struct ticket_detail_event **ret_events, size_t *ret_count, struct err *err);

#endif
