/* SPDX-License-Identifier: Apache-2.0 */
/* Files, folders and archives of advisories into the index, source by source.
   Example: advisory_import_new(&import, "a.kzi", err); advisory_import_add(import, "npm/all.zip", NULL, err);
   advisory_import_commit(import, false, err); … advisory_import_report(import) …; advisory_import_free(import); */
#ifndef ADVISORY_ADVISORY_IMPORT_H
#define ADVISORY_ADVISORY_IMPORT_H

#include "advisory/advisory_index_write.h"
#include "advisory/advisory_tally.h"
#include "base/err.h"

struct advisory_import;

/* What is known of a path beside its bytes. All may be empty. */
struct advisory_import_about {
    struct text
        source; /* the name that its source shall have, instead of the one that its records give */
    struct text origin; /* what to tell as its path: the URL that it was fetched from */
    struct text etag, last_modified;
};

/* What became of one source that was read. */
struct advisory_import_source {
    struct text name, path;
    struct advisory_tally tally;
    bool is_upsert;                      /* single records, added to what the source has */
    bool is_held;                        /* it shrank too much: the old one stays */
    bool is_kept;                        /* it has not changed where it comes from */
    size_t old_count;                    /* records that the source had */
    struct advisory_index_change change; /* of the whole source, after the commit */
    int64_t elapsed_us;
    uint32_t batch;
    struct advisory_import_about about;
};

struct advisory_import_failure {
    struct text what, why;
};

struct advisory_import_report {
    struct import_sources {
        VEC(struct advisory_import_source);
    } sources;
    struct advisory_reasons passed_over; /* files that are no advisories */
    struct import_failures {
        VEC(struct advisory_import_failure);
    } failures; /* what was to be fetched and could not be had or read */
    bool is_any_held;
};

/* Begins an import into the index at path. on_progress (cmd_progress, or NULL) hears of every record. Fails as
   advisory_index_write_begin does. */
MUST_USE bool advisory_import_new(struct advisory_import **ret_import, const char *path,
    void (*on_progress)(const char *what, size_t done, size_t total), struct err *err);
void advisory_import_free(struct advisory_import *import);

/* Reads a path: a folder is walked in sorted order, its archives being sources of their own and its loose records one
   together; a single record is put into the source "local". about may be NULL. What cannot be read is counted. Fails, and
   the import with it, when the path does not exist, is a damaged archive or a bomb, or holds nothing that can be used. */
MUST_USE bool advisory_import_add(struct advisory_import *import, const char *path,
    const struct advisory_import_about *about, struct err *err);

/* Says that a source of the old index is as it should be still: it counts as imported now. */
struct advisory_source;
void advisory_import_keep(struct advisory_import *import, const struct advisory_source *old);

/* Notes in the report that something is missing. */
void advisory_import_fail(struct advisory_import *import, struct text what, struct text why);

/* Puts what was read into the index. A source that lost more than 100 records and 5 % of them is held back, unless
   accept_shrink: the old one stays, and the report tells. */
MUST_USE bool advisory_import_commit(
    struct advisory_import *import, bool accept_shrink, struct err *err);

/* Returns what was done; lives as long as import. */
const struct advisory_import_report *advisory_import_report(const struct advisory_import *import);

/* The old index, or NULL: what was there before. */
struct advisory_index;
const struct advisory_index *advisory_import_old(const struct advisory_import *import);

#endif
