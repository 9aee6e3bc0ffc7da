/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/root.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "sandbox/confined.h"
#include "sbom/root_apk.h"
#include "sbom/root_dpkg.h"
#include "sbom/root_file.h"
#include "sbom/root_rpm.h"
#include "sbom/sbom_document.h"
#include "sbom/sbom_flat.h"

static bool read_dpkg(struct root_build *b, struct err *err);
static bool read_dpkg_files(struct root_build *b, struct err *err);
static bool read_apk(struct root_build *b, struct err *err);
static bool read_rpm(struct root_build *b, struct err *err);

/* Where databases are, what their package URLs and formats are called, and who reads them. The first that is there counts. */
static const struct database {
    const char *path, *type, *id; /* id: of the system where etc/os-release says none */
    enum sbom_format format;
    bool (*read)(struct root_build *b, struct err *err); /* NULL: it is known, and not read */
    bool is_confined;                                    /* read in a process of its own */
} databases[] = {
    {"var/lib/dpkg/status", "deb", "debian", SBOM_DPKG, read_dpkg, false},
    {"var/lib/dpkg/status.d", "deb", "debian", SBOM_DPKG, read_dpkg_files, false},
    {"lib/apk/db/installed", "apk", "alpine", SBOM_APK, read_apk, false},
    {"usr/lib/apk/db/installed", "apk", "alpine", SBOM_APK, read_apk, false},
    {"var/lib/rpm/rpmdb.sqlite", "rpm", "", SBOM_RPM, read_rpm, true},
    {"usr/lib/sysimage/rpm/rpmdb.sqlite", "rpm", "", SBOM_RPM, read_rpm, true},
    {"var/lib/rpm/Packages", "rpm", "", SBOM_RPM, read_rpm, true},
    {"usr/lib/sysimage/rpm/Packages", "rpm", "", SBOM_RPM, read_rpm, true},
    {"var/lib/rpm/Packages.db", "rpm", "", SBOM_RPM, NULL, false},
    {"usr/lib/sysimage/rpm/Packages.db", "rpm", "", SBOM_RPM, NULL, false},
};

static const struct database *find_database(int root)
{
    for (size_t i = 0; i < LEN_OF(databases); i++)
        if (root_file_is_there(root, databases[i].path))
            return &databases[i];
    return NULL;
}

bool root_is(const char *folder)
{
    int root = root_file_open_root(folder);
    bool is_root = root >= 0 && find_database(root);
    if (root >= 0)
        close(root);
    return is_root;
}

/* -- the operating system -- */

/* A value as a shell would read it: bare, or between quotes, where a backslash quotes (os-release(5)). */
static struct text unquote(struct text value, struct arena *arena)
{
    if (value.len < 2 || (value.at[0] != '"' && value.at[0] != '\''))
        return value;
    struct text inside = text_slice(value, 1, value.len - 1);
    char *at = arena_take(arena, inside.len + 1);
    size_t len = 0;
    for (size_t i = 0; at && i < inside.len; i++) {
        if (inside.at[i] == '\\' && i + 1 < inside.len)
            i++;
        at[len++] = inside.at[i];
    }
    return (struct text){at ? at : "", len};
}

static bool is_word(struct text value)
{
    for (size_t i = 0; i < value.len; i++)
        if (!text_is_alpha(value.at[i]) && !text_is_digit(value.at[i]) &&
            !strchr("._-+", value.at[i]))
            return false;
    return value.len <= LIMIT_VERSION_BYTES;
}

static bool read_release(struct root_build *b, struct text text, const char *path, struct err *err)
{
    while (text.at) {
        struct text value = text_cut(&text, '\n');
        struct text key = text_trim(text_cut(&value, '='));
        struct text *at = text_is(key, "ID")            ? &b->system.id
                          : text_is(key, "VERSION_ID")  ? &b->system.version
                          : text_is(key, "PRETTY_NAME") ? &b->system.title
                                                        : NULL;
        if (at && value.at)
            *at = unquote(text_trim(value), b->build->arena);
    }
    if (!is_word(b->system.id) || !is_word(b->system.version))
        return err_set(
            err, ERR_SYNTAX, "%s: ID and VERSION_ID may have letters, digits and ._-+", path);
    if (text_find_bad_utf8(b->system.title) >= 0 || text_find(b->system.title, '\0') >= 0)
        b->system.title = TEXT("");
    return true;
}

static bool read_system(struct root_build *b, const char *default_id, struct err *err)
{
    static const char *const paths[] = {"etc/os-release", "usr/lib/os-release"};
    for (size_t i = 0; i < LEN_OF(paths); i++) {
        struct text text;
        struct err why;
        if (root_file_read(
                b->root, paths[i], LIMIT_OS_RELEASE_BYTES, b->build->arena, &text, &why)) {
            if (!read_release(b, text, paths[i], err))
                return false;
            break;
        }
        if (why.code != ERR_NOT_FOUND)
            return err_set(err, why.code, "%s", why.text);
    }
    if (!b->system.id.len)
        b->system.id = text_of(default_id);
    struct sbom *sbom = b->build->sbom;
    sbom->name = sbom->os_name = b->system.id;
    sbom->version = sbom->os_version = b->system.version;
    return true;
}

