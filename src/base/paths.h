/* SPDX-License-Identifier: Apache-2.0 */
/* Where the program keeps its data: one folder, and the names of the files in it.
   Example: paths_data(&folder, cmd_get(cmd, "data"), arena, err) */
#ifndef BASE_PATHS_H
#define BASE_PATHS_H

#include "base/arena.h"
#include "base/err.h"

/* Gives the data folder: given (may be NULL), else $KENZEN_DATA, else kenzen under $XDG_DATA_HOME
   or ~/.local/share (XDG Base Directory Specification: a path there that is not absolute is passed
   over). Fails with ERR_USAGE when none of them is set. */
MUST_USE bool paths_data(
    const char **ret_path, const char *given, struct arena *arena, struct err *err);

/* Gives the place of the advisory index in the data folder, of the database. */
MUST_USE bool paths_index(
    const char **ret_path, const char *given, struct arena *arena, struct err *err);
MUST_USE bool paths_db(
    const char **ret_path, const char *given, struct arena *arena, struct err *err);
/* … and of the key that secrets are sealed under. */
MUST_USE bool paths_secret_key(
    const char **ret_path, const char *given, struct arena *arena, struct err *err);

/* Makes a folder and those above it, for the user alone; one that is there stays as it is. */
MUST_USE bool paths_make_folder(const char *path, struct err *err);

#endif
