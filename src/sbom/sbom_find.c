/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_find.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/vec.h"
#include "sbom/root.h"
#include "sbom/sbom_lock_file.h"
#include "sbom/sbom_merge.h"

/* Names by their claim: the lower, the better. What an SBOM tool wrote for us goes before what a package manager did. */
static const struct pattern {
    int rank;
    const char *start, *end; /* a name is at least as long as both */
    bool is_whole;           /* start is the whole name */
} patterns[] = {
    {0, "bom.json", "", true}, {0, "sbom.json", "", true}, {1, "bom.xml", "", true},
    {1, "sbom.xml", "", true}, {2, "", ".cdx.json", false}, {2, "", ".bom.json", false},
    {3, "", ".cdx.xml", false}, {3, "", ".bom.xml", false}, {4, "", ".spdx.json", false},
    {4, "", ".spdx", false}, {4, "", ".spdx.yaml", false}, {4, "", ".spdx.yml", false},
    {4, "", ".spdx.xml", false}, {4, "", ".spdx3.json", false}, {5, "sbom", ".json", false},
    {1000, "", ".spdx.rdf", false}, /* is found, to be refused by its name */
};

/* Lock files come behind SBOMs, in the order of their own table. */
enum { FIRST_LOCK = 100, NO_RANK = 1001 };

static const char looked_for[] =
    "bom.json, sbom.json, bom.xml, sbom.xml, *.cdx.json, *.bom.json, *.cdx.xml, *.bom.xml, "
    "*.spdx, *.spdx.json, *.spdx.yaml, *.spdx.xml, *.spdx3.json, sbom*.json, "
    "lock files (docs/sbom.md), or one of them with .gz or .zst";

struct candidate {
    struct text name;
    int rank;
    const struct sbom_lock_file *lock; /* or NULL */
};

struct candidates {
    VEC(struct candidate);
};

static bool fits(const struct pattern *pattern, struct text name)
{
    struct text start = text_of(pattern->start), end = text_of(pattern->end);
    if (pattern->is_whole)
        return text_eq(name, start);
    return name.len >= start.len + end.len && text_starts(name, start) && text_ends(name, end);
}

static struct candidate candidate_of(struct text name)
{
    struct candidate made = {name, NO_RANK, NULL};
    if (text_ends(name, TEXT(".gz")))
        name.len -= 3;
    else if (text_ends(name, TEXT(".zst")))
        name.len -= 4;
    for (size_t i = 0; i < LEN_OF(patterns) && made.rank == NO_RANK; i++)
        if (fits(&patterns[i], name))
            made.rank = patterns[i].rank;
    made.lock = made.rank == NO_RANK ? sbom_lock_file_find(name) : NULL;
    if (made.lock)
        made.rank = FIRST_LOCK + sbom_lock_file_rank(made.lock);
    return made;
}

static int compare(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return x->rank != y->rank ? x->rank - y->rank : text_cmp(x->name, y->name);
}

/* Broken links and folders with such a name are no candidates. */
static bool is_file(DIR *folder, const char *name)
{
    struct stat info;
    return fstatat(dirfd(folder), name, &info, 0) == 0 && S_ISREG(info.st_mode);
}

static void list(struct candidates *all, DIR *folder, struct arena *arena)
{
    for (struct dirent *entry; (entry = readdir(folder));) {
        struct candidate made = candidate_of(text_of(entry->d_name));
        made.name = arena_text(arena, made.name);
        if (made.rank < NO_RANK && is_file(folder, entry->d_name))
            *VEC_ADD(all) = made;
    }
    if (all->len > 1)
        qsort(all->at, all->len, sizeof *all->at, compare);
}

/* -- which of them -- */

/* Returns whether a candidate is taken: the first, and when that is a lock file the best of each other ecosystem. */
static bool is_taken(const struct candidates *all, size_t i)
{
    if (i == 0 || !all->at[0].lock || !all->at[i].lock)
        return i == 0;
    for (size_t k = 0; k < i; k++)
        if (strcmp(all->at[k].lock->ecosystem, all->at[i].lock->ecosystem) == 0)
            return false;
    return true;
}

/* Returns the names of those that are taken, or of those that are not, but for the first. */
static struct text join_names(const struct candidates *all, bool are_taken, struct arena *arena)
{
    enum { SHOWN = 8 };
    struct text names = {"", 0};
    size_t count = 0;
    for (size_t i = 1; i < all->len; i++)
        if (is_taken(all, i) == are_taken && count++ < SHOWN)
            names = arena_join(arena, names, ", ", all->at[i].name);
    return count > SHOWN ? arena_join(arena, names, ", ", TEXT("…")) : names;
}

