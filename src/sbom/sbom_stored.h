/* SPDX-License-Identifier: Apache-2.0 */
/* An SBOM that is in the database, read once more from its original: for what nobody keeps rows of.
   Example: sbom_stored_read(&confined, db, workers, &row, arena, err); …confined.sbom…; sbom_confined_done(&confined); */
#ifndef SBOM_SBOM_STORED_H
#define SBOM_SBOM_STORED_H

#include "sbom/sbom_confined.h"
#include "sbom/sbom_rows.h"

/* In the confined worker, since strangers sent it. Its errors, and blob_read_fd's. */
MUST_USE bool sbom_stored_read(struct sbom_confined *ret_confined, struct db *db,
    struct worker_pool *workers, const struct sbom_row *row, struct arena *arena, struct err *err);

#endif
