/* SPDX-License-Identifier: Apache-2.0 */
/* By which way a ticket's package got into what is run: whoever raises a version has to begin at the first step.
   Example: ticket_path_open(&paths, db, part_id, arena, err) && ticket_path_find(&path, &paths, package_version_id, err) */
#ifndef TICKET_TICKET_PATH_H
#define TICKET_TICKET_PATH_H

#include "sbom/sbom_graph_rows.h"

/* The dependencies of a part's current SBOM. */
struct ticket_paths {
    struct db *db;
    struct arena *arena;
    int64_t sbom_id; /* 0: the part has none */
    struct sbom_graph_known known;
};

struct ticket_path_step {
    int64_t position;
    struct text name, version;
};

/* From what the subject needs by itself to the package; without steps when no way is known. */
struct ticket_path {
    struct ticket_path_step *steps;
    size_t count;
};

enum { TICKET_PATH_STEPS = 32 }; /* of a longer one the last are told */

MUST_USE bool ticket_path_open(struct ticket_paths *ret_paths, struct db *db, int64_t part_id,
    struct arena *arena, struct err *err);
/* The shortest way to a package version; of several places of it, to the nearest. */
MUST_USE bool ticket_path_find(struct ticket_path *ret_path, const struct ticket_paths *paths,
    int64_t package_version_id, struct err *err);

/* -- the rows behind it -- */

MUST_USE bool ticket_path_places(const struct ticket_paths *paths, int64_t package_version_id,
    int64_t **ret_positions, size_t *ret_count, struct err *err);
/* Gives the steps their names. */
MUST_USE bool ticket_path_names(
    const struct ticket_paths *paths, struct ticket_path *path, struct err *err);

#endif