static struct text why_these(const struct candidates *all, struct arena *arena)
{
    struct text with = join_names(all, true, arena), before = join_names(all, false, arena);
    if (with.len)
        with = arena_format(arena, "with %.*s", TEXT_ARG(with));
    if (before.len)
        before = arena_format(arena, "before %.*s", TEXT_ARG(before));
    struct text why = arena_join(arena, with, ", ", before);
    return why.len ? why : TEXT("the only one there");
}

/* Several with one claim: nobody but the user can say which. */
static bool check_equals(
    const struct candidates *all, size_t i, const char *path, struct arena *arena, struct err *err)
{
    struct text names = {"", 0};
    for (size_t k = i; k < all->len && all->at[k].rank == all->at[i].rank; k++)
        names = k < i + 8 ? arena_join(arena, names, ", ", all->at[k].name) : names;
    return text_eq(names, all->at[i].name) ||
           err_set(
               err, ERR_USAGE, "%s: has several SBOMs, name the one: %.*s", path, TEXT_ARG(names));
}

static bool choose(struct sbom_found *ret_found, const struct candidates *all, const char *path,
    struct arena *arena, struct err *err)
{
    const char *slash = text_ends(text_of(path), TEXT("/")) ? "" : "/";
    struct sbom_found found = {.reason = why_these(all, arena)};
    if (!all->len)
        return err_set(err, ERR_NOT_FOUND, "%s: there is no SBOM in this folder; looked for %s",
            path, looked_for);
    const char **others = arena_take_array(arena, all->len, sizeof *others);
    for (size_t i = 0; others && i < all->len; i++) {
        if (!is_taken(all, i))
            continue;
        if (!check_equals(all, i, path, arena, err))
            return false;
        const char *full =
            arena_format(arena, "%s%s%.*s", path, slash, TEXT_ARG(all->at[i].name)).at;
        if (i == 0)
            found.path = full;
        else
            others[found.other_count++] = full;
    }
    found.others = others;
    found.label = found.other_count ? path : found.path;
    *ret_found = found;
    return arena_check(arena, err);
}

bool sbom_find(struct sbom_found *ret_found, const char *path, struct arena *arena, struct err *err)
{
    DIR *folder = strcmp(path, "-") == 0 ? NULL : opendir(path);
    if (!folder && strcmp(path, "-") != 0 && errno != ENOTDIR && errno != ENOENT)
        return err_set_errno(err, "%s: cannot be looked into", path);
    if (!folder) {
        *ret_found = (struct sbom_found){.path = path, .label = path, .reason = {"", 0}};
        return true;
    }
    if (root_is(path)) {
        closedir(folder);
        *ret_found = (struct sbom_found){
            .path = path, .label = path, .reason = TEXT("the root of a machine or an image")};
        return true;
    }
    struct candidates all = {0};
    list(&all, folder, arena);
    closedir(folder);
    bool is_found = choose(ret_found, &all, path, arena, err);
    VEC_DONE(&all);
    return is_found;
}

/* Names in a folder come from strangers too. */
void sbom_find_print(const struct sbom_found *found, struct buf *out)
{
    if (!found->reason.len)
        return;
    buf_add_plain(out, text_of(found->path));
    buf_add_z(out, " (");
    buf_add_plain(out, found->reason);
    buf_add_char(out, ')');
}

/* -- reading what was found -- */

static struct text base_name(const char *path)
{
    struct text t = text_of(path);
    return text_from(t, (size_t)(text_find_last(t, '/') + 1));
}

struct text sbom_find_folder_name(const char *path, struct arena *arena)
{
    char *whole = realpath(path, NULL), *slash = whole ? strrchr(whole, '/') : NULL;
    struct stat info;
    if (slash && stat(whole, &info) == 0 && !S_ISDIR(info.st_mode))
        *slash = '\0';
    struct text name = arena_text(arena, base_name(whole ? whole : ""));
    free(whole);
    return text_find_bad_utf8(name) < 0 ? name : (struct text){"", 0};
}

bool sbom_find_read(
    struct sbom *ret_sbom, const struct sbom_found *found, struct arena *arena, struct err *err)
{
    size_t count = found->other_count + 1;
    if (count == 1)
        return sbom_read_file(ret_sbom, found->path, arena, err);
    struct sbom_merge_part *parts = arena_take_array(arena, count, sizeof *parts);
    for (size_t i = 0; parts && i < count; i++) {
        const char *path = i ? found->others[i - 1] : found->path;
        parts[i].name = base_name(path);
        if (!sbom_read_file(&parts[i].sbom, path, arena, err))
            return false;
    }
    return arena_check(arena, err) && sbom_merge(ret_sbom, parts, count,
                                          sbom_find_folder_name(found->path, arena), arena, err);
}
