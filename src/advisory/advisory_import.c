/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_import.h"

#include <errno.h>
#include <fts.h>
#include <sys/stat.h>

#include "advisory/advisory_document.h"
#include "advisory/advisory_index_write.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "codec/archive.h"

/* A source may lose this many records, or this share of them, without a question. */
enum { SHRINK_RECORDS = 100, SHRINK_PERCENT = 5 };

struct advisory_import {
    struct advisory_index_writer *writer;
    struct advisory_import_report report;
    struct arena arena;
    void (*on_progress)(const char *what, size_t done, size_t total);
    size_t done_count;
    struct buf bytes; /* the file or entry at hand */
};

bool advisory_import_new(struct advisory_import **ret_import, const char *path,
    void (*on_progress)(const char *what, size_t done, size_t total), struct err *err)
{
    struct advisory_import *import = calloc(1, sizeof *import);
    if (!import)
        err_panic("out of memory");
    arena_init(&import->arena, SIZE_MAX);
    buf_init(&import->bytes, LIMIT_FEED_BYTES);
    import->on_progress = on_progress;
    if (!advisory_index_write_begin(&import->writer, path, err)) {
        advisory_import_free(import);
        return false;
    }
    *ret_import = import;
    return true;
}

void advisory_import_free(struct advisory_import *import)
{
    if (!import)
        return;
    advisory_index_write_free(import->writer);
    for (size_t i = 0; i < import->report.sources.len; i++)
        advisory_tally_done(&import->report.sources.at[i].tally);
    VEC_DONE(&import->report.sources);
    VEC_DONE(&import->report.failures);
    advisory_reasons_done(&import->report.passed_over);
    buf_done(&import->bytes);
    arena_done(&import->arena);
    free(import);
}

const struct advisory_import_report *advisory_import_report(const struct advisory_import *import)
{
    return &import->report;
}

const struct advisory_index *advisory_import_old(const struct advisory_import *import)
{
    return advisory_index_write_old(import->writer);
}

/* -- groups: what becomes sources together -- */

struct group {
    struct advisory_document_group documents;
    struct advisory_reasons refused;
    const char *path;
    bool is_single;
    /* For each kind: how long its documents took, how many they were, and the path of the last one. */
    int64_t elapsed_us[TALLY_KINDS];
    size_t document_counts[TALLY_KINDS];
    struct text paths[TALLY_KINDS];
};

static struct group begin_group(struct advisory_import *import, const char *path, bool is_single)
{
    return (struct group){
        .documents = {.writer = import->writer, .arena = &import->arena},
        .path = path,
        .is_single = is_single,
    };
}

/* "all" tells nothing, so the dump's folder stands for it: "npm/all.zip" gives "npm". */
static struct text stem_of(struct text path)
{
    while (path.len > 1 && text_ends(path, TEXT("/")))
        path = text_slice(path, 0, path.len - 1);
    ptrdiff_t slash = text_find_last(path, '/');
    struct text name = text_from(path, (size_t)(slash + 1)), rest = name;
    struct text stem = text_cut(&rest, '.');
    if (text_is(stem, "all") && slash > 0)
        return stem_of(text_slice(path, 0, (size_t)slash));
    return stem.len ? stem : name;
}

/* A single record joins the others that were given by hand; a catalogue replaces the one before it. */
static bool is_upsert(const struct group *group, enum advisory_tally_kind kind)
{
    return group->is_single && (kind == TALLY_OSV || kind == TALLY_CVE);
}

static void end_kind(struct advisory_import *import, struct group *group,
    enum advisory_tally_kind kind, const struct advisory_import_about *about)
{
    struct advisory_import_source *source = VEC_ADD(&import->report.sources);
    struct text path =
        group->document_counts[kind] == 1 ? group->paths[kind] : text_of(group->path);
    if (about && about->origin.len)
        path = about->origin;
    source->tally = group->documents.tallies[kind];
    source->batch = group->documents.batches[kind];
    source->is_upsert = is_upsert(group, kind);
    source->path = arena_text(&import->arena, path);
    source->elapsed_us = group->elapsed_us[kind];
    if (about)
        source->about =
            (struct advisory_import_about){.etag = arena_text(&import->arena, about->etag),
                .last_modified = arena_text(&import->arena, about->last_modified)};
    if (about && about->source.len)
        source->name = arena_text(&import->arena, about->source);
    else if (source->is_upsert)
        source->name = TEXT("local");
    else
        source->name = advisory_tally_name(&source->tally, stem_of(path), &import->arena);
}

