/* SPDX-License-Identifier: Apache-2.0 */
/* The file of an index while another generation is written: behind what is there, or beside it as a file that replaces it.
   Either way the former generation stays whole until the new one is.
   Example: advisory_index_file_begin(&file, path, err); advisory_index_file_append(&file, &old, err);
   … section, add, end … advisory_index_file_commit(&file, err) */
#ifndef ADVISORY_ADVISORY_INDEX_FILE_H
#define ADVISORY_ADVISORY_INDEX_FILE_H

#include "advisory/advisory_layout.h"
#include "base/buf.h"
#include "base/err.h"
#include "codec/sha256.h"

struct advisory_index_file {
    struct buf path, temp_path, lock_path;
    int lock_fd;
    FILE *out;
    bool is_appended; /* to the file at path, not to a temporary one */
    struct layout_header header;
    size_t header_place;
    struct sha256 *sum; /* of the section being written */
    uint64_t at, from;  /* where it goes on, and where the section began */
};

/* Locks path against other writers. Fails with ERR_BUSY while another import writes it, ERR_NOT_FOUND when there is no such
   folder, ERR_SYSTEM when it does not let us. */
MUST_USE bool advisory_index_file_begin(
    struct advisory_index_file *file, const char *path, struct err *err);
/* Gives up what is not committed, and the lock. */
void advisory_index_file_done(struct advisory_index_file *file);

/* Opens a nameless file in the same folder for what must wait. Returns a stream, or NULL with ERR_SYSTEM. */
FILE *advisory_index_file_spool(const struct advisory_index_file *file, struct err *err);

/* Goes on behind all that the old header speaks of, with its segments; the new header goes to the place that the old one
   does not have; */
MUST_USE bool advisory_index_file_append(struct advisory_index_file *file,
    const struct layout_header *old, size_t old_place, struct err *err);
/* or begins a temporary file in the same folder. sequence is the former header's. */
MUST_USE bool advisory_index_file_fresh(
    struct advisory_index_file *file, uint64_t sequence, struct err *err);

/* Adds a segment to the header, behind those that are there; the sections that end from now on are its own. */
void advisory_index_file_segment(struct advisory_index_file *file);

/* Sections and tables are written one after the other. Errors are kept until the commit. */
void advisory_index_file_section(struct advisory_index_file *file);
void advisory_index_file_add(struct advisory_index_file *file, const void *at, size_t size);
void advisory_index_file_end(
    struct advisory_index_file *file, enum layout_section_id section, size_t count);
void advisory_index_file_end_table(
    struct advisory_index_file *file, enum layout_table_id table, size_t count);

/* Forces all to the disk, writes the header, and puts a temporary file in the old one's place. */
MUST_USE bool advisory_index_file_commit(
    struct advisory_index_file *file, int64_t created_us, struct err *err);

#endif