/* -- databases -- */

static bool read_file(struct root_build *b, struct text *ret_text, struct err *err)
{
    return root_file_read(b->root, b->path, LIMIT_SBOM_BYTES, b->build->arena, ret_text, err);
}

static bool read_dpkg(struct root_build *b, struct err *err)
{
    struct text text;
    return read_file(b, &text, err) && root_dpkg_add(b, text, err) && root_dpkg_edges(b, err);
}

static int compare_names(const void *a, const void *b)
{
    return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

/* One file for each package; beside it NAME.md5sums, which tells of its files. */
static bool add_dpkg_files(
    struct root_build *b, const struct text *names, size_t count, struct err *err)
{
    const char *folder = b->path;
    for (size_t i = 0; i < count; i++) {
        struct text text;
        b->path = arena_format(b->build->arena, "%s/%.*s", folder, TEXT_ARG(names[i])).at;
        if (!read_file(b, &text, err) || !root_dpkg_add(b, text, err))
            return false;
    }
    return root_dpkg_edges(b, err);
}

static bool read_dpkg_files(struct root_build *b, struct err *err)
{
    struct {
        VEC(struct text);
    } names = {0};
    int fd = root_file_open(b->root, b->path);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    if (!folder) {
        if (fd >= 0)
            close(fd);
        return err_set_errno(err, "%s: cannot be looked into", b->path);
    }
    for (struct dirent *entry; (entry = readdir(folder)) && names.len <= LIMIT_SBOM_COMPONENTS;) {
        struct text name = text_of(entry->d_name);
        if (name.at[0] != '.' && !text_ends(name, TEXT(".md5sums")))
            *VEC_ADD(&names) = arena_text(b->build->arena, name);
    }
    closedir(folder);
    if (names.len > 1)
        qsort(names.at, names.len, sizeof *names.at, compare_names);
    bool is_read = add_dpkg_files(b, names.at, names.len, err);
    VEC_DONE(&names);
    return is_read;
}

static bool read_apk(struct root_build *b, struct err *err)
{
    struct text text;
    return read_file(b, &text, err) && root_apk_read(b, text, err);
}

/* In the process of read_confined. */
static bool read_rpm(struct root_build *b, struct err *err)
{
    return root_rpm_read(b, b->copy, err);
}

static bool read_database(struct sbom *sbom, const struct database *database, int root,
    const struct root_rpm_copy *copy, struct arena *arena, struct err *err)
{
    struct sbom_build build;
    sbom->format = database->format;
    sbom_build_init(&build, sbom, arena);
    struct root_build b = {.build = &build,
        .type = database->type,
        .path = database->path,
        .root = root,
        .copy = copy};
    bool is_read = read_system(&b, database->id, err) && root_build_system(&b, err) &&
                   database->read(&b, err) && root_build_finish(&b, err);
    if (is_read)
        sbom_build_mark_direct(&build);
    is_read = is_read && sbom_document_finish(&build, err);
    root_build_done(&b);
    sbom_build_done(&build);
    return is_read;
}

/* -- what is read in a process of its own -- */

struct confined_order {
    const struct database *database;
    int root;
    struct root_rpm_copy copy;
};

static bool read_in_child(void *context, struct buf *out, struct err *err)
{
    const struct confined_order *order = context;
    struct arena arena;
    struct sbom sbom = {0};
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_read = read_database(&sbom, order->database, order->root, &order->copy, &arena, err) &&
                   sbom_flat_write(&sbom, out, err);
    arena_done(&arena);
    return is_read;
}

static bool read_confined(struct sbom *sbom, const struct database *database, int root,
    struct arena *arena, struct err *err)
{
    struct confined_order order = {.database = database, .root = root};
    struct sealed sealed;
    if (!root_rpm_copy(root, database->path, &order.copy, err))
        return false;
    bool is_read = confined_run(read_in_child, &order, database->path, &sealed, err);
    root_rpm_copy_remove(&order.copy);
    if (!is_read)
        return false;
    struct text bytes = arena_text(arena, sealed.bytes);
    sealed_done(&sealed);
    return arena_check(arena, err) && sbom_flat_read(sbom, bytes, arena, err);
}

static bool read_root(struct sbom *sbom, int root, struct arena *arena, struct err *err)
{
    const struct database *database = find_database(root);
    if (!database)
        return err_set(err, ERR_NOT_FOUND,
            "there is no package database in this folder: neither dpkg's nor apk's nor rpm's");
    if (!database->read)
        return err_set(err, ERR_UNSUPPORTED,
            "%s: is SUSE's database (ndb), which is not read; 'rpm --rebuilddb' makes one of sqlite",
            database->path);
    return database->is_confined ? read_confined(sbom, database, root, arena, err)
                                 : read_database(sbom, database, root, NULL, arena, err);
}

bool root_read(struct sbom *ret_sbom, const char *folder, struct arena *arena, struct err *err)
{
    struct sbom sbom = {0};
    int root = root_file_open_root(folder);
    if (root < 0)
        return err_set_errno(err, "%s: cannot be looked into", folder);
    bool is_read = read_root(&sbom, root, arena, err) || err_add(err, "%s", folder);
    close(root);
    if (is_read)
        *ret_sbom = sbom;
    return is_read;
}