/* What could not be read belongs to the source that has most of the rest. */
static void take_refused(struct group *group)
{
    struct advisory_tally *largest = NULL;
    for (size_t kind = 0; kind < TALLY_KINDS; kind++) {
        struct advisory_tally *tally = &group->documents.tallies[kind];
        if (group->documents.is_begun[kind] &&
            (!largest || tally->record_count > largest->record_count))
            largest = tally;
    }
    if (!largest)
        return;
    for (size_t i = 0; i < group->refused.len; i++)
        *VEC_ADD(&largest->refused) = group->refused.at[i];
    largest->refused.count += group->refused.count;
    VEC_DONE(&group->refused);
}

static void end_group(
    struct advisory_import *import, struct group *group, const struct advisory_import_about *about)
{
    take_refused(group);
    for (size_t kind = 0; kind < TALLY_KINDS; kind++) {
        if (group->documents.is_begun[kind] && group->documents.tallies[kind].record_count)
            end_kind(import, group, (enum advisory_tally_kind)kind, about);
        else
            advisory_tally_done(&group->documents.tallies[kind]);
    }
    /* Nothing came of the group, so its reasons are all there is to tell. */
    for (size_t i = 0; i < group->refused.len; i++)
        for (size_t n = 0; n < group->refused.at[i].count; n++)
            advisory_reasons_add(&import->report.passed_over, group->refused.at[i].text,
                n < group->refused.at[i].example_count ? group->refused.at[i].examples[n]
                                                       : (struct text){0},
                &import->arena);
    advisory_reasons_done(&group->refused);
}

static void drop_group(struct group *group)
{
    for (size_t kind = 0; kind < TALLY_KINDS; kind++)
        advisory_tally_done(&group->documents.tallies[kind]);
    advisory_reasons_done(&group->refused);
}

/* Puts what a document took on the account of the kind that it added to. */
static void note_document(
    struct group *group, const size_t *counts_before, struct text path, int64_t began_us)
{
    for (size_t kind = 0; kind < TALLY_KINDS; kind++) {
        if (group->documents.tallies[kind].record_count == counts_before[kind])
            continue;
        group->elapsed_us[kind] += clock_steady_us() - began_us;
        group->document_counts[kind]++;
        group->paths[kind] = path;
    }
}

/* Reads a document that began to be read at a time; its faults are counted, ours are errors. path is where it lies, or
   empty in an archive. */
static bool add_document(struct advisory_import *import, struct group *group, struct text name,
    struct text path, int64_t began_us, struct err *err)
{
    struct err why = {0};
    size_t counts[TALLY_KINDS];
    for (size_t kind = 0; kind < TALLY_KINDS; kind++)
        counts[kind] = group->documents.tallies[kind].record_count;
    if (import->on_progress)
        import->on_progress("importing", ++import->done_count, 0);
    if (advisory_document_read(&group->documents, name, buf_text(&import->bytes), &why)) {
        note_document(group, counts, path, began_us);
        return true;
    }
    if (why.code == ERR_SYSTEM)
        return err_set(err, why.code, "%s", why.text);
    struct advisory_reasons *reasons =
        why.code == ERR_UNSUPPORTED ? &import->report.passed_over : &group->refused;
    advisory_reasons_add(reasons, text_of(why.text), name, &import->arena);
    return true;
}

/* -- archives -- */

static bool add_entry(struct advisory_import *import, struct group *group,
    struct archive_walk *walk, const struct archive_item *item, struct err *err)
{
    bool is_whole;
    if (item->refusal) {
        advisory_reasons_add(&group->refused, text_of(item->refusal), item->name, &import->arena);
        return true;
    }
    int64_t began_us = clock_steady_us();
    buf_cut(&import->bytes, 0);
    if (!archive_walk_read(walk, &import->bytes, &is_whole, err))
        return false;
    if (is_whole)
        return add_document(import, group, item->name, text_of(group->path), began_us, err);
    advisory_reasons_add(&group->refused,
        TEXT("cannot be unpacked, or is larger than a record may be"), item->name, &import->arena);
    return true;
}

static bool add_archive(struct advisory_import *import, const char *path,
    const struct advisory_import_about *about, struct err *err)
{
    struct archive_walk *walk;
    struct archive_item item;
    if (!archive_walk_new(&walk, path, NULL, err))
        return false;
    struct group group = begin_group(import, path, false);
    bool is_there = true, is_fine = true;
    import->bytes.max_bytes = LIMIT_ADVISORY_BYTES;
    while (is_fine && (is_fine = archive_walk_next(walk, &is_there, &item, err)) && is_there)
        is_fine = add_entry(import, &group, walk, &item, err);
    import->bytes.max_bytes = LIMIT_FEED_BYTES;
    archive_walk_free(walk);
    if (is_fine)
        end_group(import, &group, about);
    else
        drop_group(&group);
    return is_fine;
}

static bool has_end(struct text name, const char *const *ends)
{
    for (; *ends; ends++) {
        size_t len = strlen(*ends);
        if (name.len > len && text_is_nocase(text_from(name, name.len - len), *ends))
            return true;
    }
    return false;
}

