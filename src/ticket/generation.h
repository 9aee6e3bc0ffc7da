/* SPDX-License-Identifier: Apache-2.0 */
/* Which state of the advisory index the tickets rest on, and what follows when a server has a newer one: a job for each part.
   Example: generation_take(db, index, now_us, &is_new, err) when another index file was noticed. */
#ifndef TICKET_GENERATION_H
#define TICKET_GENERATION_H

#include "advisory/advisory_index.h"
#include "store/db.h"

/* The kind of the jobs; their topic is the part's id. */
#define GENERATION_JOB "ticket-sync"

/* Makes the index the current generation unless the database has a newer one, and then adds a job for every part with a
   current SBOM. ret_is_new (may be NULL) tells whether it did. Runs a transaction. */
MUST_USE bool generation_take(struct db *db, const struct advisory_index *index, int64_t now_us,
    bool *ret_is_new, struct err *err);

/* Whether the database rests on a newer generation than the index (NULL: on any): then what it would find is not to be
   written. */
MUST_USE bool generation_is_past(
    struct db *db, const struct advisory_index *index, bool *ret_is_past, struct err *err);

/* Adds the job for one part. */
MUST_USE bool generation_add_job(struct db *db, int64_t part_id, int64_t now_us, struct err *err);

#endif
