/* SPDX-License-Identifier: Apache-2.0 */
/* What the advisories say of package versions, each matched once.
   Example: where_answer_fill(versions, count, &wanted, index, arena, err) */
#ifndef TICKET_WHERE_ANSWER_H
#define TICKET_WHERE_ANSWER_H

#include "ticket/where_select.h"

/* Fills the answers of versions. index may be NULL: then nothing is covered. Fails with ERR_LIMIT, or ERR_SYNTAX when the
   index is damaged. */
MUST_USE bool where_answer_fill(struct where_version *versions, size_t count,
    const struct where_select *select, const struct advisory_index *index, struct arena *arena,
    struct err *err);

/* Sorts: affected, undecidable, not covered, not affected; then by package, the oldest version first. */
void where_answer_sort(struct where_version *versions, size_t count);

#endif
