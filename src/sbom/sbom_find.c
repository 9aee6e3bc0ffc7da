/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_find.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/vec.h"

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
    {6, "npm-shrinkwrap.json", "", true}, {7, "package-lock.json", "", true},
    {8, "", ".spdx.rdf", false}, /* is found, to be refused by its name */
};

enum { NO_RANK = 9 };

static const char looked_for[] =
    "bom.json, sbom.json, bom.xml, sbom.xml, *.cdx.json, *.bom.json, *.cdx.xml, *.bom.xml, "
    "*.spdx, *.spdx.json, *.spdx.yaml, *.spdx.xml, *.spdx3.json, sbom*.json, "
    "npm-shrinkwrap.json, package-lock.json, or one of them with .gz or .zst";

struct candidate {
    struct text name;
    int rank;
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

static int rank_of(struct text name)
{
    if (text_ends(name, TEXT(".gz")))
        name.len -= 3;
    else if (text_ends(name, TEXT(".zst")))
        name.len -= 4;
    for (size_t i = 0; i < LEN_OF(patterns); i++)
        if (fits(&patterns[i], name))
            return patterns[i].rank;
    return NO_RANK;
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
        int rank = rank_of(text_of(entry->d_name));
        if (rank < NO_RANK && is_file(folder, entry->d_name))
            *VEC_ADD(all) = (struct candidate){arena_text(arena, text_of(entry->d_name)), rank};
    }
    if (all->len > 1)
        qsort(all->at, all->len, sizeof *all->at, compare);
}

static struct text join_names(
    const struct candidates *all, size_t from, size_t to, struct arena *arena)
{
    enum { SHOWN = 8 };
    struct text names = {"", 0};
    for (size_t i = from; i < to && i < from + SHOWN; i++)
        names = arena_join(arena, names, ", ", all->at[i].name);
    return to > from + SHOWN ? arena_join(arena, names, ", ", TEXT("…")) : names;
}

static bool choose(struct sbom_found *ret_found, const struct candidates *all, const char *path,
    struct arena *arena, struct err *err)
{
    size_t equals = 0;
    while (equals < all->len && all->at[equals].rank == all->at[0].rank)
        equals++;
    if (equals == 0)
        return err_set(err, ERR_NOT_FOUND, "%s: there is no SBOM in this folder; looked for %s",
            path, looked_for);
    if (equals > 1) {
        struct text names = join_names(all, 0, equals, arena);
        return err_set(
            err, ERR_USAGE, "%s: has several SBOMs, name the one: %.*s", path, TEXT_ARG(names));
    }
    const char *slash = text_ends(text_of(path), TEXT("/")) ? "" : "/";
    struct text found = arena_format(arena, "%s%s%.*s", path, slash, TEXT_ARG(all->at[0].name));
    struct text others = join_names(all, 1, all->len, arena);
    ret_found->path = found.at;
    ret_found->reason = others.len ? arena_format(arena, "before %.*s", TEXT_ARG(others))
                                   : TEXT("the only one there");
    return arena_check(arena, err);
}

bool sbom_find(struct sbom_found *ret_found, const char *path, struct arena *arena, struct err *err)
{
    DIR *folder = strcmp(path, "-") == 0 ? NULL : opendir(path);
    if (!folder && strcmp(path, "-") != 0 && errno != ENOTDIR && errno != ENOENT)
        return err_set_errno(err, "%s: cannot be looked into", path);
    if (!folder) {
        *ret_found = (struct sbom_found){path, {"", 0}};
        return true;
    }
    struct candidates all = {0};
    list(&all, folder, arena);
    closedir(folder);
    bool is_found = choose(ret_found, &all, path, arena, err);
    VEC_DONE(&all);
    return is_found;
}
