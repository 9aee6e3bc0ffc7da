/* SPDX-License-Identifier: Apache-2.0 */
#include "base/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool is_set(const char *value)
{
    return value && *value;
}

bool paths_data(const char **ret_path, const char *given, struct arena *arena, struct err *err)
{
    const char *own = getenv("KENZEN_DATA"), *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    struct text path;
    if (given)
        path = text_of(given);
    else if (is_set(own))
        path = text_of(own);
    else if (is_set(xdg) && xdg[0] == '/')
        path = arena_format(arena, "%s/kenzen", xdg);
    else if (is_set(home))
        path = arena_format(arena, "%s/.local/share/kenzen", home);
    else
        return err_set(err, ERR_USAGE, "no data folder: give --data, or set KENZEN_DATA or HOME");
    if (path.len == 0 && !arena->is_spent)
        return err_set(err, ERR_USAGE, "the data folder has an empty name");
    *ret_path = path.at;
    return arena_check(arena, err);
}

static bool in_data(const char **ret_path, const char *given, const char *name, struct arena *arena,
    struct err *err)
{
    const char *folder;
    if (!paths_data(&folder, given, arena, err))
        return false;
    *ret_path = arena_format(arena, "%s/%s", folder, name).at;
    return arena_check(arena, err);
}

bool paths_index(const char **ret_path, const char *given, struct arena *arena, struct err *err)
{
    return in_data(ret_path, given, "advisories.kzi", arena, err);
}

bool paths_db(const char **ret_path, const char *given, struct arena *arena, struct err *err)
{
    return in_data(ret_path, given, "kenzen.db", arena, err);
}

bool paths_secret_key(
    const char **ret_path, const char *given, struct arena *arena, struct err *err)
{
    return in_data(ret_path, given, "secret.key", arena, err);
}

static bool make_one(const char *path, struct err *err)
{
    if (mkdir(path, 0700) == 0)
        return true;
    struct stat st;
    if (errno == EEXIST && stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        errno = ENOTDIR;
    return errno == EEXIST || err_set_errno(err, "%s: cannot make the folder", path);
}

bool paths_make_folder(const char *path, struct err *err)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct text whole = text_of(path);
    bool is_good = true;
    for (size_t i = 1; is_good && i <= whole.len; i++)
        if (i == whole.len || whole.at[i] == '/')
            is_good = make_one(arena_text(&arena, text_slice(whole, 0, i)).at, err);
    arena_done(&arena);
    return is_good;
}
