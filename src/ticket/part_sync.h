/* SPDX-License-Identifier: Apache-2.0 */
/* Brings a part up to date with the server's index when its current SBOM may have changed: tickets and summaries.
   Example: part_sync_begin(&sync, db, tools, part_id, account_id, now_us, arena, err); …make an SBOM current…;
            is_done = part_sync_end(&sync, is_done, sbom_id, &counts, err); */
#ifndef TICKET_PART_SYNC_H
#define TICKET_PART_SYNC_H

#include "account/api.h"
#include "job/job_run.h"
#include "ticket/ticket.h"

struct part_sync {
    struct db *db;
    const struct api_tools *tools;
    const struct advisory_index *index; /* NULL: there is none, or a newer one elsewhere */
    bool is_past;                       /* somebody with a newer one must do it */
    int64_t part_id;
    struct ticket_cause_of_sync why;
    int64_t former_sbom_id; /* the current SBOM before; 0: none */
    struct arena *arena;
};

/* Looks at the part as it was before. Must run inside a transaction, and be followed by part_sync_end. */
MUST_USE bool part_sync_begin(struct part_sync *ret_sync, struct db *db,
    const struct api_tools *tools, int64_t part_id, int64_t account_id, int64_t now_us,
    struct arena *arena, struct err *err);

/* Unless is_good is false, updates the tickets of the part and the summary of sbom_id. Where this server's index must not
   be written from, a job does it later. Returns whether all went well; the index is given back in any case. */
MUST_USE bool part_sync_end(struct part_sync *sync, bool is_good, int64_t sbom_id,
    struct ticket_counts *ret_counts, struct err *err);

/* Does a job of kind GENERATION_JOB. */
bool part_sync_job(struct job_call *call, struct err *err);

#endif
