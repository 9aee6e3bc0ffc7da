/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of tickets. Example: ticket_rows_add(db, &ticket, err); ticket_rows_add_event(db, &event, err) */
#ifndef TICKET_TICKET_ROWS_H
#define TICKET_TICKET_ROWS_H

#include "ticket/ticket.h"

struct ticket_override_row;

/* What a part's tickets are decided by. sbom_id is 0 without a current SBOM. */
struct ticket_part {
    int64_t part_id, service_id, team_id, sbom_id, sbom_number;
    struct text sbom_digest; /* hex */
    struct ticket_service_inputs inputs;
    struct ticket_policy policy;
    const struct ticket_override_row *overrides; /* by ecosystem and package (ticket_override.h) */
    size_t override_count;
};
MUST_USE bool ticket_rows_part(struct db *db, int64_t part_id, struct arena *arena,
    struct ticket_part *ret_part, struct err *err);
/* Several, by id; ids in rising order, each once. */
MUST_USE bool ticket_rows_parts(struct db *db, const int64_t *part_ids, size_t count,
    struct arena *arena, struct ticket_part **ret_parts, size_t *ret_count, struct err *err);
MUST_USE bool ticket_rows_service_parts(struct db *db, int64_t service_id, struct arena *arena,
    int64_t **ret_parts, size_t *ret_count, struct err *err);

/* The distinct package versions of an SBOM, as components for matching, how they are used, and their ids. */
MUST_USE bool ticket_rows_components(struct db *db, int64_t sbom_id, struct arena *arena,
    struct sbom_component **ret_components, struct ticket_use **ret_uses, int64_t **ret_ids,
    size_t *ret_count, struct err *err);

/* Two columns for a group of occurrences (prefix "o." or ""): the least harmless scope, an enum ticket_scope_word, and whether one
   is direct; and how they are read. */
#define TICKET_ROWS_USE(prefix)                                                                    \
    "MIN(CASE " prefix "scope WHEN 'required' THEN 0 WHEN '' THEN 1 WHEN 'optional' THEN 2"        \
    " WHEN 'excluded' THEN 3 ELSE 1 END) AS scope, MAX(" prefix "is_direct) AS is_direct"
struct ticket_use ticket_rows_read_use(const struct db_rows *rows, size_t row, size_t column);

/* All tickets of a part but duplicates. */
MUST_USE bool ticket_rows_of_part(struct db *db, int64_t part_id, struct arena *arena,
    struct ticket **ret_tickets, size_t *ret_count, struct err *err);
MUST_USE bool ticket_rows_find(
    struct db *db, int64_t id, struct arena *arena, struct ticket *ret_ticket, struct err *err);
/* Adds tickets that are new, and writes all that may change of the others. ticket->version is the stored one, 0 when new;
   ERR_CONFLICT when somebody else has changed it meanwhile. */
MUST_USE bool ticket_rows_write(
    struct db *db, const struct ticket *tickets, size_t count, struct err *err);

struct ticket_occurrence {
    int64_t package_version_id;
    struct text ecosystem, package, source_package, version; /* of the package version; read only */
    struct text reason, fixed;                               /* fixed: JSON array of texts */
};
MUST_USE bool ticket_rows_occurrences(struct db *db, int64_t ticket_id, struct arena *arena,
    struct ticket_occurrence **ret_occurrences, size_t *ret_count, struct err *err);
/* The versions in which tickets were last found, by ticket; ids in rising order, each once. */
struct ticket_former_version {
    int64_t ticket_id;
    struct text version;
};
MUST_USE bool ticket_rows_former_versions(struct db *db, const int64_t *ticket_ids, size_t count,
    struct arena *arena, struct ticket_former_version **ret_versions, size_t *ret_count,
    struct err *err);

/* The team of a ticket, without asking who may see it. */
MUST_USE bool ticket_rows_team(
    struct db *db, int64_t ticket_id, int64_t *ret_team_id, struct err *err);

/* Appends an event to the ticket, which is as the event leaves it: the event says what was set since the one before. Its seq is
   given by the database. Writes it to the journal, and tells those concerned. ticket may be NULL for an event that sets nothing, of the ticket
   that it names. */
MUST_USE bool ticket_rows_add_event(
    struct db *db, struct ticket *ticket, const struct ticket_event *event, struct err *err);
/* The same without telling: the caller tells of many at once, by ticket_rows_tell. The event gets its seq. */
MUST_USE bool ticket_rows_keep_event(
    struct db *db, struct ticket *ticket, struct ticket_event *event, struct err *err);
/* Tells people (ticket/notice.h) and trackers (ticket/tracker.h) of events that were written, whose seq is set. */
MUST_USE bool ticket_rows_tell(
    struct db *db, const struct ticket_event *events, size_t count, struct err *err);

#endif
