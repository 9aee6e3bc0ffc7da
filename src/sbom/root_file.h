/* SPDX-License-Identifier: Apache-2.0 */
/* Files below the root of a machine or an image, where links lead nowhere else: "/" is the folder, and ".." stays in it.
   Example: root_file_read(root, "etc/os-release", LIMIT, arena, &text, err) */
#ifndef SBOM_ROOT_FILE_H
#define SBOM_ROOT_FILE_H

#include "base/arena.h"
#include "base/err.h"

/* Opens the folder. Returns a descriptor, or -1 when it is none. */
int root_file_open_root(const char *folder);

/* Opens a file or folder of it to read. Returns -1 and sets errno. What would wait (a pipe) or do something (a device) is
   not opened. */
int root_file_open(int root, const char *path);
bool root_file_is_there(int root, const char *path);

/* Reads a whole file into arena. Fails with ERR_NOT_FOUND when there is none, ERR_LIMIT, ERR_USAGE for what is no file, ERR_SYSTEM; the path
   first. */
MUST_USE bool root_file_read(int root, const char *path, size_t max_bytes, struct arena *arena,
    struct text *ret_text, struct err *err);

#endif
