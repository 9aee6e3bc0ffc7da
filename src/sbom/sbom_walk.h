/* SPDX-License-Identifier: Apache-2.0 */
/* All the files that may be SBOMs, named one by one or lying in folders.
   Example: sbom_walk_find(&walk, words, count, arena, err); for (i < walk.len) sbom_read_file(&sbom, walk.at[i].path, …) */
#ifndef SBOM_SBOM_WALK_H
#define SBOM_SBOM_WALK_H

#include "base/arena.h"
#include "base/vec.h"

struct sbom_walk_file {
    const char *path;
    bool is_named;       /* it was asked for by name, not met in a folder */
    const char *refusal; /* why something met in a folder is not looked at: "a link"; or NULL */
};

struct sbom_walk {
    VEC(struct sbom_walk_file);
};

/* Lists the files of paths, in their order, those of a folder and of what lies below it by name: what ends in .json, .spdx,
   .spdx.yaml or .spdx.yml, and *bom.*xml and *.cdx.xml, and lock files but go.sum, also with .gz and .zst. Hidden folders are passed over; links,
   node_modules and folders deeper than LIMIT_FOLDER_DEPTH are listed with a refusal. A file that is met twice is listed
   once. "-" is taken as it is. Fails with ERR_NOT_FOUND, ERR_LIMIT over LIMIT_SCAN_SBOMS, ERR_SYSTEM; the paths live in arena. */
MUST_USE bool sbom_walk_find(struct sbom_walk *ret_walk, const char *const *paths, size_t count,
    struct arena *arena, struct err *err);
void sbom_walk_done(struct sbom_walk *walk);

#endif
