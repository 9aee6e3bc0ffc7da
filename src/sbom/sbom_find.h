/* SPDX-License-Identifier: Apache-2.0 */
/* Which file of a folder is its SBOM, or which lock files are. Example: sbom_find(&found, "services/shop", arena, err) gives
   "services/shop/bom.json". */
#ifndef SBOM_SBOM_FIND_H
#define SBOM_SBOM_FIND_H

#include "sbom/sbom.h"

struct sbom_found {
    const char *path;  /* of the file, or of the first */
    const char *label; /* what to call it: the file's path, or the folder's when there are others */
    const char *const *others; /* lock files of other ecosystems in the same folder */
    size_t other_count;
    struct text
        reason; /* why this one: "the only one there", "before package-lock.json"; empty for what is no folder */
};

/* A path that is no folder, or "-", is found as it is, whether or not it exists; so is the root of a machine or an image
   (root.h), whatever else lies in it. In another folder the names are tried in this order, each also with .gz and .zst: bom.json and sbom.json, the same as XML, *.cdx.json and *.bom.json, the same as XML,
   *.spdx.json, sbom*.json, then the lock files of sbom_lock_file.h: the best of each ecosystem. Folders inside it are not
   looked into. Fails with ERR_NOT_FOUND when there is none, ERR_USAGE when several files have the same claim, naming them,
   and ERR_SYSTEM. */
MUST_USE bool sbom_find(
    struct sbom_found *ret_found, const char *path, struct arena *arena, struct err *err);

/* Reads what was found; several lock files become one SBOM (sbom_merge.h) with the folder's name. Fails as sbom_read_file. */
MUST_USE bool sbom_find_read(
    struct sbom *ret_sbom, const struct sbom_found *found, struct arena *arena, struct err *err);

/* Adds which file of a folder was taken, and why, for people; nothing for what is no folder: "shop/bom.json (the only one there)". */
void sbom_find_print(const struct sbom_found *found, struct buf *out);

/* Returns the name of a folder, or of the one that a file lies in; empty when it cannot be told. */
struct text sbom_find_folder_name(const char *path, struct arena *arena);

#endif