static bool is_archive_name(struct text name)
{
    static const char *const ends[] = {
        ".zip", ".tar", ".tar.gz", ".tgz", ".tar.zst", ".tar.zstd", NULL};
    return has_end(name, ends);
}

static bool is_document_name(struct text name)
{
    static const char *const ends[] = {".json", ".yaml", ".yml", ".csv", ".json.gz", ".yaml.gz",
        ".yml.gz", ".csv.gz", ".json.zst", ".csv.zst", NULL};
    return has_end(name, ends);
}

/* -- single files -- */

/* A zip is one whatever its name; a tar only begins to look like one far inside, so its name tells. What was looked at
   in a pipe would be gone. */
static bool is_archive(const char *path, bool is_regular)
{
    char start[4] = {0};
    FILE *file = is_regular ? fopen(path, "rb") : NULL;
    size_t len = file ? fread(start, 1, sizeof start, file) : 0;
    if (file)
        fclose(file);
    return is_archive_name(text_of(path)) ||
           (len == sizeof start &&
               (!memcmp(start, "PK\x03\x04", len) || !memcmp(start, "PK\x05\x06", len)));
}

/* A file that was named by hand must be good: its fault is the command's. */
static bool add_single(struct advisory_import *import, const char *path,
    const struct advisory_import_about *about, struct err *err)
{
    buf_cut(&import->bytes, 0);
    if (!file_read(&import->bytes, path, err))
        return false;
    int64_t began_us = clock_steady_us();
    const size_t none[TALLY_KINDS] = {0};
    struct group group = begin_group(import, path, true);
    if (!advisory_document_read(&group.documents, text_of(path), buf_text(&import->bytes), err)) {
        drop_group(&group);
        return err_add(err, "%s", path);
    }
    note_document(&group, none, text_of(path), began_us);
    end_group(import, &group, about);
    return true;
}

/* -- folders -- */

static int compare_entries(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool add_loose(
    struct advisory_import *import, struct group *group, const FTSENT *entry, struct err *err)
{
    int64_t began_us = clock_steady_us();
    struct text path = arena_text(&import->arena, text_of(entry->fts_path));
    if (entry->fts_statp->st_size > (off_t)LIMIT_FEED_BYTES) {
        advisory_reasons_add(&group->refused, TEXT("is too large"), path, &import->arena);
        return true;
    }
    buf_cut(&import->bytes, 0);
    return file_read(&import->bytes, entry->fts_accpath, err) &&
           add_document(import, group, text_of(entry->fts_name), path, began_us, err);
}

static void pass_over(struct advisory_import *import, const FTSENT *entry, const char *why)
{
    advisory_reasons_add(
        &import->report.passed_over, text_of(why), text_of(entry->fts_path), &import->arena);
}

static bool add_file(struct advisory_import *import, struct group *group, const FTSENT *entry,
    const struct advisory_import_about *about, struct err *err)
{
    struct text name = text_of(entry->fts_name);
    if (is_archive_name(name))
        return add_archive(import, entry->fts_accpath, about, err);
    if (is_document_name(name))
        return add_loose(import, group, entry, err);
    pass_over(import, entry, "its name is none of JSON, YAML, CSV, zip or tar");
    return true;
}

static bool add_entries(struct advisory_import *import, struct group *group, FTS *tree,
    const struct advisory_import_about *about, struct err *err)
{
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL;) {
        bool is_top = entry->fts_level == FTS_ROOTLEVEL;
        switch (entry->fts_info) {
        case FTS_D:
            /* .git and its like hold no advisories. */
            if (entry->fts_level > (int)LIMIT_FOLDER_DEPTH)
                pass_over(import, entry, "it is nested too deeply");
            else if (is_top || entry->fts_name[0] != '.')
                break;
            fts_set(tree, entry, FTS_SKIP);
            break;
        case FTS_F:
            if (!add_file(import, group, entry, about, err))
                return false;
            break;
        case FTS_DP: break;
        case FTS_DNR:
        case FTS_ERR:
        case FTS_NS: errno = entry->fts_errno; return err_set_errno(err, "%s", entry->fts_path);
        default: pass_over(import, entry, "it is a link or no regular file");
        }
    }
    return true;
}

static bool add_folder(struct advisory_import *import, const char *path,
    const struct advisory_import_about *about, struct err *err)
{
    char *paths[] = {(char *)(uintptr_t)path, NULL};
    FTS *tree = fts_open(paths, FTS_COMFOLLOW | FTS_PHYSICAL | FTS_NOCHDIR, compare_entries);
    if (!tree)
        return err_set_errno(err, "%s", path);
    struct group group = begin_group(import, path, false);
    bool is_fine = add_entries(import, &group, tree, about, err);
    fts_close(tree);
    if (is_fine)
        end_group(import, &group, about);
    else
        drop_group(&group);
    return is_fine;
}

