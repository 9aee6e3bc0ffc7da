/* SPDX-License-Identifier: Apache-2.0 */
/* Which file of a folder is its SBOM. Example: sbom_find(&found, "services/shop", arena, err) gives "services/shop/bom.json". */
#ifndef SBOM_SBOM_FIND_H
#define SBOM_SBOM_FIND_H

#include "base/arena.h"
#include "base/err.h"

struct sbom_found {
    const char *path; /* to hand to sbom_read_file */
    struct text
        reason; /* why this one: "the only SBOM there", "before package-lock.json"; empty for what is no folder */
};

/* A path that is no folder, or "-", is found as it is, whether or not it exists. In a folder the names are tried in this
   order, each also with .gz and .zst: bom.json and sbom.json, the same as XML, *.cdx.json and *.bom.json, the same as XML,
   *.spdx.json, sbom*.json, npm-shrinkwrap.json, package-lock.json; folders inside it are not looked into. Fails with ERR_NOT_FOUND when there is
   none, ERR_USAGE when several files have the same claim, naming them, and ERR_SYSTEM. */
MUST_USE bool sbom_find(
    struct sbom_found *ret_found, const char *path, struct arena *arena, struct err *err);

#endif
