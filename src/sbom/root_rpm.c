/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/root_rpm.h"

#include <errno.h>
#include <fcntl.h>
#include <rpm/rpmdb.h>
#include <rpm/rpmlib.h>
#include <rpm/rpmlog.h>
#include <rpm/rpmmacro.h>
#include <rpm/rpmts.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "sandbox/confine.h"
#include "sbom/root_file.h"
#include "sbom/sbom_source.h"

/* -- the copy -- */

/* What librpm leaves beside a database that it has opened. */
static const char *const leftovers[] = {".rpm.lock", "rpmdb.sqlite-shm", "rpmdb.sqlite-wal",
    "rpmdb.sqlite-journal", "rpmdb.sqlite", "Packages"};

void root_rpm_copy_remove(struct root_rpm_copy *copy)
{
    char path[128];
    for (size_t i = 0; i < LEN_OF(leftovers); i++) {
        snprintf(path, sizeof path, "%s/%s", copy->path, leftovers[i]);
        unlink(path);
    }
    rmdir(copy->path);
}

static bool copy_bytes(int from, int to, const char *path, struct err *err)
{
    struct stat info;
    if (fstat(from, &info) != 0 || !S_ISREG(info.st_mode))
        return err_set(err, ERR_USAGE, "%s: is not a file", path);
    if ((uint64_t)info.st_size > LIMIT_SBOM_BYTES)
        return err_set(err, ERR_LIMIT, "%s: larger than %zu bytes", path, LIMIT_SBOM_BYTES);
    for (off_t left = info.st_size; left > 0;) {
        /* Not copy_file_range, which refuses to go from one file system to another of another kind. */
        ssize_t done = sendfile(to, from, NULL, (size_t)left);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return err_set_errno(err, "%s: cannot be copied", path);
        if (done == 0)
            break;
        left -= done;
    }
    return true;
}

