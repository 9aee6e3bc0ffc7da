/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL of alias conflicts. Example: alias_conflict_rows_find(db, &conflict.what, &conflict, arena, err) */
#ifndef TICKET_ALIAS_CONFLICT_ROWS_H
#define TICKET_ALIAS_CONFLICT_ROWS_H

#include "ticket/alias_conflict.h"

/* The one that is not at an end; its id is 0 when there is none. */
MUST_USE bool alias_conflict_rows_find(struct db *db, const struct advisory_conflict *what,
    struct arena *arena, struct alias_conflict *ret_conflict, struct err *err);
/* Adds one, or other records of one that is there. */
MUST_USE bool alias_conflict_rows_write(
    struct db *db, const struct alias_conflict *conflict, struct err *err);
MUST_USE bool alias_conflict_rows_end(struct db *db, int64_t id, int64_t now_us, struct err *err);
/* All that are not at an end, by cve; and those that a vulnerability has to do with. */
MUST_USE bool alias_conflict_rows_open(struct db *db, struct arena *arena,
    struct alias_conflict **ret_conflicts, size_t *ret_count, struct err *err);
MUST_USE bool alias_conflict_rows_of(struct db *db, int64_t vulnerability_id, struct arena *arena,
    struct alias_conflict **ret_conflicts, size_t *ret_count, struct err *err);

/* The tickets of two CVEs that are not done. */
MUST_USE bool alias_conflict_rows_tickets(struct db *db, struct text cve, struct text other_cve,
    struct arena *arena, int64_t **ret_ids, size_t *ret_count, struct err *err);
/* Which of two CVEs a vulnerability has not, and its ticket beside a ticket: of the same package in the same part. The id is 0
   when there is none. */
struct alias_conflict_other {
    struct text cve;
    int64_t ticket_id;
    enum ticket_state state;
};
MUST_USE bool alias_conflict_rows_other(struct db *db, const struct ticket *ticket,
    const struct advisory_conflict *what, struct arena *arena,
    struct alias_conflict_other *ret_other, struct err *err);

#endif
