/* SPDX-License-Identifier: Apache-2.0 */
/* The SBOM of a machine or of an image's root, from the database of its package manager. The folder may be "/".
   Example: if (root_is("/mnt/image")) root_read(&sbom, "/mnt/image", arena, err); */
#ifndef SBOM_ROOT_H
#define SBOM_ROOT_H

#include "sbom/sbom.h"

/* Returns whether a path is a folder with a package database at one of the places where it belongs. */
bool root_is(const char *folder);

/* Reads it: dpkg's (also of images without dpkg), apk's or rpm's. Links do not lead out of the folder. Fails with ERR_NOT_FOUND when there is
   no database, ERR_UNSUPPORTED for one that is not read, and as sbom_read does, with the place in the database first. */
MUST_USE bool root_read(
    struct sbom *ret_sbom, const char *folder, struct arena *arena, struct err *err);

#endif
