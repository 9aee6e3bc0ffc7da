/* SPDX-License-Identifier: Apache-2.0 */
/* Wrong matches: what a person judged when closing a ticket as one, and whether anything else speaks for it by now.
   Example: ticket_wrong_grounds(&grounds, index, &components, 1, id, arena, err); ticket_wrong_keep(db, ticket_id, &grounds, arena, err) */
#ifndef TICKET_TICKET_WRONG_H
#define TICKET_TICKET_WRONG_H

#include "match/match.h"
#include "store/db.h"

/* One text for each package version, record and range or list that holds it: "lodash 4.17.20: GHSA-1 (osv/npm), >= 0, < 4.17.21". */
struct ticket_grounds {
    struct text *at;
    size_t count;
};

/* Finds what the index has for these components being affected by id. */
MUST_USE bool ticket_wrong_grounds(struct ticket_grounds *ret_grounds,
    const struct advisory_index *index, const struct sbom_component *const *components,
    size_t count, struct text id, struct arena *arena, struct err *err);

/* Tells those of now that are not among the ones judged. */
struct ticket_grounds ticket_wrong_news(
    const struct ticket_grounds *judged, const struct ticket_grounds *now, struct arena *arena);

/* Keeps what was judged of a ticket, in the place of what was before; and reads it. Nothing kept is no grounds. */
MUST_USE bool ticket_wrong_keep(struct db *db, int64_t ticket_id,
    const struct ticket_grounds *grounds, struct arena *arena, struct err *err);
MUST_USE bool ticket_wrong_read(struct db *db, int64_t ticket_id, struct arena *arena,
    struct ticket_grounds *ret_grounds, struct err *err);

#endif