static bool copy_file(int root, const char *path, const struct root_rpm_copy *copy, struct err *err)
{
    char to_path[128];
    const char *slash = strrchr(path, '/');
    snprintf(to_path, sizeof to_path, "%s/%s", copy->path, slash ? slash + 1 : path);
    int from = root_file_open(root, path);
    if (from < 0)
        return errno == ENOENT ? err_set(err, ERR_NOT_FOUND, "%s: there is no such file", path)
                               : err_set_errno(err, "%s: cannot be read", path);
    int to = open(to_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_done = to >= 0 ? copy_bytes(from, to, path, err)
                           : err_set_errno(err, "%s: cannot be written", to_path);
    if (to >= 0)
        close(to);
    close(from);
    return is_done;
}

bool root_rpm_copy(int root, const char *path, struct root_rpm_copy *ret_copy, struct err *err)
{
    struct root_rpm_copy copy = {.path = "/tmp/kenzen-rpm-XXXXXX"};
    char log[256];
    struct err why = {.code = ERR_NONE};
    if (!mkdtemp(copy.path))
        return err_set_errno(err, "%s: cannot be made", copy.path);
    bool is_done = copy_file(root, path, &copy, err);
    /* What was not yet moved from the log into the database belongs to it. */
    snprintf(log, sizeof log, "%s-wal", path);
    if (is_done && !copy_file(root, log, &copy, &why) && why.code != ERR_NOT_FOUND)
        is_done = err_set(err, why.code, "%s", why.text);
    if (is_done)
        *ret_copy = copy;
    else
        root_rpm_copy_remove(&copy);
    return is_done;
}

/* -- packages -- */

static struct text keep(struct root_build *b, const char *value)
{
    return arena_text(b->build->arena, text_of(value));
}

/* The words of a list, as one text with LF between. */
static struct text keep_list(struct root_build *b, Header header, rpmTagVal tag)
{
    struct rpmtd_s list;
    struct buf words;
    const char *word;
    buf_init(&words, LIMIT_RECORD_ARENA);
    if (headerGet(header, tag, &list, HEADERGET_MINMEM))
        while ((word = rpmtdNextString(&list))) {
            buf_add_z(&words, word);
            buf_add_char(&words, '\n');
        }
    rpmtdFreeData(&list);
    struct text kept = words.is_over ? TEXT("") : arena_text(b->build->arena, buf_text(&words));
    buf_done(&words);
    return kept;
}

static bool add_package(struct root_build *b, Header header, struct err *err)
{
    struct arena *arena = b->build->arena;
    struct text version = keep(b, headerGetString(header, RPMTAG_VERSION));
    struct text release = keep(b, headerGetString(header, RPMTAG_RELEASE));
    struct root_package package = {.name = keep(b, headerGetString(header, RPMTAG_NAME)),
        .version = arena_join(arena, version, "-", release),
        .arch = keep(b, headerGetString(header, RPMTAG_ARCH)),
        .upstream = keep(b, headerGetString(header, RPMTAG_SOURCERPM)),
        .license = keep(b, headerGetString(header, RPMTAG_LICENSE)),
        .supplier = keep(b, headerGetString(header, RPMTAG_VENDOR)),
        .url = keep(b, headerGetString(header, RPMTAG_URL)),
        .description = keep(b, headerGetString(header, RPMTAG_SUMMARY)),
        .module = sbom_source_module(keep(b, headerGetString(header, RPMTAG_MODULARITYLABEL))),
        .depends = keep_list(b, header, RPMTAG_REQUIRENAME)};
    uint64_t epoch = headerGetNumber(header, RPMTAG_EPOCH);
    uint32_t index;
    if (epoch)
        package.epoch = arena_format(arena, "%llu", (unsigned long long)epoch);
    /* A key that packages are checked by is kept like one. */
    if (text_is(package.name, "gpg-pubkey")) {
        b->build->sbom->skipped_count++;
        return true;
    }
    if (!root_build_package(b, &package, &index, err))
        return false;
    struct text provides = keep_list(b, header, RPMTAG_PROVIDENAME);
    while (provides.len)
        root_build_provide(b, text_cut(&provides, '\n'), index);
    return arena_check(arena, err);
}

/* librpm passes over what it cannot read, and says so to its log: an inventory with holes would be none. */
static int note_trouble(rpmlogRec record, rpmlogCallbackData data)
{
    struct err *trouble = data;
    if (trouble->code == ERR_NONE && rpmlogRecPriority(record) <= RPMLOG_ERR)
        err_set(trouble, ERR_SYNTAX, "librpm: %.*s",
            TEXT_ARG(text_trim(text_of(rpmlogRecMessage(record)))));
    return 0;
}

static bool add_packages(struct root_build *b, rpmts set, struct err *err)
{
    Header header;
    bool is_fine = true;
    rpmdbMatchIterator all = rpmtsInitIterator(set, RPMDBI_PACKAGES, NULL, 0);
    while (is_fine && (header = rpmdbNextIterator(all)))
        is_fine = add_package(b, header, err);
    rpmdbFreeIterator(all);
    return is_fine;
}

/* Requirements of files ("/bin/sh") and conditions ("(a if b)") are names of no package, and lead nowhere. */
static bool add_edges(struct root_build *b, struct err *err)
{
    for (uint32_t i = 0; i < b->len; i++)
        for (struct text list = b->at[i]; list.at && list.len;)
            if (!root_build_edge(b, i, text_cut(&list, '\n'), NULL, err))
                return false;
    return true;
}

bool root_rpm_read(struct root_build *b, const struct root_rpm_copy *copy, struct err *err)
{
    struct text missing;
    struct err trouble = {.code = ERR_NONE};
    /* Signatures and digests are not checked: who changed the database could have changed the files. */
    const rpmVSFlags unchecked = _RPMVSF_NODIGESTS | _RPMVSF_NOSIGNATURES | RPMVSF_NOHDRCHK;
    rpmlogSetCallback(note_trouble, &trouble);
    rpmPushMacro(NULL, "_dbpath", NULL, copy->path, RMIL_CMDLINE);
    rpmts set = rpmtsCreate();
    rpmtsSetVSFlags(set, unchecked);
    bool is_read = confine_reader(copy->path, &missing, err);
    if (is_read && rpmtsOpenDB(set, O_RDONLY) != 0)
        is_read = root_build_fail(b, err, ERR_SYNTAX, "is no database that librpm reads");
    is_read = is_read && add_packages(b, set, err) && add_edges(b, err);
    rpmtsFree(set);
    if (is_read && trouble.code != ERR_NONE)
        is_read = root_build_fail(b, err, trouble.code, "%s", trouble.text);
    return is_read;
}