/* -- paths -- */

static bool fail_useless(const struct advisory_import *import, const char *path, struct err *err)
{
    const struct advisory_reasons *reasons = &import->report.passed_over;
    if (reasons->len == 0)
        return err_set(err, ERR_SYNTAX, "%s: holds no advisory", path);
    const struct advisory_reason *reason = &reasons->at[0];
    return err_set(err, ERR_SYNTAX, "%s: holds no advisory that can be read: %.*s%s%.*s", path,
        TEXT_ARG(reason->examples[0]), reason->examples[0].len ? ": " : "", TEXT_ARG(reason->text));
}

bool advisory_import_add(struct advisory_import *import, const char *path,
    const struct advisory_import_about *about, struct err *err)
{
    struct stat stat_of_path;
    if (stat(path, &stat_of_path) != 0)
        return errno == ENOENT || errno == ENOTDIR
                   ? err_set(err, ERR_NOT_FOUND, "%s: there is no such file or folder", path)
                   : err_set_errno(err, "%s", path);
    size_t before = import->report.sources.len;
    bool is_fine;
    if (S_ISDIR(stat_of_path.st_mode))
        is_fine = add_folder(import, path, about, err);
    else if (is_archive(path, S_ISREG(stat_of_path.st_mode)))
        is_fine = add_archive(import, path, about, err);
    else
        is_fine = add_single(import, path, about, err);
    if (is_fine && import->report.sources.len == before)
        return fail_useless(import, path, err);
    return is_fine;
}

void advisory_import_keep(struct advisory_import *import, const struct advisory_source *old)
{
    struct advisory_import_source *source = VEC_ADD(&import->report.sources);
    struct arena *arena = &import->arena;
    *source = (struct advisory_import_source){
        .name = arena_text(arena, old->name),
        .path = arena_text(arena, old->path),
        .is_upsert = true, /* of nothing */
        .is_kept = true,
        .batch = advisory_index_write_batch(import->writer),
        .about = {.etag = arena_text(arena, old->etag),
            .last_modified = arena_text(arena, old->last_modified)},
    };
    source->tally.newest_us = old->newest_us;
    source->tally.edition = arena_text(arena, old->edition);
    source->tally.refused.count = old->refused_count;
}

void advisory_import_fail(struct advisory_import *import, struct text what, struct text why)
{
    *VEC_ADD(&import->report.failures) = (struct advisory_import_failure){
        arena_text(&import->arena, what), arena_text(&import->arena, why)};
}

/* -- the commit -- */

/* Several paths may give one source; together they are measured against the old one. */
static size_t total_count(const struct advisory_import *import, struct text name)
{
    size_t total = 0;
    for (size_t i = 0; i < import->report.sources.len; i++)
        if (text_eq(import->report.sources.at[i].name, name))
            total += import->report.sources.at[i].tally.record_count;
    return total;
}

static size_t old_count(const struct advisory_import *import, struct text name)
{
    const struct advisory_index *old = advisory_import_old(import);
    for (size_t i = 0; old && i < advisory_index_source_count(old); i++) {
        struct advisory_source source = advisory_index_source(old, i);
        if (text_eq(source.name, name))
            return source.record_count;
    }
    return 0;
}

static bool has_shrunk(size_t old, size_t new)
{
    return old > new && old - new > SHRINK_RECORDS && (old - new) * 100 > old *SHRINK_PERCENT;
}

bool advisory_import_commit(struct advisory_import *import, bool accept_shrink, struct err *err)
{
    struct advisory_import_report *report = &import->report;
    size_t taken = 0;
    for (size_t i = 0; i < report->sources.len; i++) {
        struct advisory_import_source *source = &report->sources.at[i];
        source->old_count = old_count(import, source->name);
        source->is_held = !accept_shrink && !source->is_upsert &&
                          has_shrunk(source->old_count, total_count(import, source->name));
        report->is_any_held |= source->is_held;
        if (source->is_held)
            continue;
        struct advisory_index_batch batch = {
            .name = source->name,
            .path = source->path,
            .edition = source->tally.edition,
            .etag = source->about.etag,
            .last_modified = source->about.last_modified,
            .refused_count = source->tally.refused.count,
            .newest_us = source->tally.newest_us,
            .is_upsert = source->is_upsert,
        };
        advisory_index_write_name(import->writer, source->batch, &batch);
        taken++;
    }
    if (taken > 0 && !advisory_index_write_commit(import->writer, err))
        return false;
    for (size_t i = 0; i < report->sources.len; i++)
        report->sources.at[i].change =
            advisory_index_write_change(import->writer, report->sources.at[i].batch);
    return true;
}
