/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_walk.h"

#include <errno.h>
#include <fts.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/map.h"
#include "sbom/sbom_lock_file.h"

struct walker {
    struct sbom_walk files;
    struct map met; /* device and inode of each */
    struct arena *arena;
};

/* Of XML, of which a source tree is full, only what is named as an SBOM. */
static bool has_name_of_sbom(struct text name)
{
    static const char *const ends[] = {".json", ".spdx", ".spdx.yaml", ".spdx.yml", ".spdx.rdf"};
    static const char *const marks[] = {"bom.", ".cdx.", ".spdx."};
    if (text_ends(name, TEXT(".gz")) || text_ends(name, TEXT(".zst")))
        name = text_slice(name, 0, (size_t)text_find_last(name, '.'));
    const struct sbom_lock_file *lock = sbom_lock_file_find(name);
    if (lock)
        return !lock->is_last_resort;
    bool is_xml = text_ends(name, TEXT(".xml"));
    for (size_t i = 0; is_xml && i < LEN_OF(marks); i++)
        if (text_find_text(name, text_of(marks[i])) >= 0)
            return true;
    for (size_t i = 0; i < LEN_OF(ends); i++)
        if (text_ends(name, text_of(ends[i])))
            return true;
    return false;
}

/* Returns whether this file is met for the first time; one that is named later is named all the same. */
static bool is_new(struct walker *walker, const struct stat *info, bool is_named)
{
    struct text key =
        arena_format(walker->arena, "%ju:%ju", (uintmax_t)info->st_dev, (uintmax_t)info->st_ino);
    uint32_t at = (uint32_t)walker->files.len;
    if (map_add(&walker->met, key, at, &at))
        return true;
    walker->files.at[at].is_named |= is_named;
    return false;
}

static void refuse(struct walker *walker, const char *path, const char *why)
{
    *VEC_ADD(&walker->files) = (struct sbom_walk_file){
        .path = arena_text(walker->arena, text_of(path)).at, .refusal = why};
}

static bool add(struct walker *walker, const char *path, bool is_named, struct err *err)
{
    if (walker->files.len >= LIMIT_SCAN_SBOMS)
        return err_set(
            err, ERR_LIMIT, "%s: more than %zu files to read at once", path, LIMIT_SCAN_SBOMS);
    *VEC_ADD(&walker->files) = (struct sbom_walk_file){
        .path = arena_text(walker->arena, text_of(path)).at, .is_named = is_named};
    return arena_check(walker->arena, err);
}

static int compare_entries(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Returns whether to go into a folder. */
static bool is_entered(struct walker *walker, const FTSENT *entry)
{
    if (entry->fts_level == FTS_ROOTLEVEL)
        return true;
    if (entry->fts_name[0] == '.')
        return false;
    bool is_installed = strcmp(entry->fts_name, "node_modules") == 0;
    if (is_installed)
        refuse(walker, entry->fts_path, "installed packages have no SBOMs of ours");
    else if (entry->fts_level > (int)LIMIT_FOLDER_DEPTH)
        refuse(walker, entry->fts_path, "nested too deeply");
    return !is_installed && entry->fts_level <= (int)LIMIT_FOLDER_DEPTH;
}

static bool walk_tree(struct walker *walker, FTS *tree, struct err *err)
{
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL;) {
        bool is_candidate = has_name_of_sbom(text_of(entry->fts_name));
        switch (entry->fts_info) {
        case FTS_D:
            if (!is_entered(walker, entry))
                fts_set(tree, entry, FTS_SKIP);
            break;
        case FTS_F:
            if (is_candidate && is_new(walker, entry->fts_statp, false) &&
                !add(walker, entry->fts_path, false, err))
                return false;
            break;
        case FTS_DP: break;
        case FTS_DNR:
        case FTS_ERR:
        case FTS_NS: errno = entry->fts_errno; return err_set_errno(err, "%s", entry->fts_path);
        default:
            if (is_candidate)
                refuse(walker, entry->fts_path, "a link or no regular file");
        }
    }
    return true;
}

static bool walk_folder(struct walker *walker, const char *path, struct err *err)
{
    char *paths[] = {(char *)(uintptr_t)path, NULL};
    FTS *tree = fts_open(paths, FTS_COMFOLLOW | FTS_PHYSICAL | FTS_NOCHDIR, compare_entries);
    if (!tree)
        return err_set_errno(err, "%s: cannot be looked into", path);
    bool is_fine = walk_tree(walker, tree, err);
    fts_close(tree);
    return is_fine;
}

static bool add_path(struct walker *walker, const char *path, struct err *err)
{
    struct stat info;
    if (strcmp(path, "-") == 0)
        return add(walker, path, true, err);
    if (stat(path, &info) != 0)
        return errno == ENOENT || errno == ENOTDIR
                   ? err_set(err, ERR_NOT_FOUND, "%s: there is no such file or folder", path)
                   : err_set_errno(err, "%s: cannot be looked at", path);
    if (S_ISDIR(info.st_mode))
        return walk_folder(walker, path, err);
    return !is_new(walker, &info, true) || add(walker, path, true, err);
}

bool sbom_walk_find(struct sbom_walk *ret_walk, const char *const *paths, size_t count,
    struct arena *arena, struct err *err)
{
    struct walker walker = {.arena = arena};
    bool is_fine = true;
    for (size_t i = 0; i < count && is_fine; i++)
        is_fine = add_path(&walker, paths[i], err);
    is_fine = is_fine && arena_check(arena, err);
    map_done(&walker.met);
    if (is_fine)
        *ret_walk = walker.files;
    else
        sbom_walk_done(&walker.files);
    return is_fine;
}

void sbom_walk_done(struct sbom_walk *walk)
{
    VEC_DONE(walk);
}
